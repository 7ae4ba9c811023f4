package io.boltzspark.jobs.export;

import io.boltzspark.adversarial.AdversarialNetworks;
import io.boltzspark.network.Shape;
import io.boltzspark.store.AdversarialModel;
import java.util.Arrays;

/**
 * A trained generator or discriminator as an ONNX graph. Images are rows x channels x height x
 * width with values in 0..1, as in the data; the networks' own -1..1 stays within the graph.
 * Constants have the names of the model file's tensors.
 */
public final class OnnxAdversarial {
  private static final String NOISE = "noise";
  private static final String LABELS = "labels";
  private static final String IMAGES = "images";
  private static final String LOGIT = "logit";
  private static final String LABELS_MEANING =
      "one-hot label: 1 at the class and 0 elsewhere; all 0: none";

  private OnnxAdversarial() {}

  /** Maps {@code noise}, and {@code labels} where the networks have some, to {@code images}. */
  public static byte[] generator(AdversarialModel model) {
    AdversarialNetworks networks = model.networks();
    Shape image = networks.image();
    OnnxGraph graph =
        new OnnxGraph(
            AdversarialNetworks.GENERATOR,
            "Images from noise: rows x channels x height x width, values in 0..1. Batch"
                + " normalisation uses its moving averages.");
    String input = graph.input(NOISE, "standard normal numbers, all independent", networks.noise());
    if (networks.labels() > 0) {
      String labels = graph.input(LABELS, LABELS_MEANING, networks.labels());
      input = graph.node("Concat", "axis", 1, "noise-and-labels", input, labels);
    }
    String pixels =
        new OnnxNetwork(
                graph, networks.generator(), networks.generatorParameters(), model.parameters())
            .add(input);
    if (image.positions() == 1) {
      String to = graph.integers("image-shape", -1, image.channels(), 1, 1);
      pixels = graph.node("Reshape", "pixels", pixels, to);
    }
    String half = graph.floats("half", new float[] {0.5f});
    graph.node("Add", IMAGES, graph.node("Mul", "halved", pixels, half), half);
    graph.output(IMAGES, "generated images", image.channels(), image.height(), image.width());
    return graph.toBytes();
  }

  /** Maps {@code images}, and {@code labels} where the networks have some, to {@code logit}. */
  public static byte[] discriminator(AdversarialModel model) {
    AdversarialNetworks networks = model.networks();
    Shape image = networks.image();
    OnnxGraph graph =
        new OnnxGraph(
            AdversarialNetworks.DISCRIMINATOR,
            "The logit of each image's being real; images are rows x channels x height x width,"
                + " values in 0..1. Without dropout.");
    String images =
        graph.input(IMAGES, "images to judge", image.channels(), image.height(), image.width());
    String two = graph.floats("two", new float[] {2f});
    String one = graph.floats("one", new float[] {1f});
    String input = graph.node("Sub", "pixels", graph.node("Mul", "doubled", images, two), one);
    if (networks.labels() > 0) {
      input = graph.node("Concat", "axis", 1, "seen", input, labelMaps(graph, networks));
    }
    if (image.positions() == 1) {
      String to = graph.integers("flat-shape", -1, image.channels() + networks.labels());
      input = graph.node("Reshape", "flat", input, to);
    }
    String logit =
        new OnnxNetwork(
                graph,
                networks.discriminator(),
                networks.discriminatorParameters(),
                model.parameters())
            .add(input);
    graph.node("Identity", LOGIT, logit);
    graph.output(LOGIT, "above 0: rather real than generated", 1);
    return graph.toBytes();
  }

  /** One channel for each class, the same at every position. */
  private static String labelMaps(OnnxGraph graph, AdversarialNetworks networks) {
    Shape image = networks.image();
    String labels = graph.input(LABELS, LABELS_MEANING, networks.labels());
    String to = graph.integers("label-shape", -1, networks.labels(), 1, 1);
    float[] ones = new float[image.positions()];
    Arrays.fill(ones, 1f);
    return graph.node(
        "Mul",
        "label-maps",
        graph.node("Reshape", "label-channels", labels, to),
        graph.floats("everywhere", ones, 1, 1, image.height(), image.width()));
  }
}
