package io.boltzspark.engine.benchmark;

import io.boltzspark.adversarial.AdversarialConfig;
import io.boltzspark.adversarial.AdversarialNetworks;
import io.boltzspark.adversarial.AdversarialProgram;
import io.boltzspark.engine.Engine;
import io.boltzspark.engine.EngineConfig;
import io.boltzspark.engine.Session;
import io.boltzspark.engine.TrainingJob;
import io.boltzspark.learning.EpochPlan;
import io.boltzspark.learning.Horizon;
import io.boltzspark.learning.Lanes;
import io.boltzspark.learning.Learner;
import io.boltzspark.learning.RowFormat;
import io.boltzspark.network.ImageRows;
import io.boltzspark.network.Shape;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaSparkContext;
import scala.Tuple2;

/**
 * Times training steps of generative adversarial networks in the engine, on generated rows. Between
 * two calls the training rests, so that others can be timed in turns with it.
 */
public final class AdversarialBenchmark implements AutoCloseable {
  private static final int BATCHES = 4;

  private final AdversarialNetworks networks;
  private final Session session;
  private final Engine engine;
  private final Learner learner;
  private byte[] states = {};

  /**
   * @param image shape of an image
   */
  public AdversarialBenchmark(
      JavaSparkContext spark, EngineConfig config, AdversarialConfig training, Shape image) {
    this.networks =
        AdversarialNetworks.of(
            image,
            training.noise(),
            training.labels(),
            training.generator(),
            training.discriminator());
    int batchSize = training.learning().batchSize();
    int rows = Math.multiplyExact(BATCHES, batchSize);
    EpochPlan plan = new EpochPlan(rows, batchSize, new Lanes(config.lanes()));
    AdversarialProgram program =
        new AdversarialProgram(
            networks,
            training,
            new Horizon(Long.MAX_VALUE, plan.steps()),
            new ImageRows(RowFormat.GREY, image.size(), training.labels()));
    long seed = training.learning().seed();
    TrainingJob job = new TrainingJob(program, plan, seed, UUID.randomUUID().toString());
    int rowBytes = program.rowBytes();
    this.session =
        Session.open(spark, config, plan, rowBytes, () -> randomRows(spark, rows, rowBytes));
    this.engine = session.engine(job);
    this.learner = session.learner(job, networks.start(seed));
  }

  private static JavaPairRDD<Long, byte[]> randomRows(
      JavaSparkContext spark, int rows, int rowBytes) {
    return JavaPairRDD.fromJavaRDD(
        spark
            .sc()
            .range(0, rows, 1, spark.defaultParallelism())
            .toJavaRDD()
            .map(position -> randomRow((Long) position, rowBytes)));
  }

  private static Tuple2<Long, byte[]> randomRow(long position, int rowBytes) {
    byte[] row = new byte[rowBytes];
    new SplittableRandom(position).nextBytes(row);
    return new Tuple2<>(position, row);
  }

  /** The networks. */
  public AdversarialNetworks networks() {
    return networks;
  }

  /** Mean milliseconds of so many steps, after a first one that is not counted. */
  public double stepMillis(int steps) {
    long last = learner.step() + 1 + steps;
    long[] ends = new long[2];
    states =
        engine.run(
            learner,
            states,
            last,
            "benchmark",
            done -> {
              ends[ends[0] == 0 ? 0 : 1] = System.nanoTime();
              return false;
            });
    return (ends[1] - ends[0]) / 1e6 / steps;
  }

  /** Share of matrix products in the time that tasks have spent on lanes so far. */
  public double productShare() {
    Map<String, Double> seconds = engine.seconds();
    double products = seconds.get("products");
    return products / (products + seconds.get("sampling"));
  }

  @Override
  public void close() {
    engine.close();
    session.close();
  }
}
