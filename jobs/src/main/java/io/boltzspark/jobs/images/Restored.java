package io.boltzspark.jobs.images;

import io.boltzspark.math.Matrix;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What a model made of rows of data.
 *
 * @param model the model
 * @param states rows x visible units, with the labels that the model finds where it has some
 */
public record Restored(NamedModel model, Matrix states) {

  /** The states as values of the data, rows x values; see {@link NamedModel#values}. */
  public Matrix values() {
    return model.values(states);
  }

  /** The values by each model, by its title, in the same order. */
  static Map<String, Matrix> values(List<Restored> all) {
    Map<String, Matrix> values = new LinkedHashMap<>();
    all.forEach(restored -> values.put(restored.model().title(), restored.values()));
    return values;
  }

  /**
   * How far each is from the correct values, by its title.
   *
   * @param errors of values, rows x values
   */
  static Map<String, PixelErrors> errors(List<Restored> all, Function<Matrix, PixelErrors> errors) {
    Map<String, PixelErrors> found = new LinkedHashMap<>();
    values(all).forEach((title, values) -> found.put(title, errors.apply(values)));
    return found;
  }
}
