package io.boltzspark.jobs.benchmark;

import io.boltzspark.boltzmann.BoltzmannConfig;
import io.boltzspark.engine.EngineConfig;
import io.boltzspark.engine.benchmark.BenchmarkRows;
import io.boltzspark.engine.benchmark.StepBenchmark;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.jobs.benchmark.PeersBenchmarkResult.LeftOut;
import io.boltzspark.jobs.benchmark.PeersBenchmarkResult.Setting;
import io.boltzspark.jobs.benchmark.peers.Peer;
import io.boltzspark.jobs.benchmark.peers.PeerException;
import io.boltzspark.jobs.benchmark.peers.Peers;
import io.boltzspark.jobs.benchmark.scaling.StepShape;
import io.boltzspark.jobs.console.Progress;
import io.boltzspark.math.Blas;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * Times training steps of the {@code rounds} engine beside those of other libraries on the same
 * rows, with as many threads, in turns: what else the machine does then slows all of them down.
 */
public final class PeersBenchmarkAction {
  /** Values of rows that other libraries get, at most; 85,000 rows of MNIST. */
  private static final int MOST_VALUES = 64 << 20;

  private static final int WARM_BATCHES = 2;

  /** A pass is meant to take a turn's time; one that takes far longer hangs. */
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private static final int SLOWER = 10;

  /**
   * The arguments of {@code boltz benchmark --suite peers}.
   *
   * @param training machines, steps and rows; its seconds are those of all turns of a library
   *     together, and its engines do not matter
   * @param turns number of turns
   * @param python the program that has other libraries
   */
  public record Request(BenchmarkAction.Request training, int turns, String python) {
    private double turnSeconds() {
      return training.seconds() / turns;
    }
  }

  private final SparkSession spark;
  private final Request request;
  private final Progress progress;

  public PeersBenchmarkAction(SparkSession spark, Request request, Progress progress) {
    this.spark = spark;
    this.request = request;
    this.progress = progress;
  }

  /**
   * @throws BoltzException ENVIRONMENT if there is nothing to compare with, or Python dies; USAGE
   *     if the master is a cluster
   */
  public PeersBenchmarkResult execute() {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    requireThisMachine(context.master());
    int cores = context.defaultParallelism();
    BenchmarkAction.Request training = request.training();
    long most = (long) (SLOWER * request.turnSeconds());
    progress.start("looking for other libraries", 0);
    try (Peers peers = Peers.open(request.python(), cores, PATIENCE.plusSeconds(most))) {
      BenchmarkRows rows = BenchmarkedRows.of(spark, training.data(), training.visible());
      List<StepShape> shapes = training.shapes(rows.units());
      requireComparison(peers, shapes);
      List<byte[]> given = rows.first(context, MOST_VALUES / rows.units());
      peers.give(given);
      return new PeersBenchmarkResult(
          Blas.info().summary(),
          training.kernels(),
          rows.title(),
          cores,
          training.settings().engine().lanes(),
          request.turns(),
          peers.version(),
          peers.found(),
          peers.missing(),
          settings(new Comparison(context, rows, peers, given.size()), shapes));
    }
  }

  static void requireThisMachine(String master) {
    if (!master.matches("local(\\[.*])?")) {
      throw new BoltzException(
          ExitCode.USAGE,
          "--suite peers compares on this machine, but %s has executors of its own; give --master local[N]"
              .formatted(master));
    }
  }

  /** What stays the same from setting to setting. */
  private record Comparison(JavaSparkContext context, BenchmarkRows rows, Peers peers, int given) {}

  private static void requireComparison(Peers peers, List<StepShape> shapes) {
    boolean none =
        peers.found().stream()
            .allMatch(peer -> shapes.stream().allMatch(shape -> peer.refusal(shape).isPresent()));
    if (none) {
      throw new BoltzException(
          ExitCode.ENVIRONMENT,
          "nothing to compare with: %s; add smaller values to --sweeps%s"
              .formatted(
                  peers.found().stream()
                      .map(peer -> peer.name() + ": " + peer.refusal(shapes.get(0)).orElse(""))
                      .collect(Collectors.joining(", ")),
                  peers.missing().stream()
                      .map(peer -> ", or install " + peer.label())
                      .collect(Collectors.joining())));
    }
  }

  private List<Setting> settings(Comparison comparison, List<StepShape> shapes) {
    List<Setting> settings = new ArrayList<>();
    progress.start("benchmark", (long) shapes.size() * request.turns());
    for (StepShape shape : shapes) {
      settings.add(setting(comparison, shape, (long) settings.size() * request.turns()));
    }
    if (settings.stream().allMatch(setting -> setting.theirs().isEmpty())) {
      throw new BoltzException(
          ExitCode.ENVIRONMENT,
          "nothing could be compared: "
              + settings.stream()
                  .flatMap(setting -> setting.leftOut().stream())
                  .map(out -> out.peer() + ": " + out.reason())
                  .distinct()
                  .collect(Collectors.joining(", ")));
    }
    progress.finish("measured " + settings.size() + " settings");
    return settings;
  }

  private Setting setting(Comparison comparison, StepShape shape, long turnsBefore) {
    List<Course> courses =
        comparison.peers().found().stream()
            .map(peer -> new Course(comparison.peers(), peer, shape, request.turns()))
            .toList();
    if (courses.stream().noneMatch(Course::isOn)) {
      return new Setting(shape, Optional.empty(), List.of(), leftOut(courses));
    }
    BoltzmannConfig training = BenchmarkedTraining.of(shape, request.training().settings());
    BoltzmannConfig earlier = BenchmarkedTraining.before(shape, request.training().settings());
    EngineConfig engine = request.training().settings().engine().withKind(EngineConfig.Kind.ROUNDS);
    double[] ours = new double[request.turns()];
    try (StepBenchmark steps =
        StepBenchmark.after(comparison.context(), engine, earlier, training, comparison.rows())) {
      steps.warmUp(request.turnSeconds());
      courses.forEach(course -> course.warmUp(comparison.given(), request.turnSeconds()));
      for (int turn = 0; turn < request.turns(); turn++) {
        // The mean, since that is what a pass of the others tells.
        ours[turn] = 1000 * steps.measure(request.turnSeconds()).meanMillis() / shape.batch();
        for (Course course : courses) {
          course.take(turn);
        }
        progress.update(turnsBefore + turn + 1, shape.label());
      }
    }
    return new Setting(
        shape,
        Optional.of(new Timed("BoltzSpark", ours)),
        courses.stream().filter(Course::isOn).map(Course::timed).toList(),
        leftOut(courses));
  }

  private static List<LeftOut> leftOut(List<Course> courses) {
    return courses.stream().flatMap(course -> course.leftOut().stream()).toList();
  }

  /** The turns of a library in a setting, until it refuses. */
  private static final class Course {
    private final Peers peers;
    private final Peer peer;
    private final StepShape shape;
    private final double[] micros;
    private Optional<String> refusal;
    private int rows; // of a turn

    Course(Peers peers, Peer peer, StepShape shape, int turns) {
      this.peers = peers;
      this.peer = peer;
      this.shape = shape;
      this.micros = new double[turns];
      this.refusal = peer.refusal(shape);
    }

    boolean isOn() {
      return refusal.isEmpty();
    }

    /** Finds out how many of the rows take a turn's time, by a second pass over a few of them. */
    void warmUp(int given, double seconds) {
      int most = given / shape.batch();
      if (isOn() && most == 0) {
        refusal = Optional.of("it was given %d rows".formatted(given));
      }
      rows = Math.min(WARM_BATCHES, most) * shape.batch();
      pass();
      double second = pass();
      long wanted = Math.round(1e6 * seconds / second / shape.batch());
      rows = (int) Math.max(1, Math.min(wanted, most)) * shape.batch();
    }

    void take(int turn) {
      micros[turn] = pass();
    }

    /** Microseconds a row; not a number after a refusal. */
    private double pass() {
      try {
        return isOn() ? peers.rowMicros(peer, shape, rows) : Double.NaN;
      } catch (PeerException e) {
        refusal = Optional.of(e.getMessage());
        return Double.NaN;
      }
    }

    Timed timed() {
      return new Timed(peer.name(), micros);
    }

    Optional<LeftOut> leftOut() {
      return refusal.map(reason -> new LeftOut(peer.name(), reason));
    }
  }
}
