package io.boltzspark.jobs.images;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.evaluation.ReceptiveFields;
import io.boltzspark.math.Matrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The receptive fields of hidden layers, side by side. Colours are centred on zero, and all fields
 * of a layer are on one scale, which the bar below them shows; each layer has its own, since sums
 * of weights over a layer below are far larger than weights.
 */
public final class FilterPicture {
  /** Fields of a layer, unless more or fewer are asked for. */
  public static final int USUAL_COUNT = 25;

  /** The few values beyond this quantile are clipped, so that the others do not look faint. */
  private static final double SHARE_WITHIN_LIMIT = 0.998;

  private static final int GAP = 24;
  private static final int BAR_GAP = 8;

  private FilterPicture() {}

  /** All hidden layers of a model. */
  public static byte[] png(NamedModel model, FilterChoice choice, int count) {
    List<Integer> layers = new ArrayList<>();
    for (int l = 1; l < model.model().machine().layers().size(); l++) {
      layers.add(l);
    }
    return png(model, layers, choice, count);
  }

  /**
   * @param layers from 1, in the order in which they are shown
   * @param count of fields of each layer, at most
   * @return the bytes of a PNG
   * @throws BoltzException BAD_INPUT when the model has no such layer, does not see images, or has
   *     weights that are not finite
   */
  public static byte[] png(NamedModel model, List<Integer> layers, FilterChoice choice, int count) {
    ImageShape shape = model.shape();
    requireFiniteWeights(model);
    int side = (int) Math.ceil(Math.sqrt(count));
    int scale = ImageGrid.scaleFor(Math.max(8, side * layers.size()), shape.width());
    List<Panel> panels = new ArrayList<>();
    for (int layer : layers) {
      panels.add(panel(model, shape, layer, choice, count, side, scale));
    }
    return Png.of(Stack.page(Stack.beside(GAP, panels)));
  }

  private static Panel panel(
      NamedModel model,
      ImageShape shape,
      int layer,
      FilterChoice choice,
      int count,
      int side,
      int scale) {
    int top = model.model().machine().layers().size() - 1;
    if (layer < 1 || layer > top) {
      throw new BoltzException(
          ExitCode.BAD_INPUT,
          "layer %d is invalid: the hidden layers of the model %s are 1 to %d"
              .formatted(layer, model.reference(), top));
    }
    Matrix fields =
        ReceptiveFields.of(model.model().machine(), model.model().parameters(), layer)
            .columns(0, shape.pixels());
    List<Integer> units = choice.of(fields, count);
    Matrix shown = Matrix.zeros(units.size(), shape.pixels());
    for (int i = 0; i < units.size(); i++) {
      shown.rows(i, i + 1).setFrom(fields.rows(units.get(i), units.get(i) + 1));
    }
    DivergingColours colours = new DivergingColours(limit(shown));
    int columns = Math.min(side, units.size());
    TileGrid grid = new TileGrid(shape, ImageGrid.lines(shown, columns), columns, colours, scale);
    String which =
        units.size() < fields.rows()
            ? String.format(
                Locale.ROOT, "%s of %,d units", chosen(choice, units.size()), fields.rows())
            : String.format(Locale.ROOT, "%,d units", units.size());
    return Stack.below(
        BAR_GAP,
        List.of(
            new Caption("layer " + layer, Lettering.HEADING),
            new Caption(which, Lettering.NOTE),
            grid,
            new ColourBar(colours)));
  }

  private static String chosen(FilterChoice choice, int count) {
    return switch (choice) {
      case FIRST -> "first " + count;
      case STRONGEST -> count + " strongest";
      case DIFFERENT -> count + " most different";
    };
  }

  /** The magnitude that nearly all values stay below; 1 where all are zero. */
  private static float limit(Matrix fields) {
    float[] magnitudes = fields.toArray();
    for (int i = 0; i < magnitudes.length; i++) {
      magnitudes[i] = Math.abs(magnitudes[i]);
    }
    Arrays.sort(magnitudes);
    int at = (int) Math.ceil(SHARE_WITHIN_LIMIT * magnitudes.length) - 1;
    float limit = magnitudes[Math.max(0, at)];
    float largest = magnitudes[magnitudes.length - 1];
    return limit > 0 ? limit : largest > 0 ? largest : 1;
  }

  private static void requireFiniteWeights(NamedModel model) {
    for (float parameter : model.model().parameters()) {
      if (!Float.isFinite(parameter)) {
        throw new BoltzException(
            ExitCode.BAD_INPUT,
            "the model %s has parameters that are not finite numbers, because training diverged; choose an earlier checkpoint"
                .formatted(model.reference()));
      }
    }
  }
}
