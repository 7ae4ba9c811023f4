package io.boltzspark.jobs.evaluate.metrics;

import io.boltzspark.evaluation.partition.BracketTrust;
import io.boltzspark.evaluation.partition.Normalisable;
import io.boltzspark.jobs.console.Progress;
import io.boltzspark.jobs.evaluate.samples.SampleSource;
import io.boltzspark.model.BoltzmannMachine;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The entropy of a machine's visible states, in nats: minus the mean log-likelihood of its own
 * samples,
 *
 * <pre>S = - sum over v of P(v) log P(v) = log Z + E[F(v)]</pre>
 *
 * with F the free energy. {@code exp(S)} is the number of equally likely states that would have the
 * same entropy: how large a family of sequences is (Barton, Chakraborty, Cocco, Jacquin and
 * Monasson 2016). Of real-valued units it is the differential entropy of the data's values, in
 * their own units.
 */
final class EntropyMetric implements Metric {
  @Override
  public String name() {
    return "entropy";
  }

  @Override
  public String reasonNot(Subject subject) {
    String reason = new FreeEnergyMetric().reasonNot(subject);
    return reason.isEmpty()
        ? Normalisable.reasonNot(subject.model().machine(), subject.model().parameters())
        : reason;
  }

  @Override
  public Map<String, Object> settings(Subject subject) {
    return new LogPartitionMethods(subject, Progress.silent()).settings(Set.of());
  }

  @Override
  public MetricResult measure(Subject subject, Progress progress) {
    List<LogPartitionValue> values = new LogPartitionMethods(subject, progress).values(Set.of());
    SampleSource.Drawn samples = subject.samples().after(SampleMetric.MANY_SWEEPS, progress);
    BoltzmannMachine machine = subject.model().machine();
    double[] logs = machine.freeEnergy(samples.visible(), subject.model().parameters());
    Arrays.setAll(logs, i -> -logs[i]);
    RowMean mean = RowMean.of(logs);
    BracketTrust trust = LogPartitionValue.trust(values);
    RowLikelihood own = RowLikelihood.of(mean, values, trust, subject.model().logJacobian());
    double lower = -own.upper() - 3 * mean.standardError();
    double upper = -own.lower() + 3 * mean.standardError();
    int units = subject.sites().count();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("samples", samples.count());
    json.put("sweeps", samples.sweeps());
    json.put("lower", MetricResult.finite(lower));
    json.put("upper", MetricResult.finite(upper));
    json.put("value", MetricResult.finite((lower + upper) / 2));
    json.put("standard_error_of_samples", MetricResult.finite(mean.standardError()));
    json.put("units", units);
    json.put("trusted", trust.isTrusted());
    String line =
        String.format(
            Locale.ROOT,
            "entropy: %s nats, %s a unit (log Z and the free energy of %d samples, %d sweeps)",
            RowLikelihood.text(lower, upper),
            RowLikelihood.text(lower / units, upper / units),
            samples.count(),
            samples.sweeps());
    List<String> warnings = trust.warnings().stream().map(text -> name() + ": " + text).toList();
    return new MetricResult(json, List.of(line), warnings);
  }
}
