package io.boltzspark.jobs.evaluate.metrics;

import io.boltzspark.engine.data.TrainingData.Part;
import io.boltzspark.evaluation.partition.AnnealingPlan;
import io.boltzspark.evaluation.partition.BracketTrust.Side;
import io.boltzspark.evaluation.partition.ChainWeights;
import io.boltzspark.evaluation.partition.ExactLogPartition;
import io.boltzspark.evaluation.partition.GaussianPrecision;
import io.boltzspark.evaluation.partition.LogPartitionEstimate;
import io.boltzspark.jobs.console.Progress;
import io.boltzspark.jobs.evaluate.metrics.LogLikelihoodMetric.Method;
import io.boltzspark.jobs.evaluate.metrics.Subject.Base;
import io.boltzspark.jobs.evaluate.metrics.Subject.Precision;
import io.boltzspark.math.Matrix;
import io.boltzspark.model.BoltzmannMachine;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The methods to compute or estimate log Z, each used once for a subject. */
final class LogPartitionMethods {
  /**
   * States a second and core, measured with 784 units on the other side (AVX-512), for messages.
   */
  private static final double STATES_A_SECOND = 1e6;

  private final Subject subject;
  private final Progress progress;
  private final BoltzmannMachine machine;
  private final float[] parameters;

  LogPartitionMethods(Subject subject, Progress progress) {
    this.subject = subject;
    this.progress = progress;
    this.machine = subject.model().machine();
    this.parameters = subject.model().parameters();
  }

  /** Why log Z cannot be computed exactly; empty if it can. */
  String reasonNotExact() {
    if (ExactLogPartition.isPossible(machine) || isAllGaussian()) {
      return "";
    }
    double states = ExactLogPartition.leastStates(machine);
    if (Double.isInfinite(states) && machine.hasCouplings()) {
      return "real-valued units are among the layers to be enumerated, those with couplings within"
          + " and others";
    }
    return Double.isInfinite(states)
        ? "both sides of its connections have real-valued units, whose states cannot be enumerated"
        : String.format(
            Locale.ROOT,
            "it has %.3g states to enumerate, which would take about %s on one core; the limit is"
                + " %d (25 binary units%s)",
            states,
            duration(states / STATES_A_SECOND),
            ExactLogPartition.MOST_STATES,
            machine.hasCouplings()
                ? "; layers with couplings within have to be enumerated"
                : " on the smaller side");
  }

  private static String duration(double seconds) {
    double days = seconds / 86_400;
    return days < 1
        ? String.format(Locale.ROOT, "%.0f minutes", seconds / 60)
        : days < 1000
            ? String.format(Locale.ROOT, "%.0f days", days)
            : String.format(Locale.ROOT, "%.2g years", days / 365);
  }

  private boolean isAllGaussian() {
    GaussianPrecision gaussian = new GaussianPrecision(machine, parameters);
    return gaussian.isAll() && gaussian.units() <= GaussianPrecision.MOST_UNITS;
  }

  /** Exact if possible, otherwise both estimates, unless methods are asked for. */
  private Set<Method> chosen(Set<Method> asked) {
    if (!asked.isEmpty()) {
      return asked;
    }
    return reasonNotExact().isEmpty() ? Set.of(Method.EXACT) : Set.of(Method.AIS, Method.REVERSE);
  }

  /**
   * log Z by some methods.
   *
   * @param asked none: exact if possible, otherwise both estimates
   */
  List<LogPartitionValue> values(Set<Method> asked) {
    List<LogPartitionValue> values = new ArrayList<>();
    for (Method method : EnumSet.copyOf(chosen(asked))) {
      values.addAll(
          subject.partitions(
              method,
              () ->
                  switch (method) {
                    case EXACT -> List.of(exact());
                    case AIS -> List.of(annealed());
                    case REVERSE -> List.of(reversedFromData(), reversedFromNoise());
                  }));
    }
    return values;
  }

  /** The settings on which these values depend, by their options' names. */
  Map<String, Object> settings(Set<Method> asked) {
    if (chosen(asked).equals(Set.of(Method.EXACT))) {
      return Map.of();
    }
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("chains", precision().chains());
    settings.put("temperatures", precision().schedule().temperatures());
    settings.put("spacing", word(precision().schedule().spacing()));
    settings.put("base", word(precision().base()));
    settings.put("burn_in", precision().sweeps());
    return settings;
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private LogPartitionValue exact() {
    if (!ExactLogPartition.isPossible(machine)) {
      return LogPartitionValue.exact(
          "the determinant of its precision matrix",
          new GaussianPrecision(machine, parameters).logPartition().orElseThrow());
    }
    Phase phase = new Phase("enumerating states");
    double value = subject.job().exactLogPartition(phase::update);
    String states =
        String.format(
            Locale.ROOT,
            "enumeration of %,d states",
            new ExactLogPartition(machine, parameters).states());
    progress.finish(states);
    return LogPartitionValue.exact(states, value);
  }

  private LogPartitionValue annealed() {
    String words = "annealed importance sampling";
    ChainWeights chains = subject.job().annealed(plan(), new Phase(words)::update);
    return estimated("ais", words, Side.FORWARD, chains);
  }

  private LogPartitionValue reversedFromData() {
    String words = "reverse annealing, chains from data";
    ChainWeights chains =
        subject
            .job()
            .reversedFromData(plan(), precision().sweeps(), startRows(), new Phase(words)::update);
    return estimated("reverse_from_data", words, Side.FROM_DATA, chains);
  }

  private LogPartitionValue reversedFromNoise() {
    String words = "reverse annealing, chains from noise";
    ChainWeights chains =
        subject.job().reversedFromNoise(plan(), precision().sweeps(), new Phase(words)::update);
    return estimated("reverse_from_noise", words, Side.FROM_NOISE, chains);
  }

  private LogPartitionValue estimated(String key, String words, Side side, ChainWeights chains) {
    LogPartitionEstimate estimate = chains.estimate();
    String told =
        String.format(
            Locale.ROOT,
            "%s: %d chains, of which %.0f count, %d temperatures",
            words,
            estimate.chains(),
            estimate.effectiveSampleSize(),
            precision().schedule().temperatures());
    LogPartitionValue value = LogPartitionValue.estimated(key, told, side, chains);
    progress.finish(value.line());
    return value;
  }

  private Precision precision() {
    return subject.precision();
  }

  private AnnealingPlan plan() {
    double[] base = precision().base() == Base.MEAN ? subject.rows().mean() : new double[0];
    return new AnnealingPlan(
        precision().chains(), precision().schedule(), base, precision().seed());
  }

  /** A training row for each chain, repeated if there are fewer rows than chains. */
  private Matrix startRows() {
    Part part = subject.parts().get(0);
    Matrix found = subject.rows().first(part, precision().chains());
    Matrix start = Matrix.zeros(precision().chains(), found.columns());
    for (int from = 0; from < start.rows(); from += found.rows()) {
      int count = Math.min(found.rows(), start.rows() - from);
      start.rows(from, from + count).setFrom(found.rows(0, count));
    }
    return start;
  }

  /** Shows a computation on the progress line. */
  private final class Phase {
    private final String what;
    private boolean started;

    Phase(String what) {
      this.what = what;
    }

    void update(long done, long total) {
      if (!started) {
        progress.start(what, total);
        started = true;
      }
      progress.update(done, "");
    }
  }
}
