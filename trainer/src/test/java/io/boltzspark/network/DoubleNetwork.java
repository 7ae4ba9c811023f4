package io.boltzspark.network;

import io.boltzspark.math.Matrix;
import io.boltzspark.math.RandomStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A network's pass forward in double precision, from the definitions of its layers; dropout takes
 * its masks from outside. Its gradients are central differences.
 */
final class DoubleNetwork {
  private static final double STEP = 1e-5;

  private final OneNetwork network;
  private final double[] parameters;
  private final List<Maps> masks; // by layer; null where it is no dropout

  /** What batch normalisation measured in the last pass, by the parameter's name. */
  final Map<String, double[]> statistics = new TreeMap<>();

  DoubleNetwork(OneNetwork network, int images) {
    this.network = network;
    this.parameters = new double[network.parameters.length];
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] = network.parameters[i];
    }
    this.masks = masks(network.spec, images);
  }

  /** What dropout of the same stream makes of ones. */
  private static List<Maps> masks(NetworkSpec spec, int images) {
    RandomStream stream = OneNetwork.stream();
    List<Maps> masks = new ArrayList<>();
    for (int l = 0; l < spec.layers().size(); l++) {
      masks.add(null);
      if (spec.layers().get(l) instanceof LayerSpec.Dropout dropout) {
        Shape shape = spec.inputOf(l);
        NetworkSpec alone = new NetworkSpec(shape, List.of(dropout));
        NetworkWork work = new NetworkWork(alone, List.of(), images, false);
        Matrix rows = Maps.zeros(shape, images).map(x -> 1).rows();
        work.setInput(rows, 0);
        work.forward(new float[0], images, stream);
        work.outputInto(rows);
        masks.set(l, Maps.of(shape, rows));
      }
    }
    return masks;
  }

  /** The output in training, or afterwards. */
  Maps forward(Maps input, boolean training) {
    Maps maps = input;
    for (int l = 0; l < network.spec.layers().size(); l++) {
      maps = layer(l, maps, training);
    }
    return maps;
  }

  private Maps layer(int l, Maps input, boolean training) {
    LayerSpec layer = network.spec.layers().get(l);
    Shape shape = network.spec.inputOf(l + 1);
    if (layer instanceof LayerSpec.Dense dense) {
      Maps flat = new Maps(Shape.ofUnits(input.shape().size()), input.values());
      int units = dense.units();
      return plusBias(
          l, new NaiveLinear(all(l + ".kernel"), 1, 1, flat.shape().size(), units).convolve(flat));
    } else if (layer instanceof LayerSpec.Convolution c) {
      int channels = input.shape().channels();
      return plusBias(
          l,
          new NaiveLinear(all(l + ".kernel"), c.kernel(), c.stride(), channels, c.channels())
              .convolve(input));
    } else if (layer instanceof LayerSpec.TransposedConvolution t) {
      int channels = input.shape().channels();
      return plusBias(
          l,
          new NaiveLinear(all(l + ".kernel"), t.kernel(), t.stride(), t.channels(), channels)
              .transpose(input, shape));
    } else if (layer instanceof LayerSpec.Reshape) {
      return new Maps(shape, input.values());
    } else if (layer instanceof LayerSpec.BatchNorm norm) {
      return normalised(l, input, norm.epsilon(), training);
    } else if (layer instanceof LayerSpec.LeakyRelu relu) {
      return input.map(x -> x > 0 ? x : relu.slope() * x);
    } else if (layer instanceof LayerSpec.Dropout) {
      return training ? masked(input, masks.get(l)) : input;
    }
    return input.map(Math::tanh);
  }

  private double[] all(String name) {
    PlacedParameter p = network.named().get(name);
    return Arrays.copyOfRange(parameters, p.at(), p.end());
  }

  private Maps plusBias(int l, Maps maps) {
    if (network.named().containsKey(l + ".bias")) {
      double[] bias = all(l + ".bias");
      for (double[] image : maps.values()) {
        for (int j = 0; j < image.length; j++) {
          image[j] += bias[j % bias.length];
        }
      }
    }
    return maps;
  }

  private static Maps masked(Maps input, Maps mask) {
    Maps result = Maps.zeros(input.shape(), input.images());
    for (int i = 0; i < input.images(); i++) {
      for (int j = 0; j < input.shape().size(); j++) {
        result.values()[i][j] = input.values()[i][j] * mask.values()[i][j];
      }
    }
    return result;
  }

  private Maps normalised(int l, Maps input, double epsilon, boolean training) {
    int channels = input.shape().channels();
    double rows = (double) input.images() * input.shape().positions();
    double[] mean = training ? new double[channels] : all(l + ".moving_mean");
    double[] variance = training ? new double[channels] : all(l + ".moving_variance");
    if (training) {
      for (double[] image : input.values()) {
        for (int j = 0; j < image.length; j++) {
          mean[j % channels] += image[j] / rows;
        }
      }
      for (double[] image : input.values()) {
        for (int j = 0; j < image.length; j++) {
          variance[j % channels] += Math.pow(image[j] - mean[j % channels], 2) / rows;
        }
      }
      statistics.put(l + ".moving_mean", mean);
      statistics.put(l + ".moving_variance", variance);
    }
    double[] gamma = all(l + ".gamma");
    double[] beta = all(l + ".beta");
    Maps result = Maps.zeros(input.shape(), input.images());
    for (int i = 0; i < input.images(); i++) {
      for (int j = 0; j < input.shape().size(); j++) {
        int c = j % channels;
        double x = (input.values()[i][j] - mean[c]) / Math.sqrt(variance[c] + epsilon);
        result.values()[i][j] = gamma[c] * x + beta[c];
      }
    }
    return result;
  }

  /** Derivatives of {@code <output, direction>} in training by a parameter's elements. */
  double[] parameterGradient(String name, Maps input, Maps direction) {
    PlacedParameter p = network.named().get(name);
    double[] gradient = new double[p.end() - p.at()];
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] = difference(parameters, p.at() + i, input, direction);
    }
    return gradient;
  }

  /** Derivatives by the inputs. */
  Maps inputGradient(Maps input, Maps direction) {
    Maps gradient = Maps.zeros(input.shape(), input.images());
    for (int i = 0; i < input.images(); i++) {
      for (int j = 0; j < input.shape().size(); j++) {
        gradient.values()[i][j] = difference(input.values()[i], j, input, direction);
      }
    }
    return gradient;
  }

  private double difference(double[] values, int at, Maps input, Maps direction) {
    double value = values[at];
    values[at] = value + STEP;
    double above = forward(input, true).dot(direction);
    values[at] = value - STEP;
    double below = forward(input, true).dot(direction);
    values[at] = value;
    return (above - below) / (2 * STEP);
  }
}
