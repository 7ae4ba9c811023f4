package io.boltzspark.jobs.images;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.files.Paths;
import io.boltzspark.math.Matrix;
import io.boltzspark.model.Standardisation;
import io.boltzspark.model.UnitSpec;
import io.boltzspark.model.UnitType;
import io.boltzspark.store.TrainedModel;
import java.util.ArrayList;
import java.util.List;

/**
 * A model in a picture, which converts between visible states and the values of images.
 *
 * @param title what it is called in the picture
 * @param reference how it was named, for messages
 * @param model the model itself
 */
public record NamedModel(String title, String reference, TrainedModel model) {

  /** A model titled by the last part of its name. */
  public static NamedModel of(String reference, TrainedModel model) {
    return new NamedModel(Paths.of(reference).getName(), reference, model);
  }

  /** Several models, titled by the last parts of their names if these differ. */
  public static List<NamedModel> all(List<String> references, List<TrainedModel> models) {
    boolean told =
        references.stream().map(name -> Paths.of(name).getName()).distinct().count()
            == references.size();
    List<NamedModel> named = new ArrayList<>();
    for (int m = 0; m < models.size(); m++) {
      String reference = references.get(m);
      named.add(
          told
              ? of(reference, models.get(m))
              : new NamedModel(reference, reference, models.get(m)));
    }
    return named;
  }

  /**
   * The shape of its images.
   *
   * @throws BoltzException BAD_INPUT when its visible units, apart from labels, do not make one
   */
  public ImageShape shape() {
    UnitSpec visible = model.machine().spec().layers().get(0).get(0);
    if (visible.type() == UnitType.POTTS) {
      throw new BoltzException(
          ExitCode.BAD_INPUT,
          "the visible units of the model %s are %d sites with %d states each, which are no image; choose a model of images, or boltz sample --out samples.fasta"
              .formatted(reference, visible.size() / visible.count(), visible.count()));
    }
    int height = model.description().path("image").path("height").asInt();
    int width = model.description().path("image").path("width").asInt();
    if (height < 1 || width < 1 || (long) height * width != pixels()) {
      throw new BoltzException(
          ExitCode.BAD_INPUT,
          "the model %s does not record how its %d visible units form an image"
              .formatted(reference, pixels()));
    }
    return new ImageShape(height, width);
  }

  /** Visible units apart from labels. */
  public int pixels() {
    return model.machine().spec().values();
  }

  /**
   * Visible states as values of images, which pictures show from 0 to 1.
   *
   * @param states samples x visible units; labels are left out
   * @return samples x pixels
   * @throws BoltzException BAD_INPUT when one is not a number
   */
  public Matrix values(Matrix states) {
    Matrix values = model.standardisation().values(states, pixels());
    for (float value : values.toArray()) {
      if (Float.isNaN(value)) {
        throw new BoltzException(
            ExitCode.BAD_INPUT,
            "the states of the model %s are not finite numbers, because training diverged; choose an earlier checkpoint"
                .formatted(reference));
      }
    }
    return values;
  }

  /**
   * Values of images as visible states, without labels: their units are 0, as for rows that have
   * none.
   *
   * @param values samples x pixels
   * @return samples x visible units
   */
  public Matrix states(Matrix values) {
    Standardisation standardisation = model.standardisation();
    Matrix states = Matrix.zeros(values.rows(), model.machine().visible().size());
    for (int r = 0; r < values.rows(); r++) {
      for (int i = 0; i < values.columns(); i++) {
        float value = values.get(r, i);
        states.set(r, i, (value - standardisation.offset()[i]) / standardisation.scale()[i]);
      }
    }
    return states;
  }
}
