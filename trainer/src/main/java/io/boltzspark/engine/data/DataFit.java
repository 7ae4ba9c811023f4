package io.boltzspark.engine.data;

import io.boltzspark.boltzmann.ModelConfig;
import io.boltzspark.boltzmann.VisibleRows;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.model.Standardisation;
import io.boltzspark.model.UnitSpec;
import io.boltzspark.model.UnitType;
import java.util.Arrays;

/** Whether data can be the visible states of a machine, and how it becomes them. */
public final class DataFit {
  /**
   * The most that a standardised training value may be (in units of scale) from the mean of its
   * unit. A pixel that is dark but for one row in 60,000 has a deviation of 1/245, and that row's
   * value would become 245: as much energy as all others of a picture many times over. A bound on
   * what a unit's own values become leaves units of light tails as they are (a normal one would
   * need 1e22 rows to get there), and does not compare units, which may be of different measures.
   */
  static final double FARTHEST = 10;

  /**
   * A deviation that is a smaller share than this of the unit's largest magnitude is what single
   * precision makes of a constant (its values are 6e-8 to 1.2e-7 of themselves apart).
   */
  static final double CONSTANT = 1e-6;

  private DataFit() {}

  /**
   * Refuses data that the visible units of a machine cannot be set to.
   *
   * @param resample whether values are drawn afresh as probabilities of 1
   * @throws BoltzException BAD_INPUT where the data would have to be another, BAD_CONFIGURATION
   *     where a setting would
   */
  public static void require(TrainingData data, ModelConfig model, boolean resample) {
    requireLabels(data, model.labels());
    UnitSpec visible = visible(model);
    String units = visible.type().title() + " visible units";
    if (resample) {
      requireProbabilities(data);
      return;
    }
    if (visible.type() == UnitType.SPIN) {
      requireBinary(data, units);
    } else if (!visible.type().takesAnyValue()) {
      requireRange(data, visible.largestDataValue(), units);
    }
  }

  private static UnitSpec visible(ModelConfig model) {
    return model.spec().layers().get(0).get(0);
  }

  private static void requireLabels(TrainingData data, int labels) {
    if (labels > VisibleRows.NO_LABEL) {
      throw new BoltzException(
          ExitCode.BAD_CONFIGURATION,
          "model.labels = %d; at most %d classes can be told apart"
              .formatted(labels, VisibleRows.NO_LABEL));
    }
    if (labels > 0 && data.labels() == 0) {
      throw new BoltzException(
          ExitCode.BAD_CONFIGURATION,
          "model.labels = %d, but %s has no labels: prepare the images with their label file, or"
                  .formatted(labels, data.origin())
              + " give the Parquet a column label of whole numbers from 0, or set model.labels ="
              + " 0");
    }
    if (labels > 0 && data.labels() > labels) {
      throw new BoltzException(
          ExitCode.BAD_CONFIGURATION,
          "model.labels = %d, but %s has labels from 0 to %d: set model.labels = %d"
              .formatted(labels, data.origin(), data.labels() - 1, data.labels()));
    }
  }

  private static void requireProbabilities(TrainingData data) {
    if (data.isBinary()) {
      throw new BoltzException(
          ExitCode.BAD_CONFIGURATION,
          "learning.resample = true draws grey values afresh, but this data is binary already;"
              + " prepare it with --binarize none, or leave --resample out");
    }
    requireRange(data, 1, "probabilities, which learning.resample = true makes of them,");
  }

  private static void requireBinary(TrainingData data, String units) {
    if (!data.isBinary()) {
      throw new BoltzException(
          ExitCode.BAD_INPUT,
          "%s has values from %s to %s and not 0 and 1 alone, which %s take as -1 and +1:"
                  .formatted(data.origin(), data.minimum(), data.maximum(), units)
              + " prepare it with --binarize threshold, or draw values from 0 to 1 afresh with"
              + " --resample");
    }
  }

  private static void requireRange(TrainingData data, double most, String what) {
    if (data.minimum() < 0) {
      throw outside(data, data.minimum(), data.spread().lowestUnit(), most, what);
    }
    if (data.maximum() > most) {
      throw outside(data, data.maximum(), data.spread().highestUnit(), most, what);
    }
  }

  private static BoltzException outside(
      TrainingData data, double value, int unit, double most, String what) {
    String range = most < Double.POSITIVE_INFINITY ? "from 0 to " + (int) most : "from 0 upwards";
    return new BoltzException(
        ExitCode.BAD_INPUT,
        "%s has the value %s at place %d of a row, but %s take values %s: shift or scale the data, or set"
                .formatted(data.origin(), value, unit, what, range)
            + " model.units to gaussian units in the visible layer, which take any");
  }

  /**
   * How values become the states of visible units:
   *
   * <ul>
   *   <li>Gaussian: less the mean, over the deviation. A constant unit keeps the scale 1 (see
   *       {@link #CONSTANT}), and where some value would end beyond {@link #FARTHEST}, the scale is
   *       what puts it there.
   *   <li>rectified: over the root mean square, with the same bound, since 0 has to stay 0.
   *   <li>spin: 0 and 1 become -1 and +1.
   *   <li>others: as they are.
   * </ul>
   *
   * @param resample whether values are drawn afresh as probabilities of 1: what counts is then the
   *     variance of the draws
   * @return of the {@link TrainingData#width()} values, without labels
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
    if (!type.isUnbounded()) {
      return Standardisation.identity(width);
    }
    boolean centred = type.takesAnyValue(); // of others 0 has to stay 0
    double[] mean = data.mean();
    UnitSpread spread = resample ? UnitSpread.ofBinary(mean) : data.spread();
    float[] offset = new float[width];
    float[] scale = new float[width];
    for (int i = 0; i < width; i++) {
      double from = centred ? mean[i] : 0;
      double bias = mean[i] - from;
      double deviation = Math.sqrt(spread.variance()[i] + bias * bias);
      double low = spread.minimum()[i];
      double high = spread.maximum()[i];
      boolean constant = deviation <= CONSTANT * Math.max(Math.abs(low), Math.abs(high));
      double farthest = Math.max(Math.abs(high - from), Math.abs(low - from));
      offset[i] = (float) from;
      scale[i] = constant ? 1f : (float) Math.max(deviation, farthest / FARTHEST);
    }
    return new Standardisation(offset, scale);
  }

  /** The same with {@code labels} units behind, which are not standardised. */
  public static Standardisation withLabels(Standardisation values, int labels) {
    int width = values.offset().length;
    float[] scale = Arrays.copyOf(values.scale(), width + labels);
    Arrays.fill(scale, width, width + labels, 1f);
    return new Standardisation(Arrays.copyOf(values.offset(), width + labels), scale);
  }
}
