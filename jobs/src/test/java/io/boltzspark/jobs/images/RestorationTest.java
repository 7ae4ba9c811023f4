package io.boltzspark.jobs.images;

import static io.boltzspark.jobs.images.DrawnModels.decode;
import static io.boltzspark.jobs.images.DrawnModels.grey;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.math.Matrix;
import io.boltzspark.model.MachineSpec;
import io.boltzspark.model.Standardisation;
import io.boltzspark.model.UnitSpec;
import io.boltzspark.model.UnitType;
import io.boltzspark.sampling.UpDownPass.Step;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Reconstructions, de-noising and inpainting against conditionals by loops. */
class RestorationTest {
  private static final ImageShape SHAPE = new ImageShape(2, 3);
  private static final long SEED = 43;

  /** E[v | E[h | v]] of a Bernoulli machine with one hidden layer, weights first, then biases. */
  private static double[] means(NamedModel model, Matrix images, int row) {
    float[] p = model.model().parameters();
    int hidden = model.model().machine().layer(1).size();
    int biases = 6 * hidden;
    double[] result = new double[6];
    double[] h = new double[hidden];
    for (int j = 0; j < hidden; j++) {
      double y = p[biases + 6 + j];
      for (int i = 0; i < 6; i++) {
        y += images.get(row, i) * p[i * hidden + j];
      }
      h[j] = 1 / (1 + Math.exp(-y));
    }
    for (int i = 0; i < 6; i++) {
      double y = p[biases + i];
      for (int j = 0; j < hidden; j++) {
        y += h[j] * p[i * hidden + j];
      }
      result[i] = 1 / (1 + Math.exp(-y));
    }
    return result;
  }

  @Test
  void reconstructionsAreTheConditionalMeans() {
    List<NamedModel> models =
        List.of(
            DrawnModels.random("a", SHAPE, SEED, 4), DrawnModels.random("b", SHAPE, SEED + 1, 5));
    Matrix images = DrawnModels.coins(30, 6, SEED);
    Reconstruction found = Reconstruction.of(models, images, Step.MEANS);
    assertEquals(List.of("a", "b"), List.copyOf(found.errors().keySet()));
    for (Restored restored : found.found()) {
      NamedModel model = restored.model();
      double squares = 0;
      int wrong = 0;
      for (int r = 0; r < 30; r++) {
        double[] expected = means(model, images, r);
        for (int i = 0; i < 6; i++) {
          // Errors of 2e-7 in h, five weights below 4, slopes of 1/4, and roundings.
          assertEquals(expected[i], restored.values().get(r, i), 5e-6, "seed " + SEED);
          squares += Math.pow(expected[i] - images.get(r, i), 2);
          wrong += expected[i] > 0.5 != images.get(r, i) > 0.5 ? 1 : 0;
        }
      }
      PixelErrors errors = found.errors().get(model.title());
      assertEquals(squares / 180, errors.meanSquared(), 2e-5);
      assertEquals(wrong / 180.0, errors.bits(), 1e-12);
    }
  }

  @Test
  void linesOfTheComparisonAreDataAndModels() throws IOException {
    NamedModel model = DrawnModels.random("model", SHAPE, SEED, 4);
    Matrix images = DrawnModels.coins(13, 6, SEED);
    Reconstruction found = Reconstruction.of(List.of(model), images, Step.MODES);
    BufferedImage picture = decode(found.png(12)); // blocks of ten: ten and two
    int scale = Math.round(900f / 30);
    int pitchX = 3 * scale + 2;
    int pitchY = 2 * scale + 2;
    assertEquals(2 * 12 + 2 * (2 * pitchY + 2) + 14, picture.getHeight());
    int left = picture.getWidth() - 12 - (10 * pitchX + 2);
    Matrix modes = found.found().get(0).values();
    for (int image = 0; image < 12; image++) {
      int top = 12 + image / 10 * (2 * pitchY + 2 + 14);
      for (int i = 0; i < 6; i++) {
        int x = left + 2 + image % 10 * pitchX + i % 3 * scale + scale / 2;
        int y = top + 2 + i / 3 * scale + scale / 2;
        assertEquals(images.get(image, i) > 0 ? 0 : 255, grey(picture, x, y), "data " + image);
        int below = grey(picture, x, y + pitchY);
        assertEquals(modes.get(image, i) > 0 ? 0 : 255, below, "model, image " + image);
      }
    }
  }

  @Test
  void noiseFlipsTheShareThatWasAskedForAndTheSameForAllModels() {
    NamedModel model = DrawnModels.random("model", SHAPE, SEED, 4);
    int rows = 4000;
    Matrix images = DrawnModels.coins(rows, 6, SEED);
    Denoising found = Denoising.of(List.of(model), images, 0.15, Step.MEANS, 7);
    double n = 6.0 * rows;
    assertEquals(0.15, found.before().bits(), 5 * Math.sqrt(0.15 * 0.85 / n), "seed 7");
    assertEquals(found.before().bits(), found.before().meanSquared(), 1e-9, "0 and 1 only");
    for (int r = 0; r < 20; r++) {
      double[] expected = means(model, found.noisy(), r);
      for (int i = 0; i < 6; i++) {
        assertEquals(expected[i], found.found().get(0).values().get(r, i), 5e-6, "row " + r);
      }
    }
    Denoising none = Denoising.of(List.of(model), images, 0, Step.MEANS, 7);
    assertArrayEquals(images.toArray(), none.noisy().toArray());
    Denoising all = Denoising.of(List.of(model), images, 1, Step.MEANS, 7);
    assertEquals(1, all.before().bits());
    Denoising again = Denoising.of(List.of(model), images, 0.15, Step.MEANS, 7);
    assertArrayEquals(found.noisy().toArray(), again.noisy().toArray());
    assertTrue(Denoising.suits(images));
    assertFalse(Denoising.suits(new Matrix(new float[] {0, 1.5f}, 0, 1, 2)));
  }

  /** Two machines-in-one: the hidden unit is on with one picture and off with its negative. */
  private static NamedModel twoPictures() {
    boolean[] picture = {true, false, true, false, false, true};
    MachineSpec spec = MachineSpec.bernoulli(List.of(6, 1));
    float[] parameters = new float[6 + 6 + 1];
    for (int i = 0; i < 6; i++) {
      parameters[i] = picture[i] ? 40 : -40;
      parameters[6 + i] = picture[i] ? -20 : 20;
    }
    return DrawnModels.model("two", spec, parameters, SHAPE);
  }

  @Test
  void hiddenPixelsFollowFromTheOthersWhichStay() {
    Matrix images = new Matrix(new float[] {1, 0, 1, 0, 0, 1, 0, 1, 0, 1, 1, 0}, 0, 2, 6);
    for (PixelMask.Half half : PixelMask.Half.values()) {
      PixelMask mask = PixelMask.keeping(SHAPE, half);
      Matrix shown = new Matrix(images.toArray(), 0, 2, 6);
      for (int i = 0; i < 6; i++) {
        if (mask.hidden()[i]) { // must not be looked at
          shown.set(0, i, 1 - images.get(0, i));
          shown.set(1, i, 1 - images.get(1, i));
        }
      }
      Inpainting found = Inpainting.of(List.of(twoPictures()), shown, mask, 30, 3);
      Matrix filled = found.found().get(0).values();
      for (int r = 0; r < 2; r++) {
        for (int i = 0; i < 6; i++) {
          assertEquals(images.get(r, i), filled.get(r, i), 1e-5, half + ", row " + r);
        }
      }
      assertEquals(1, found.errors().get("two").bits(), "all that was hidden is different");
    }
  }

  @Test
  void masksHideWhatTheySay() {
    assertArrayEquals(new int[] {0, 1, 3, 4}, PixelMask.keeping(SHAPE, PixelMask.Half.LEFT).kept());
    assertArrayEquals(
        new int[] {1, 2, 4, 5}, PixelMask.keeping(SHAPE, PixelMask.Half.RIGHT).kept());
    assertArrayEquals(new int[] {0, 1, 2}, PixelMask.keeping(SHAPE, PixelMask.Half.TOP).kept());
    assertArrayEquals(new int[] {3, 4, 5}, PixelMask.keeping(SHAPE, PixelMask.Half.BOTTOM).kept());
    assertArrayEquals(new int[] {0, 1, 2, 3}, PixelMask.hiding(SHAPE, 1, 1, 2, 1).kept());
    assertThrows(IllegalArgumentException.class, () -> PixelMask.hiding(SHAPE, 2, 0, 2, 1));
  }

  @Test
  void statesAreValuesStandardisedWithoutLabels() {
    MachineSpec spec =
        new MachineSpec(
            List.of(
                List.of(UnitSpec.of(UnitType.SPIN, 6), UnitSpec.label(2)),
                List.of(UnitSpec.of(UnitType.BERNOULLI, 1))));
    float[] offset = {0.5f, 0.5f, 0.5f, 0.5f, 0.5f, 0.5f, 0, 0};
    float[] scale = {0.5f, 0.5f, 0.5f, 0.5f, 0.5f, 0.5f, 1, 1};
    NamedModel model =
        DrawnModels.model(
            "spins", spec, new float[8 + 8 + 1], SHAPE, new Standardisation(offset, scale));
    Matrix values = new Matrix(new float[] {0, 1, 0, 1, 1, 0}, 0, 1, 6);
    Matrix states = model.states(values);
    assertArrayEquals(new float[] {-1, 1, -1, 1, 1, -1, 0, 0}, states.toArray());
    assertArrayEquals(values.toArray(), model.values(states).toArray());
    assertEquals(SHAPE, model.shape());
    NamedModel other =
        DrawnModels.model(
            "other",
            spec,
            new float[8 + 8 + 1],
            new ImageShape(2, 4),
            new Standardisation(offset, scale));
    BoltzException error = assertThrows(BoltzException.class, other::shape);
    assertTrue(error.getMessage().contains("6 visible units"), error.getMessage());
  }

  @Test
  void modelsAreCalledByWhatTellsThemApart() {
    NamedModel a = DrawnModels.random("x", SHAPE, SEED, 2);
    List<String> apart =
        NamedModel.all(List.of("runs/a", "runs/b@epoch:3"), List.of(a.model(), a.model())).stream()
            .map(NamedModel::title)
            .toList();
    assertEquals(List.of("a", "b@epoch:3"), apart);
    List<String> alike =
        NamedModel.all(List.of("one/run", "two/run"), List.of(a.model(), a.model())).stream()
            .map(NamedModel::title)
            .toList();
    assertEquals(List.of("one/run", "two/run"), alike);
  }

  @Test
  void chainsOfAStripAreItsLinesAndTimesItsColumns() throws IOException {
    // Chain c at time t shows ink in pixel (2 t + c) % 6 alone.
    Matrix images = Matrix.zeros(6, 6);
    for (int row = 0; row < 6; row++) {
      images.set(row, row, 1);
    }
    List<Integer> times = ChainPictures.times(7, 5);
    assertEquals(List.of(0, 5, 7), times);
    assertEquals(List.of(0, 5, 10), ChainPictures.times(10, 5));
    BufferedImage strip = decode(ChainPictures.strip(SHAPE, images, times, List.of()));
    int scale = 30; // ten columns at least
    int left = 12;
    int top = strip.getHeight() - 12 - (2 * (2 * scale + 2) + 2);
    assertEquals(24 + 3 * (3 * scale + 2) + 2, strip.getWidth());
    for (int time = 0; time < 3; time++) {
      for (int chain = 0; chain < 2; chain++) {
        int inked = 2 * time + chain;
        for (int i : IntStream.range(0, 6).toArray()) {
          int x = left + 2 + time * (3 * scale + 2) + i % 3 * scale + scale / 2;
          int y = top + 2 + chain * (2 * scale + 2) + i / 3 * scale + scale / 2;
          assertEquals(i == inked ? 0 : 255, grey(strip, x, y), "time " + time + ", " + chain);
        }
      }
    }
    byte[] gif = ChainPictures.animation(SHAPE, images, times, 2);
    assertEquals("GIF89a", new String(gif, 0, 6, java.nio.charset.StandardCharsets.US_ASCII));
    assertFalse(Arrays.equals(gif, ChainPictures.animation(SHAPE, images, times, 1)));
  }
}
