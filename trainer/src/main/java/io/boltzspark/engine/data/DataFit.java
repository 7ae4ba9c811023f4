package io.boltzspark.engine.data;

import io.boltzspark.boltzmann.ModelConfig;
import io.boltzspark.boltzmann.VisibleRows;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.model.Standardisation;
import io.boltzspark.model.UnitSpec;
import io.boltzspark.model.UnitType;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether data can be the visible states of a machine, and how its values become these states. */
public final class DataFit {
  private static final Logger LOG = LoggerFactory.getLogger(DataFit.class);

  /**
   * The greatest distance, in units of scale, of a standardised training value from the mean of its
   * unit. A pixel that is dark in all but one of 60,000 rows has a deviation of 1/245, and that
   * row's value would become 245: many times the energy of all other pixels together. A bound on a
   * unit's own values leaves units with light tails unchanged (a normal one would need 1e22 rows to
   * reach it), and does not compare units, whose scales may differ.
   */
  static final double FARTHEST = 10;

  /**
   * A deviation below this share of the unit's largest magnitude is rounding noise of a constant in
   * single precision, whose relative spacing is 6e-8 to 1.2e-7.
   */
  static final double CONSTANT = 1e-6;

  /** Data with a smaller deviation, in units of scale, is on another scale. */
  private static final double LEAST_SPREAD = 0.1;

  /** Fewer rows have no deviation to speak of. */
  private static final int LEAST_ROWS = 10;

  private DataFit() {}

  /**
   * Refuses data that the visible units of a machine cannot take.
   *
   * @param resample whether values are probabilities of 1, from which states are drawn
   * @throws BoltzException BAD_INPUT where the data would have to change, BAD_CONFIGURATION where a
   *     setting would
   */
  public static void require(TrainingData data, ModelConfig model, boolean resample) {
    requireLabels(data, model.labels());
    requireEveryLabel(data, model.labels());
    UnitSpec visible = visible(model);
    if (data.states() > 0 || visible.type() == UnitType.POTTS) {
      requireCategories(data, visible, resample);
      return;
    }
    if (resample) {
      requireProbabilities(data, visible);
      return;
    }
    // A sum of counts that is not the number of draws is said, not refused, since training is
    // defined.
    boolean counts = visible.type() == UnitType.MULTINOMIAL;
    UnitSpec each =
        counts ? UnitSpec.of(UnitType.BINOMIAL, data.width(), visible.count()) : visible;
    String units = visible.type().title() + " visible units";
    ImpossibleRow.in(data, each)
        .ifPresent(
            row -> {
              throw impossible(data, row, units, visible, remedy(data, visible));
            });
    if (counts) {
      ImpossibleRow.in(data, visible)
          .ifPresent(
              row ->
                  LOG.warn(
                      "{} has {} (from 0), but {} take {}: the model gives such rows the"
                          + " probability 0, and evaluation refuses them",
                      data.origin(),
                      row.where(data),
                      units,
                      visible.statesOfData()));
    }
  }

  /**
   * Refuses rows that are no states of a trained model's visible units.
   *
   * @param drawn whether values are probabilities, from which states are drawn
   * @throws BoltzException BAD_INPUT with the row and the value
   */
  public static void requireStates(TrainingData data, UnitSpec visible, boolean drawn) {
    UnitSpec values = drawn ? UnitSpec.of(UnitType.BERNOULLI, data.width()) : visible;
    String units = "the model's %s visible units".formatted(visible.type().word());
    ImpossibleRow.in(data, values)
        .ifPresent(
            row -> {
              throw impossible(
                  data,
                  row,
                  units,
                  values,
                  scaling(data, values).orElse("")
                      + "use data like the model's training data (--data)");
            });
  }

  /**
   * Refuses data without training rows, or whose rows are not images with values from 0 to 1, as
   * networks of convolutions need.
   *
   * @param labels number of classes that the networks are given; 0: none
   * @throws BoltzException BAD_INPUT where the data would have to change, BAD_CONFIGURATION where a
   *     setting would
   */
  public static void requireImages(TrainingData data, int labels) {
    if (data.rows(TrainingData.Part.TRAIN) < 1) {
      throw new BoltzException(
          ExitCode.BAD_INPUT, "the data " + data.title() + " has no training rows");
    }
    requireLabels(data, labels);
    int[] size = data.imageSize();
    if (size[0] < 2 || size[1] < 2 || size[0] * size[1] != data.width()) {
      throw new BoltzException(
          ExitCode.BAD_INPUT,
          "%s has rows of %d values without the height and width of an image, which convolutions need: prepare it with boltz prepare from image files"
              .formatted(data.origin(), data.width()));
    }
    requireZeroToOne(data, "images");
  }

  private static UnitSpec visible(ModelConfig model) {
    return model.spec().layers().get(0).get(0);
  }

  private static void requireLabels(TrainingData data, int labels) {
    if (labels > VisibleRows.NO_LABEL) {
      throw new BoltzException(
          ExitCode.BAD_CONFIGURATION,
          "model.labels = %d; at most %d classes are supported"
              .formatted(labels, VisibleRows.NO_LABEL));
    }
    if (labels > 0 && data.labels() == 0) {
      throw new BoltzException(
          ExitCode.BAD_CONFIGURATION,
          "model.labels = %d, but %s has no labels: prepare the images with their label file, name the column of a table that has whole numbers from 0 (--label-column), or set model.labels = 0"
              .formatted(labels, data.origin()));
    }
    if (labels > 0 && data.labels() > labels) {
      throw new BoltzException(
          ExitCode.BAD_CONFIGURATION,
          "model.labels = %d, but %s has labels from 0 to %d: set model.labels = %d"
              .formatted(labels, data.origin(), data.labels() - 1, data.labels()));
    }
  }

  /**
   * Refuses training and validation rows without a label for a model that learns labels with the
   * rest of a row. Classifiers leave such rows out.
   *
   * @param labels number of classes that the model is given; 0: none
   * @throws BoltzException BAD_INPUT with the number of rows
   */
  public static void requireEveryLabel(TrainingData data, int labels) {
    if (labels == 0) {
      return;
    }
    for (TrainingData.Part part : List.of(TrainingData.Part.TRAIN, TrainingData.Part.VALID)) {
      long unlabelled = data.unlabelled(part);
      if (unlabelled > 0) {
        throw new BoltzException(
            ExitCode.BAD_INPUT,
            "%d of the %d %s rows of %s have no label, but with model.labels = %d each needs one: label these rows, leave them out, or set model.labels = 0"
                .formatted(
                    unlabelled, data.rows(part), part.directoryName(), data.origin(), labels));
      }
    }
  }

  private static void requireCategories(TrainingData data, UnitSpec visible, boolean resample) {
    int states = data.states();
    if (states == 0) {
      throw new IllegalStateException("potts units take data in the form of asStates");
    }
    if (visible.type() != UnitType.POTTS || visible.count() != states) {
      throw new BoltzException(
          ExitCode.BAD_CONFIGURATION,
          "model.units has %s for visible units, but the sites of %s have %d states each; set model.units = [potts:%d, ...], or leave it empty"
              .formatted(
                  visible.type().hasCount()
                      ? visible.type().word() + ":" + visible.count()
                      : visible.type().word(),
                  data.origin(),
                  states,
                  states));
    }
    if (resample) {
      throw new BoltzException(
          ExitCode.BAD_CONFIGURATION,
          "learning.resample = true draws states from grey values, but the sites of %s have states already; omit --resample"
              .formatted(data.origin()));
    }
  }

  /**
   * Data as the states of visible units: for Potts units as {@link TrainingData#asCategories
   * categories}, for others as numbers.
   *
   * @throws BoltzException BAD_INPUT, with the row and the site, when Potts units have no such
   *     state
   */
  public static TrainingData asStates(TrainingData data, UnitSpec visible) {
    return visible.type() == UnitType.POTTS ? data.asCategories(visible.count()) : data.asNumbers();
  }

  private static void requireProbabilities(TrainingData data, UnitSpec visible) {
    if (visible.type() == UnitType.MULTINOMIAL) {
      throw new BoltzException(
          ExitCode.BAD_CONFIGURATION,
          "learning.resample = true draws 0 or 1 for each value, but multinomial:%d units take %s; omit --resample"
              .formatted(visible.count(), visible.statesOfData()));
    }
    if (data.isBinary()) {
      throw new BoltzException(
          ExitCode.BAD_CONFIGURATION,
          "learning.resample = true draws states from grey values, but this data is already"
              + " binary; prepare it with --binarize none, or omit --resample");
    }
    requireZeroToOne(data, "probabilities (learning.resample = true)");
  }

  private static void requireZeroToOne(TrainingData data, String what) {
    UnitSpec values = UnitSpec.of(UnitType.BERNOULLI, data.width());
    ImpossibleRow.in(data, values)
        .ifPresent(
            row -> {
              throw impossible(data, row, what, values, remedy(data, values));
            });
  }

  private static BoltzException impossible(
      TrainingData data, ImpossibleRow row, String what, UnitSpec units, String remedy) {
    return new BoltzException(
        ExitCode.BAD_INPUT,
        "%s has %s (from 0), but %s take %s: %s"
            .formatted(data.origin(), row.where(data), what, units.statesOfData(), remedy));
  }

  private static String remedy(TrainingData data, UnitSpec units) {
    String other =
        switch (units.type()) {
          case SPIN ->
              "prepare it with --binarize threshold, or draw states from values in 0 to 1 with"
                  + " --resample";
          case BINOMIAL, MULTINOMIAL ->
              "correct the data or the number after %s (model.units)"
                  .formatted(units.type().word());
          default ->
              "shift or scale the data, or use gaussian visible units (model.units), which take"
                  + " any value";
        };
    return scaling(data, units).orElse("") + other;
  }

  /** What known kinds of data need to become 0 and 1, or 0 to 1. */
  private static Optional<String> scaling(TrainingData data, UnitSpec units) {
    if (!units.type().hasTwoStates()) {
      return Optional.empty();
    }
    if (data.minimum() == -1 && data.maximum() == 1) {
      return Optional.of(
          "for spins of -1 and 1 write 0 and 1, in Spark transform(values, x -> (x + 1) / 2), and"
              + " train with --units spin; or ");
    }
    return data.minimum() >= 0 && data.maximum() > 1 && data.maximum() <= 255
        ? Optional.of(
            "divide pixels from 0 to 255 by 255, in Spark transform(values, x -> x / 255); or ")
        : Optional.empty();
  }

  /**
   * How values become the states of visible units:
   *
   * <ul>
   *   <li>Gaussian: minus the mean, divided by the deviation. A {@link #constant} unit keeps the
   *       scale 1; where a value would lie beyond {@link #FARTHEST}, the scale is enlarged until it
   *       does not.
   *   <li>rectified: divided by the root mean square, with the same bound, since 0 must stay 0. A
   *       unit that is always 0 keeps the scale 1; any other constant becomes 1.
   *   <li>spin: 0 and 1 become -1 and +1.
   *   <li>others: unchanged.
   * </ul>
   *
   * @param resample whether values are probabilities of 1, from which states are drawn: then the
   *     variance of the draws counts
   * @return the standardisation of the {@link TrainingData#width()} values, without labels
   */
  public static Standardisation standardisation(
      TrainingData data, ModelConfig model, boolean resample) {
    int width = data.width();
    UnitType type = visible(model).type();
    if (type == UnitType.SPIN) {
      float[] half = new float[width];
      Arrays.fill(half, 0.5f);
      return new Standardisation(half, half.clone());
    }
    if (!type.isReal()) {
      return Standardisation.identity(width);
    }
    boolean centred = type.takesAnyValue(); // of others 0 has to stay 0
    double[] mean = data.mean();
    UnitSpread spread = spread(data, resample);
    float[] offset = new float[width];
    float[] scale = new float[width];
    for (int i = 0; i < width; i++) {
      double from = centred ? mean[i] : 0;
      double bias = mean[i] - from;
      double deviation = Math.sqrt(spread.variance()[i] + bias * bias);
      double farthest =
          Math.max(Math.abs(spread.maximum()[i] - from), Math.abs(spread.minimum()[i] - from));
      offset[i] = (float) from;
      scale[i] =
          isNegligible(deviation, spread, i)
              ? 1f
              : (float) Math.max(deviation, farthest / FARTHEST);
    }
    return new Standardisation(offset, scale);
  }

  private static UnitSpread spread(TrainingData data, boolean resample) {
    return resample ? UnitSpread.ofBinary(data.mean()) : data.spread();
  }

  private static boolean isNegligible(double deviation, UnitSpread spread, int unit) {
    double low = Math.abs(spread.minimum()[unit]);
    double high = Math.abs(spread.maximum()[unit]);
    return deviation <= CONSTANT * Math.max(low, high);
  }

  /**
   * Which values of a row are the same in all training rows, but for rounding (see {@link
   * #CONSTANT}). Such a value has no scale of its own, and any density of it is arbitrary: a real
   * unit counts with the sigma that it starts with, which training does not change ({@link
   * io.boltzspark.model.Units#heldWhere}).
   *
   * @param resample whether states are drawn from the values
   */
  public static boolean[] constant(TrainingData data, boolean resample) {
    UnitSpread spread = spread(data, resample);
    boolean[] constant = new boolean[data.width()];
    for (int i = 0; i < constant.length; i++) {
      constant[i] = isNegligible(Math.sqrt(spread.variance()[i]), spread, i);
    }
    return constant;
  }

  /**
   * How far from their offsets values lie: the root of the mean over units and training rows of
   * their squared distance, in scales.
   *
   * @param resample whether states are drawn from the values
   */
  public static double distance(
      TrainingData data, boolean resample, Standardisation standardisation) {
    double[] mean = data.mean();
    double[] variance = spread(data, resample).variance();
    double sum = 0;
    for (int i = 0; i < mean.length; i++) {
      double scale = standardisation.scale()[i];
      double bias = mean[i] - standardisation.offset()[i];
      sum += (variance[i] + bias * bias) / (scale * scale);
    }
    return Math.sqrt(sum / mean.length);
  }

  /**
   * What tells that data is on another scale than the data that a model of real values was trained
   * on, whose values lie about 1 from their offsets and vary by about 1, in its scales. All
   * likelihoods of such rows are numbers, and mean nothing.
   *
   * @param standardisation the model's
   * @return a sentence; empty if nothing tells so
   */
  public static Optional<String> otherScale(TrainingData data, Standardisation standardisation) {
    if (data.rows(TrainingData.Part.TRAIN) < LEAST_ROWS) {
      return Optional.empty();
    }
    double[] variance = data.variance();
    double sum = 0;
    for (int i = 0; i < variance.length; i++) {
      double scale = standardisation.scale()[i];
      sum += variance[i] / (scale * scale);
    }
    double deviation = Math.sqrt(sum / variance.length);
    double distance = distance(data, false, standardisation);
    return deviation >= LEAST_SPREAD && distance <= FARTHEST
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "%s is on another scale than the model's training data: its rows deviate from their"
                    + " mean by %.3g times as much, and lie %.3g deviations from the model's mean;"
                    + " likelihoods, features and samples then mean little. Scale it alike",
                data.origin(),
                deviation,
                distance));
  }

  /** The same followed by {@code labels} units, which are not standardised. */
  public static Standardisation withLabels(Standardisation values, int labels) {
    int width = values.offset().length;
    float[] scale = Arrays.copyOf(values.scale(), width + labels);
    Arrays.fill(scale, width, width + labels, 1f);
    return new Standardisation(Arrays.copyOf(values.offset(), width + labels), scale);
  }
}
