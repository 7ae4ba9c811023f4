package io.boltzspark.jobs.images;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.boltzspark.math.Matrix;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.MachineSpec;
import io.boltzspark.model.Standardisation;
import io.boltzspark.store.TrainedModel;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;

/** Models made by hand, and pictures read again. */
final class DrawnModels {
  private DrawnModels() {}

  static NamedModel model(String title, MachineSpec spec, float[] parameters, ImageShape shape) {
    BoltzmannMachine machine = BoltzmannMachine.of(spec);
    return model(
        title, spec, parameters, shape, Standardisation.identity(machine.visible().size()));
  }

  static NamedModel model(
      String title,
      MachineSpec spec,
      float[] parameters,
      ImageShape shape,
      Standardisation standardisation) {
    JsonNode description =
        new ObjectMapper()
            .valueToTree(Map.of("image", Map.of("width", shape.width(), "height", shape.height())));
    return NamedModel.of(
        "runs/" + title,
        new TrainedModel(
            BoltzmannMachine.of(spec), parameters, standardisation, description, Optional.empty()));
  }

  /** A Bernoulli machine with random parameters. */
  static NamedModel random(String title, ImageShape shape, long seed, Integer... hidden) {
    List<Integer> sizes = new java.util.ArrayList<>(List.of(shape.pixels()));
    sizes.addAll(List.of(hidden));
    MachineSpec spec = MachineSpec.bernoulli(sizes);
    float[] parameters = new float[BoltzmannMachine.of(spec).layout().size()];
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] = (float) random.nextGaussian();
    }
    return model(title, spec, parameters, shape);
  }

  /** Images of fair coin tosses. */
  static Matrix coins(int rows, int pixels, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Matrix images = Matrix.zeros(rows, pixels);
    for (int i = 0; i < images.values().length; i++) {
      images.values()[i] = random.nextInt(2);
    }
    return images;
  }

  static BufferedImage decode(byte[] png) throws IOException {
    return ImageIO.read(new ByteArrayInputStream(png));
  }

  /** The grey level of a pixel, past conversions of colour spaces. */
  static int grey(BufferedImage image, int x, int y) {
    return image.getRaster().getSample(x, y, 0);
  }
}
