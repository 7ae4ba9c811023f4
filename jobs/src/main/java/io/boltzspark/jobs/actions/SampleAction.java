package io.boltzspark.jobs.actions;

import io.boltzspark.engine.EvaluationRows;
import io.boltzspark.engine.SamplingJob;
import io.boltzspark.engine.SamplingPlan;
import io.boltzspark.engine.TrainingData;
import io.boltzspark.engine.TrainingData.Part;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.files.FileSystems;
import io.boltzspark.files.WholeFiles;
import io.boltzspark.jobs.console.Progress;
import io.boltzspark.jobs.images.ImageGrid;
import io.boltzspark.math.Matrix;
import io.boltzspark.model.Standardisation;
import io.boltzspark.sampling.ChainCodec;
import io.boltzspark.store.TrainedModel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/** Draws images from a trained machine by Gibbs chains on Spark. */
public final class SampleAction {
  private static final int MOST_COLUMNS = 10;

  private final SparkSession spark;
  private final SampleRequest request;
  private final Progress progress;

  public SampleAction(SparkSession spark, SampleRequest request, Progress progress) {
    this.spark = spark;
    this.request = request;
    this.progress = progress;
  }

  public SampleSummary execute() {
    long start = System.nanoTime();
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    Path out = new Path(request.out());
    Outputs.requireFreeFile(hadoop, out, request.overwrite());
    TrainedModel model = TrainedModel.load(hadoop, request.model(), progress::note);
    requireDrawable(model);
    Matrix images = images(model, sample(model));
    int width = imageWidth(model);
    int columns = columns(model, images.rows());
    byte[] png =
        ImageGrid.png(
            images.toArray(),
            images.columns() / width,
            width,
            columns,
            ImageGrid.scaleFor(columns, width));
    WholeFiles.write(FileSystems.of(hadoop, out), out, png);
    progress.finish("wrote " + request.out());
    return new SampleSummary(
        request.out(),
        images.rows(),
        request.steps(),
        request.digit(),
        request.beliefNet(),
        model.description().path("data").path("title").asText(),
        (System.nanoTime() - start) / 1e9);
  }

  /** Refuses what the model cannot do. */
  private void requireDrawable(TrainedModel model) {
    int height = model.description().path("image").path("height").asInt();
    if (imageWidth(model) * height != pixels(model)) {
      throw new BoltzException(
          ExitCode.BAD_INPUT,
          "the model %s does not say how its %d visible units make a picture"
              .formatted(request.model(), pixels(model)));
    }
    int classes = model.machine().spec().labels();
    if (request.digit().isPresent() && classes == 0) {
      throw new BoltzException(
          ExitCode.BAD_INPUT,
          "--digit needs a model with labels, but %s has none; leave --digit out, or train with"
                  .formatted(request.model())
              + " --labels CLASSES");
    }
    int digit = request.digit().flatMap(d -> d.one().stream().boxed().findFirst()).orElse(0);
    if (request.digit().isPresent() && digit >= classes) {
      throw new BoltzException(
          ExitCode.USAGE,
          "--digit %d: the model %s has the classes 0 to %d"
              .formatted(digit, request.model(), classes - 1));
    }
    if (request.beliefNet() && model.machine().isRestricted()) {
      throw new BoltzException(
          ExitCode.BAD_INPUT,
          "--belief-net reads a stack of three layers or more, but %s has the layers %s, whose"
                  .formatted(request.model(), model.machine().dimensions())
              + " belief net is the machine itself; leave --belief-net out");
    }
  }

  private static int pixels(TrainedModel model) {
    return model.machine().visible().size() - model.machine().spec().labels();
  }

  private static int imageWidth(TrainedModel model) {
    return model.description().path("image").path("width").asInt();
  }

  /** A class each row, if there is a choice of classes. */
  private int columns(TrainedModel model, int images) {
    boolean every = request.digit().isPresent() && request.digit().get().one().isEmpty();
    return every ? perClass(model) : Math.min(MOST_COLUMNS, images);
  }

  private int perClass(TrainedModel model) {
    int classes = model.machine().spec().labels();
    return (request.count() + classes - 1) / classes;
  }

  /** The label of each image, or none. */
  private List<Integer> labels(TrainedModel model) {
    if (request.digit().isEmpty()) {
      return List.of();
    }
    if (request.digit().get().one().isPresent()) {
      return Collections.nCopies(request.count(), request.digit().get().one().getAsInt());
    }
    List<Integer> labels = new ArrayList<>();
    for (int y = 0; y < model.machine().spec().labels(); y++) {
      labels.addAll(Collections.nCopies(perClass(model), y));
    }
    return labels;
  }

  /** Visible states of all chains after their last sweep. */
  private Matrix sample(TrainedModel model) {
    SamplingJob job =
        new SamplingJob(
            JavaSparkContext.fromSparkContext(spark.sparkContext()),
            model.machine(),
            model.parameters());
    List<Integer> labels = labels(model);
    int count = labels.isEmpty() ? request.count() : labels.size();
    SamplingPlan plan = SamplingPlan.of(request.steps(), request.seed()).withLabels(labels);
    if (request.beliefNet()) {
      plan = plan.with(SamplingPlan.Reading.BELIEF_NET);
    }
    return switch (request.start()) {
      case NOISE -> {
        announce(count);
        yield job.fromNoise(count, plan);
      }
      case DATA -> {
        Matrix rows = dataRows(model, count);
        announce(rows.rows());
        yield job.fromVisible(rows, plan);
      }
      case CHAINS -> {
        byte[] chains = chains(model);
        announce(count);
        yield job.fromChains(chains, replicas(model, chains), count, plan);
      }
    };
  }

  private void announce(int chains) {
    progress.start("sampling " + chains + " chains", 0);
  }

  private Matrix dataRows(TrainedModel model, int count) {
    TrainingData data = TrainingData.open(spark, request.data().orElseThrow());
    EvaluationRows rows =
        new EvaluationRows(
            JavaSparkContext.fromSparkContext(spark.sparkContext()), data, model, request.seed());
    return rows.first(data.rows(Part.TEST) > 0 ? Part.TEST : Part.TRAIN, count);
  }

  private byte[] chains(TrainedModel model) {
    Optional<byte[]> chains = model.chains();
    if (chains.isEmpty() || chains.get().length == 0) {
      throw new BoltzException(
          ExitCode.BAD_INPUT,
          "--start chains needs the chains of a training, which only checkpoints of PCD have; name"
              + " one, such as --model "
              + request.model().replaceAll("@.*", "")
              + "@epoch:1");
    }
    return chains.get();
  }

  /** Of each chain, where training kept replicas at higher temperatures beside it; else 1. */
  private static int replicas(TrainedModel model, byte[] chains) {
    int stored = chains.length / new ChainCodec(model.machine()).bytesPerChain();
    int trained =
        model.description().path("configuration").path("learning").path("chains").asInt(stored);
    return Math.max(1, stored / Math.max(1, trained));
  }

  /** The pixels of visible states as values of the data, which pictures show from 0 to 1. */
  private Matrix images(TrainedModel model, Matrix states) {
    Standardisation standardisation = model.standardisation();
    Matrix images = Matrix.zeros(states.rows(), pixels(model));
    for (int r = 0; r < images.rows(); r++) {
      for (int i = 0; i < images.columns(); i++) {
        float value = states.get(r, i) * standardisation.scale()[i] + standardisation.offset()[i];
        if (Float.isNaN(value)) {
          throw new BoltzException(
              ExitCode.BAD_INPUT,
              "the chains of the model %s end in numbers that are not finite: training diverged"
                  .formatted(request.model()));
        }
        images.set(r, i, value);
      }
    }
    return images;
  }
}
