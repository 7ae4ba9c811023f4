package io.boltzspark.jobs.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OrtException;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.boltzspark.adversarial.AdversarialConfig;
import io.boltzspark.adversarial.AdversarialNetworks;
import io.boltzspark.adversarial.Generator;
import io.boltzspark.adversarial.NoiseRows;
import io.boltzspark.jobs.settings.Settings;
import io.boltzspark.math.Matrix;
import io.boltzspark.network.LayerSpec;
import io.boltzspark.network.LayerText;
import io.boltzspark.network.NetworkWork;
import io.boltzspark.network.ParameterSpec;
import io.boltzspark.network.PlacedParameter;
import io.boltzspark.network.Shape;
import io.boltzspark.store.AdversarialModel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Exported networks in ONNX Runtime against the project's own passes forward. */
class OnnxAdversarialTest {
  private static final int ROWS = 5;

  /** Single precision, and tanh of two implementations with 4e-7 each. */
  private static final double BOUND = 1e-5;

  private static List<LayerSpec> layers(String... texts) {
    return Stream.of(texts).map(LayerText::parse).toList();
  }

  /** Random parameters of every kind, variances among them. */
  private static AdversarialModel random(AdversarialNetworks networks, long seed) {
    float[] parameters = networks.start(seed);
    SplittableRandom random = new SplittableRandom(seed);
    Stream.of(networks.generatorParameters(), networks.discriminatorParameters())
        .flatMap(List::stream)
        .filter(p -> p.parameter().kind() != ParameterSpec.Kind.KERNEL)
        .forEach(p -> randomise(p, parameters, random));
    return new AdversarialModel(networks, parameters, JsonNodeFactory.instance.objectNode());
  }

  private static void randomise(PlacedParameter placed, float[] into, SplittableRandom random) {
    boolean positive = placed.parameter().name().equals("moving_variance");
    for (int i = placed.at(); i < placed.end(); i++) {
      into[i] = (float) (positive ? 0.5 + random.nextDouble() : random.nextDouble() - 0.5);
    }
  }

  @Test
  void aDeepConvolutionalNetwork() throws OrtException {
    List<LayerSpec> generator =
        layers(
            "dense:36:no-bias",
            "batch-norm",
            "leaky-relu",
            "reshape:3x3x4",
            "transposed-convolution:6:5:1:no-bias",
            "batch-norm:0.9:0.01",
            "leaky-relu:0.1",
            "transposed-convolution:1:5:2",
            "tanh");
    List<LayerSpec> discriminator =
        layers("convolution:4:5:2", "leaky-relu", "dropout", "convolution:5:5:2", "dense:1");
    for (int labels : new int[] {0, 3}) {
      agree(AdversarialNetworks.of(new Shape(6, 6, 1), 7, labels, generator, discriminator));
    }
  }

  /** 28 x 28 pixels from 100 numbers: long sums. */
  @Test
  void theDefaultNetworks() throws OrtException {
    AdversarialConfig defaults = Settings.defaults().adversarial();
    agree(
        AdversarialNetworks.of(
            new Shape(28, 28, 1),
            defaults.noise(),
            0,
            defaults.generator(),
            defaults.discriminator()));
  }

  /** Padding on one side more than on the other, strides above the kernel's size, odd sides. */
  @Test
  void allStridesAndKernels() throws OrtException {
    for (int stride = 1; stride <= 3; stride++) {
      for (int kernel = 1; kernel <= 5; kernel++) {
        Shape image = new Shape(2 * stride, 3 * stride, 2);
        agree(
            AdversarialNetworks.of(
                image,
                4,
                0,
                layers(
                    "dense:18",
                    "reshape:2x3x3",
                    "transposed-convolution:2:%d:%d".formatted(kernel, stride),
                    "tanh"),
                layers("convolution:3:%d:%d".formatted(kernel, stride), "dense:1")));
      }
    }
    for (int side = 5; side <= 8; side++) {
      for (int kernel = 1; kernel <= 5; kernel++) {
        agree(
            AdversarialNetworks.of(
                new Shape(side, side + 1, 1),
                4,
                2,
                layers("dense:" + side * (side + 1), "reshape:%dx%dx1".formatted(side, side + 1)),
                layers("convolution:3:%d:3".formatted(kernel), "convolution:2:2:2", "dense:1")));
      }
    }
  }

  @Test
  void reshapesBetweenMapsAndImagesOfOnePixel() throws OrtException {
    agree(
        AdversarialNetworks.of(
            new Shape(2, 3, 2),
            5,
            0,
            layers(
                "reshape:1x5x1",
                "convolution:4:3:1",
                "dense:12",
                "reshape:3x2x2",
                "batch-norm",
                "reshape:2x3x2"),
            layers("reshape:4x3x1", "convolution:1:3:2", "reshape:1x1x4", "dense:3", "dense:1")));
    agree(
        AdversarialNetworks.of(
            new Shape(1, 1, 3), 2, 2, layers("dense:3", "tanh"), layers("dense:1")));
  }

  @Test
  void filesSayHowImagesLieAndAreEqualForEqualModels() {
    AdversarialNetworks networks =
        AdversarialNetworks.of(
            new Shape(2, 2, 1),
            3,
            0,
            layers("dense:4", "reshape:2x2x1", "tanh"),
            layers("dense:1"));
    byte[] graph = OnnxAdversarial.generator(random(networks, 1));
    String text = new String(graph, StandardCharsets.ISO_8859_1);
    assertTrue(text.contains("rows x channels x height x width, values in 0..1"));
    assertTrue(Arrays.equals(graph, OnnxAdversarial.generator(random(networks, 1))));
  }

  private static void agree(AdversarialNetworks networks) throws OrtException {
    AdversarialModel model = random(networks, 3);
    int[] labels = new int[networks.labels() > 0 ? ROWS : 0];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = i % networks.labels();
    }
    NoiseRows noise = new NoiseRows(NoiseRows.normal(networks, 2, ROWS).noise(), labels);
    Matrix images = new Generator(networks, model.parameters()).images(noise);
    Map<String, Matrix> inputs = new HashMap<>(Map.of("noise", noise.noise()));
    Matrix oneHot = Matrix.zeros(ROWS, Math.max(1, networks.labels()));
    for (int i = 0; i < labels.length; i++) {
      oneHot.set(i, labels[i], 1f);
    }
    if (networks.labels() > 0) {
      inputs.put("labels", oneHot);
    }
    Shape shape = networks.image();
    Map<String, Matrix> generated = OnnxRuntime.run(OnnxAdversarial.generator(model), inputs);
    near(networks, channelsFirst(images, shape), generated.get("images"));

    inputs.remove("noise");
    inputs.put("images", channelsFirst(images, shape));
    int[] extents = {shape.channels(), shape.height(), shape.width()};
    Map<String, Matrix> judged =
        OnnxRuntime.run(OnnxAdversarial.discriminator(model), inputs, Map.of("images", extents));
    near(networks, logits(model, images, labels), judged.get("logit"));
  }

  private static Matrix logits(AdversarialModel model, Matrix images, int[] labels) {
    AdversarialNetworks networks = model.networks();
    int positions = networks.image().positions();
    int channels = networks.image().channels();
    int seen = channels + networks.labels();
    Matrix input = Matrix.zeros(ROWS, positions * seen);
    for (int i = 0; i < ROWS; i++) {
      for (int p = 0; p < positions; p++) {
        for (int c = 0; c < channels; c++) {
          input.set(i, p * seen + c, 2 * images.get(i, p * channels + c) - 1);
        }
        if (labels.length > 0) {
          input.set(i, p * seen + channels + labels[i], 1f);
        }
      }
    }
    NetworkWork work =
        new NetworkWork(networks.discriminator(), networks.discriminatorParameters(), ROWS, false);
    work.setInput(input, 0);
    work.forward(model.parameters(), ROWS, null);
    Matrix logits = Matrix.zeros(ROWS, 1);
    work.outputInto(logits);
    return logits;
  }

  private static Matrix channelsFirst(Matrix images, Shape shape) {
    Matrix turned = Matrix.zeros(images.rows(), images.columns());
    for (int i = 0; i < images.rows(); i++) {
      for (int p = 0; p < shape.positions(); p++) {
        for (int c = 0; c < shape.channels(); c++) {
          turned.set(i, c * shape.positions() + p, images.get(i, p * shape.channels() + c));
        }
      }
    }
    return turned;
  }

  private static void near(AdversarialNetworks networks, Matrix expected, Matrix found) {
    assertEquals(expected.toString(), found.toString());
    float[] numbers = found.toArray();
    float[] wanted = expected.toArray();
    for (int i = 0; i < wanted.length; i++) {
      double bound = BOUND * Math.max(1, Math.abs(wanted[i]));
      assertEquals(wanted[i], numbers[i], bound, networks + ": value " + i);
    }
  }
}
