package io.boltzspark.jobs.sample;

import io.boltzspark.engine.data.TrainingData;
import io.boltzspark.engine.data.TrainingData.Part;
import io.boltzspark.engine.inference.EvaluationRows;
import io.boltzspark.engine.inference.Samples;
import io.boltzspark.engine.inference.SamplingJob;
import io.boltzspark.engine.inference.SamplingPlan;
import io.boltzspark.engine.inference.SamplingPlan.Reading;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.jobs.actions.ClassRows;
import io.boltzspark.jobs.actions.Parts;
import io.boltzspark.jobs.console.Progress;
import io.boltzspark.jobs.data.ChosenData;
import io.boltzspark.jobs.sample.SampleRequest.Digit;
import io.boltzspark.jobs.sample.SampleRequest.Start;
import io.boltzspark.jobs.settings.DescribedSettings;
import io.boltzspark.math.Matrix;
import io.boltzspark.sampling.ChainCodec;
import io.boltzspark.store.ModelReference;
import io.boltzspark.store.TrainedModel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/** Where the chains of {@code boltz sample} start, and their run from there. */
final class SampleStart {
  private static final int MOST_COLUMNS = 10;

  /** Of all samples: 0.8 GB in single precision, less than a Spark driver takes from its tasks. */
  private static final long MOST_VALUES = 200_000_000;

  private final SparkSession spark;
  private final SampleRequest request;
  private final TrainedModel model;
  private final Progress progress;
  private final JavaSparkContext context;
  private SamplingPlan plan; // with the units that are held, from require() on
  private int classes; // of the model, or where it has none those whose images chains start at

  SampleStart(SparkSession spark, SampleRequest request, TrainedModel model, Progress progress) {
    this.spark = spark;
    this.request = request;
    this.plan = request.plan();
    this.model = model;
    this.progress = progress;
    this.context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    this.classes = model.machine().spec().labels();
  }

  /** Whether chains start at images of a digit because the model has no labels to fix. */
  boolean isFromImagesOfDigit() {
    return request.digit().isPresent() && model.machine().spec().labels() == 0;
  }

  /**
   * Refuses options that the model does not support.
   *
   * @throws BoltzException USAGE or BAD_INPUT
   */
  void require() {
    requirePossible();
    requireRoom();
    plan = plan.holding(ClampText.columns(request.clamp(), request.model(), model));
    if (isFromImagesOfDigit()) {
      if (request.data().isEmpty() || request.start().orElse(Start.DATA) != Start.DATA) {
        throw new BoltzException(
            ExitCode.BAD_INPUT,
            "--digit needs a model with labels, or images of the digit to start at, but %s has no"
                    .formatted(request.model())
                + " labels; add --data DIR to start at such images (without another --start), omit"
                + " --digit, or train with --labels CLASSES");
      }
      return;
    }
    if (request.data().isPresent() && request.start().isEmpty()) {
      throw new BoltzException(
          ExitCode.USAGE,
          "--data is not used: the model %s has labels, so --digit needs no images; omit --data, or"
                  .formatted(request.model())
              + " add --start data");
    }
    int digit = request.digit().flatMap(d -> d.one().stream().boxed().findFirst()).orElse(0);
    if (request.digit().isPresent() && digit >= classes) {
      throw new BoltzException(
          ExitCode.USAGE,
          "--digit %d is invalid: the model %s has the classes 0 to %d"
              .formatted(digit, request.model(), classes - 1));
    }
  }

  private void requirePossible() {
    if (plan.reading() == Reading.BELIEF_NET && model.machine().hasOneHiddenLayer()) {
      throw new BoltzException(
          ExitCode.BAD_INPUT,
          "--belief-net needs a model of three or more layers, but %s has the layers %s, whose"
                  .formatted(request.model(), model.machine().dimensions())
              + " belief net is the machine itself; omit --belief-net");
    }
    if (plan.isTempered() && !model.machine().hasEnergy()) {
      throw new BoltzException(
          ExitCode.BAD_INPUT,
          "%s: %s has units without an energy, which have no temperature; omit it"
              .formatted(
                  plan.temperature() == 1 ? "--anneal-from" : "--temperature", request.model()));
    }
  }

  private void requireRoom() {
    int units = model.machine().visible().size();
    long most = MOST_VALUES / units / plan.times();
    if (request.count() > most) {
      throw new BoltzException(
          ExitCode.USAGE,
          "--count %d: at most %d samples of the %d visible units of %s go into one file; choose a smaller --count, and another --seed for each further file"
              .formatted(request.count(), most, units, request.model()));
    }
  }

  /** The temperatures of a plan in words, for a summary. */
  static String conditions(SamplingPlan plan) {
    return (plan.isAnnealed() ? ", annealed from " + plan.firstBeta() : "")
        + (plan.temperature() == 1 ? "" : ", at the temperature " + plan.temperature());
  }

  /** All chains at all times that the plan shows, chains sorted by class. */
  Samples sample() {
    SamplingJob job = new SamplingJob(context, model.machine(), model.parameters());
    if (isFromImagesOfDigit()) {
      Matrix rows = imagesOfDigit();
      announce(rows.rows());
      return job.fromVisible(rows, plan);
    }
    List<Integer> labels = labels();
    int count = labels.isEmpty() ? request.count() : labels.size();
    SamplingPlan held = plan.withLabels(labels);
    return switch (request.start().orElse(Start.NOISE)) {
      case NOISE -> {
        announce(count);
        yield job.fromNoise(count, held);
      }
      case GAUSSIAN -> {
        announce(count);
        yield job.fromGaussian(count, held);
      }
      case DATA -> {
        TrainingData data = data();
        Matrix rows = rows(data).first(part(data), count);
        announce(rows.rows());
        yield job.fromVisible(
            rows, labels.isEmpty() ? held : held.withLabels(labels.subList(0, rows.rows())));
      }
      case CHAINS -> {
        byte[] chains = chains();
        announce(count);
        yield job.fromChains(chains, bytesOfEach(chains), count, held);
      }
    };
  }

  private void announce(int chains) {
    progress.start("sampling " + chains + " chains", 0);
  }

  /**
   * Images in a line of the picture: those of one class if every class was requested and all have
   * equally many.
   *
   * @param images of all classes together
   */
  int columns(int images) {
    return areAsManyOfEachClass(images) ? perClass(classes) : Math.min(MOST_COLUMNS, images);
  }

  /**
   * The class of the images of each line if every class was requested and all have equally many;
   * otherwise empty.
   *
   * @param images of all classes together
   * @param columns images of a line, all of one class
   */
  List<String> titles(int images, int columns) {
    return areAsManyOfEachClass(images)
        ? IntStream.range(0, images / columns)
            .mapToObj(line -> String.valueOf(line * columns / perClass(classes)))
            .toList()
        : List.of();
  }

  private boolean areAsManyOfEachClass(int images) {
    boolean every = request.digit().isPresent() && request.digit().get().one().isEmpty();
    return every && images == classes * perClass(classes);
  }

  private int perClass(int classes) {
    return (request.count() + classes - 1) / classes;
  }

  /** The label to fix for each chain, or none. */
  private List<Integer> labels() {
    if (request.digit().isEmpty()) {
      return List.of();
    }
    Digit digit = request.digit().get();
    if (digit.one().isPresent()) {
      return Collections.nCopies(request.count(), digit.one().getAsInt());
    }
    List<Integer> labels = new ArrayList<>();
    for (int y = 0; y < classes; y++) {
      labels.addAll(Collections.nCopies(perClass(classes), y));
    }
    return labels;
  }

  private TrainingData data() {
    return ChosenData.in(request.data()).openUnweighted(spark, request.model());
  }

  private EvaluationRows rows(TrainingData data) {
    return new EvaluationRows(context, data, model, request.plan().seed());
  }

  private static Part part(TrainingData data) {
    return data.rows(Part.TEST) > 0 ? Part.TEST : Part.TRAIN;
  }

  /** Visible states of the first images of each requested class. */
  private Matrix imagesOfDigit() {
    TrainingData data = data();
    EvaluationRows rows = rows(data);
    Part part = part(data);
    Digit digit = request.digit().orElseThrow();
    List<Integer> wanted =
        digit.one().stream()
            .boxed()
            .findFirst()
            .map(List::of)
            .orElseGet(() -> IntStream.range(0, data.labels()).boxed().toList());
    int perClass = wanted.isEmpty() ? 1 : perClass(wanted.size());
    classes = wanted.size();
    List<Integer> positions =
        data.labels() == 0
            ? List.of()
            : ClassRows.positions(data, part, wanted, perClass).stream()
                .flatMap(List::stream)
                .toList();
    if (positions.isEmpty()) {
      throw new BoltzException(
          ExitCode.BAD_INPUT,
          "--digit %s: %s has no %s rows with this label%s"
              .formatted(
                  digit,
                  data.title(),
                  Parts.word(part),
                  data.labels() == 0
                      ? ", nor with any other; choose data with labels"
                      : "; its labels are 0 to " + (data.labels() - 1)));
    }
    Matrix first = rows.first(part, Collections.max(positions) + 1);
    Matrix chosen = Matrix.zeros(positions.size(), first.columns());
    for (int i = 0; i < positions.size(); i++) {
      int row = positions.get(i);
      chosen.rows(i, i + 1).setFrom(first.rows(row, row + 1));
    }
    return chosen;
  }

  private byte[] chains() {
    Optional<byte[]> chains = model.chains();
    if (chains.isEmpty() || chains.get().length == 0) {
      throw new BoltzException(
          ExitCode.BAD_INPUT,
          "--start chains needs the chains of training, which only checkpoints of PCD contain;"
              + " choose one, such as --model "
              + ModelReference.parse(request.model()).run()
              + "@epoch:1");
    }
    return chains.get();
  }

  /** Bytes that training kept of each chain, with its replicas and its temperature. */
  private int bytesOfEach(byte[] chains) {
    int least = new ChainCodec(model.machine()).bytesPerChain();
    int stored = chains.length / least;
    int trained = DescribedSettings.of(model.description()).chains().orElse(stored);
    return Math.max(least, chains.length / Math.max(1, trained));
  }
}
