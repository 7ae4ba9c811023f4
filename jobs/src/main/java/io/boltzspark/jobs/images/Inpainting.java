package io.boltzspark.jobs.images;

import io.boltzspark.math.Matrix;
import io.boltzspark.math.RandomStream;
import io.boltzspark.math.RandomStream.Purpose;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.sampling.ChainStates;
import io.boltzspark.sampling.Clamp;
import io.boltzspark.sampling.GibbsSampler;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Images with a hidden part, and how models fill it in: Gibbs sweeps with the rest fixed, which
 * draw from the machine's distribution given the visible pixels, and means at the end.
 *
 * @param mask the hidden pixels
 * @param images the data, images x pixels
 * @param found by each model, in the order of the picture: means, and the fixed pixels as they are
 */
public record Inpainting(PixelMask mask, Matrix images, List<Restored> found) {
  /** Beside the streams of evaluation, whose steps are parts of the data. */
  private static final int STREAM = 1001;

  /** Images whose chains run together, with random numbers of their own. */
  private static final int BATCH = 100;

  private static final float SHADE_OF_HIDDEN = 0.35f;

  /**
   * @param models at least one, with images of the mask's shape; their labels are drawn as well
   * @param images values of the data, images x pixels; see {@link NamedModel#values}
   * @param sweeps of each chain, at least 1; hidden pixels start at draws without any bias
   */
  public static Inpainting of(
      List<NamedModel> models, Matrix images, PixelMask mask, int sweeps, long seed) {
    List<Restored> found = new ArrayList<>();
    for (NamedModel model : models) {
      Matrix all = Matrix.zeros(images.rows(), model.model().machine().visible().size());
      for (int from = 0; from < images.rows(); from += BATCH) {
        int to = Math.min(images.rows(), from + BATCH);
        RandomStream random = new RandomStream(seed, Purpose.EVALUATION, STREAM, from / BATCH);
        all.rows(from, to).setFrom(fill(model, images.rows(from, to), mask, sweeps, random));
      }
      found.add(new Restored(model, all));
    }
    return new Inpainting(mask, images, found);
  }

  private static Matrix fill(
      NamedModel model, Matrix images, PixelMask mask, int sweeps, RandomStream random) {
    BoltzmannMachine machine = model.model().machine();
    float[] parameters = model.model().parameters();
    Clamp clamp = Clamp.of(model.states(images), mask.kept());
    GibbsSampler sampler = new GibbsSampler(machine, clamp);
    ChainStates chains = ChainStates.zeros(machine, images.rows());
    machine.visible().sampleInPlace(chains.visible(), new float[parameters.length], random);
    clamp.applyTo(chains.visible());
    sampler.sampleUpwards(chains, parameters, random);
    sampler.sweep(chains, sweeps - 1, parameters, random);
    sampler.visibleMeans(chains, parameters);
    return chains.visible();
  }

  /** Of each model within the hidden part, by its title. */
  public Map<String, PixelErrors> errors() {
    return Restored.errors(found, values -> PixelErrors.between(images, values, mask.hidden()));
  }

  /**
   * The data, the visible part of it, and below the images that the models filled in.
   *
   * @param count the first so many images
   * @return the bytes of a PNG
   */
  public byte[] png(int count) {
    Matrix seen = new Matrix(images.toArray(), 0, images.rows(), images.columns());
    for (int r = 0; r < seen.rows(); r++) {
      for (int i = 0; i < seen.columns(); i++) {
        seen.set(r, i, mask.hidden()[i] ? SHADE_OF_HIDDEN : seen.get(r, i));
      }
    }
    List<ComparisonPicture.Version> versions = new ArrayList<>();
    versions.add(new ComparisonPicture.Version(TileGrid.Title.of("data"), images));
    versions.add(new ComparisonPicture.Version(new TileGrid.Title("seen", "grey is hidden"), seen));
    versions.addAll(ComparisonPicture.ofModels(Restored.values(found), errors()));
    return Png.of(ComparisonPicture.of(mask.shape(), versions, count));
  }
}
