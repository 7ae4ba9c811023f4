package io.boltzspark.jobs.benchmark;

import io.boltzspark.adversarial.AdversarialConfig;
import io.boltzspark.adversarial.AdversarialConfig.Update;
import io.boltzspark.adversarial.AdversarialNetworks;
import io.boltzspark.engine.EngineConfig;
import io.boltzspark.engine.benchmark.AdversarialBenchmark;
import io.boltzspark.engine.benchmark.AdversarialPeer;
import io.boltzspark.engine.benchmark.AdversarialProducts;
import io.boltzspark.jobs.console.Progress;
import io.boltzspark.learning.LearningConfig;
import io.boltzspark.learning.OptimizerConfig;
import io.boltzspark.learning.PenaltyConfig;
import io.boltzspark.learning.ScheduleConfig;
import io.boltzspark.math.Blas;
import io.boltzspark.network.LayerSpec;
import io.boltzspark.network.LayerText;
import io.boltzspark.network.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * Times a training step of a DCGAN beside its matrix products and beside the same networks on
 * another library, all in turns: what else the machine does then slows all of them down, so that
 * the ratios within a turn say more than the times.
 */
public final class DcganBenchmarkAction {
  /** Layers of the DCGAN in TensorFlow's tutorial. */
  static final List<String> GENERATOR =
      List.of(
          "dense:12544:no-bias",
          "batch-norm",
          "leaky-relu",
          "reshape:7x7x256",
          "transposed-convolution:128:5:1:no-bias",
          "batch-norm",
          "leaky-relu",
          "transposed-convolution:64:5:2:no-bias",
          "batch-norm",
          "leaky-relu",
          "transposed-convolution:1:5:2:no-bias",
          "tanh");

  static final List<String> DISCRIMINATOR =
      List.of(
          "convolution:64:5:2",
          "leaky-relu",
          "dropout",
          "convolution:128:5:2",
          "leaky-relu",
          "dropout",
          "dense:1");

  private static final int SIDE = 28;
  private static final int NOISE = 100;
  private static final int BATCH_SIZE = 256;
  private static final double RATE = 1e-4;
  private static final int TURNS = 7;
  private static final int WARM_UP = 3;

  /**
   * The arguments of {@code boltz benchmark --suite dcgan}.
   *
   * @param side pixels along each side of an image
   * @param noise numbers from which an image is generated
   * @param batchSize real images of a step, and as many generated ones
   * @param generator layers of the generator, as words
   * @param discriminator layers of the discriminator, as words
   * @param steps number of steps before memory is measured again
   * @param seconds duration of all turns of each measurement together
   * @param peer the other library; empty: none
   * @param kernels description of the BLAS kernels, shown with the results
   * @param engine lanes and all other settings of the engine
   */
  public record Request(
      int side,
      int noise,
      int batchSize,
      List<String> generator,
      List<String> discriminator,
      int steps,
      double seconds,
      Optional<AdversarialPeer> peer,
      String kernels,
      EngineConfig engine) {

    public Request {
      generator = List.copyOf(generator);
      discriminator = List.copyOf(discriminator);
    }

    /** The networks of TensorFlow's tutorial. */
    public static Request dcgan(
        int steps,
        double seconds,
        Optional<AdversarialPeer> peer,
        String kernels,
        EngineConfig engine) {
      return new Request(
          SIDE, NOISE, BATCH_SIZE, GENERATOR, DISCRIMINATOR, steps, seconds, peer, kernels, engine);
    }

    private AdversarialConfig training() {
      OptimizerConfig adam =
          new OptimizerConfig(OptimizerConfig.Kind.ADAM, RATE, 0.9, 0.999, 1e-7, 0, false, 0);
      ScheduleConfig constant =
          new ScheduleConfig(ScheduleConfig.Kind.CONSTANT, false, 0, 1, 0, 1, 1, 0);
      LearningConfig learning =
          new LearningConfig(batchSize, 1, 1, adam, constant, PenaltyConfig.NONE, 0);
      return new AdversarialConfig(
          learning, noise, 0, layers(generator), layers(discriminator), 0, 0, Update.TOGETHER);
    }

    private static List<LayerSpec> layers(List<String> words) {
      return words.stream().map(LayerText::parse).toList();
    }
  }

  private final SparkSession spark;
  private final Request request;
  private final Progress progress;

  public DcganBenchmarkAction(SparkSession spark, Request request, Progress progress) {
    this.spark = spark;
    this.request = request;
    this.progress = progress;
  }

  public DcganBenchmarkResult execute() {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    // Only this engine measures its parts.
    EngineConfig engine = request.engine().withKind(EngineConfig.Kind.ROUNDS);
    Shape image = new Shape(request.side(), request.side(), 1);
    try (AdversarialBenchmark ours =
        new AdversarialBenchmark(context, engine, request.training(), image)) {
      return measure(ours, context.defaultParallelism());
    }
  }

  private DcganBenchmarkResult measure(AdversarialBenchmark ours, int cores) {
    AdversarialNetworks networks = ours.networks();
    progress.start("benchmark", TURNS);
    ours.stepMillis(WARM_UP);
    ProcessMemory before = ProcessMemory.now();
    if (request.steps() > 0) {
      ours.stepMillis(request.steps());
    }
    ProcessMemory after = ProcessMemory.now();
    long multiplications = AdversarialProducts.multiplications(networks, request.batchSize());
    double share = request.seconds() / TURNS;
    List<AdversarialPeer.Way> ways =
        request
            .peer()
            .map(peer -> peer.ways(networks, request.batchSize(), RATE, cores))
            .orElse(List.of());
    List<Turns> all = new ArrayList<>();
    all.add(new Turns("BoltzSpark", ours::stepMillis, share));
    ways.forEach(way -> all.add(new Turns(way.name(), steps -> millis(way, steps), share)));
    double[] products = new double[TURNS];
    for (int turn = 0; turn < TURNS; turn++) {
      products[turn] = AdversarialProducts.millis(multiplications, cores, share);
      for (Turns one : all) {
        one.take(turn);
      }
      progress.update(turn + 1, "");
    }
    ways.forEach(AdversarialPeer.Way::close);
    progress.finish("measured " + TURNS + " turns");
    Timed step = all.get(0).timed();
    return new DcganBenchmarkResult(
        Blas.info().summary(),
        request.kernels(),
        cores,
        request.engine().lanes(),
        request.batchSize(),
        multiplications,
        step,
        new Timed("products", products),
        ours.productShare(),
        request.peer().map(AdversarialPeer::name),
        all.subList(1, all.size()).stream().map(Turns::timed).toList(),
        new DcganBenchmarkResult.Memory(before, request.steps(), after));
  }

  private static double millis(AdversarialPeer.Way way, int steps) {
    long begin = System.nanoTime();
    for (int step = 0; step < steps; step++) {
      way.step();
    }
    return (System.nanoTime() - begin) / 1e6 / steps;
  }

  /** The turns of one implementation. */
  private static final class Turns {
    private final String name;
    private final IntToDoubleFunction stepMillis;
    private final int steps; // of a turn
    private final double[] millis = new double[TURNS];

    Turns(String name, IntToDoubleFunction stepMillis, double seconds) {
      this.name = name;
      this.stepMillis = stepMillis;
      double warm = stepMillis.applyAsDouble(WARM_UP);
      this.steps = (int) Math.max(1, Math.round(1000 * seconds / warm));
    }

    void take(int turn) {
      millis[turn] = stepMillis.applyAsDouble(steps);
    }

    Timed timed() {
      return new Timed(name, millis);
    }
  }
}
