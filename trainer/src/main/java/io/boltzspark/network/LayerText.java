package io.boltzspark.network;

import io.boltzspark.network.LayerSpec.BatchNorm;
import io.boltzspark.network.LayerSpec.Convolution;
import io.boltzspark.network.LayerSpec.Dense;
import io.boltzspark.network.LayerSpec.Dropout;
import io.boltzspark.network.LayerSpec.LeakyRelu;
import io.boltzspark.network.LayerSpec.Reshape;
import io.boltzspark.network.LayerSpec.Tanh;
import io.boltzspark.network.LayerSpec.TransposedConvolution;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Layers as words: a kind and its arguments, separated by colons, such as {@code
 * convolution:64:5:2}. Later arguments may be left out.
 */
public final class LayerText {
  /** What {@link #parse} accepts, for messages. */
  public static final String ALLOWED =
      "dense:UNITS, convolution:CHANNELS:KERNEL:STRIDE or"
          + " transposed-convolution:CHANNELS:KERNEL:STRIDE (each with :no-bias at the end if it"
          + " has none), reshape:HEIGHTxWIDTHxCHANNELS, batch-norm:MOMENTUM:EPSILON (0.99:0.001"
          + " unless given), leaky-relu:SLOPE (0.3), dropout:RATE (0.3) or tanh";

  private static final String NO_BIAS = "no-bias";

  private final String text;
  private final List<String> arguments;

  private LayerText(String text) {
    this.text = text;
    this.arguments = new ArrayList<>(List.of(text.split(":", -1)));
  }

  /**
   * Parses a layer.
   *
   * @throws IllegalArgumentException if it is none; the message says what is allowed
   */
  public static LayerSpec parse(String text) {
    LayerText words = new LayerText(text);
    LayerSpec layer = words.layer();
    if (!words.arguments.isEmpty()) {
      throw words.invalid();
    }
    return layer;
  }

  /** The inverse of {@link #parse}, with all arguments. */
  public static String of(LayerSpec layer) {
    if (layer instanceof Dense dense) {
      return "dense:" + dense.units() + bias(dense.bias());
    } else if (layer instanceof Convolution c) {
      return "convolution:%d:%d:%d%s"
          .formatted(c.channels(), c.kernel(), c.stride(), bias(c.bias()));
    } else if (layer instanceof TransposedConvolution t) {
      return "transposed-convolution:%d:%d:%d%s"
          .formatted(t.channels(), t.kernel(), t.stride(), bias(t.bias()));
    } else if (layer instanceof Reshape reshape) {
      Shape to = reshape.to();
      return "reshape:%dx%dx%d".formatted(to.height(), to.width(), to.channels());
    } else if (layer instanceof BatchNorm norm) {
      return "batch-norm:" + norm.momentum() + ":" + norm.epsilon();
    } else if (layer instanceof LeakyRelu relu) {
      return "leaky-relu:" + relu.slope();
    } else if (layer instanceof Dropout dropout) {
      return "dropout:" + dropout.rate();
    }
    return layer.getClass().getSimpleName().toLowerCase(Locale.ROOT);
  }

  private static String bias(boolean bias) {
    return bias ? "" : ":" + NO_BIAS;
  }

  private LayerSpec layer() {
    String kind = arguments.remove(0);
    return switch (kind) {
      case "dense" -> new Dense(number(), bias());
      case "convolution" -> new Convolution(number(), number(), number(), bias());
      case "transposed-convolution" ->
          new TransposedConvolution(number(), number(), number(), bias());
      case "reshape" -> new Reshape(shape());
      case "batch-norm" -> new BatchNorm(share(0.99), positive(0.001));
      case "leaky-relu" -> new LeakyRelu(share(0.3));
      case "dropout" -> new Dropout(share(0.3));
      case "tanh" -> new Tanh();
      default -> throw invalid();
    };
  }

  private IllegalArgumentException invalid() {
    return new IllegalArgumentException("\"" + text + "\" is no layer; expected " + ALLOWED);
  }

  private boolean bias() {
    return !arguments.remove(NO_BIAS);
  }

  private int number() {
    return number(next());
  }

  private String next() {
    if (arguments.isEmpty()) {
      throw invalid();
    }
    return arguments.remove(0);
  }

  private int number(String word) {
    // At most eight digits, so that products of three are found to overflow instead of to wrap.
    if (!word.matches("[1-9][0-9]{0,7}")) {
      throw invalid();
    }
    return Integer.parseInt(word);
  }

  private Shape shape() {
    String[] sides = next().split("x", -1);
    if (sides.length != 3) {
      throw invalid();
    }
    return new Shape(number(sides[0]), number(sides[1]), number(sides[2]));
  }

  private double share(double otherwise) {
    double share = real(otherwise);
    if (!(share >= 0 && share < 1)) {
      throw invalid();
    }
    return share;
  }

  private double positive(double otherwise) {
    double value = real(otherwise);
    if (!((float) value > 0 && Float.isFinite((float) value))) {
      throw invalid();
    }
    return value;
  }

  private double real(double otherwise) {
    if (arguments.isEmpty()) {
      return otherwise;
    }
    try {
      return Double.parseDouble(arguments.remove(0));
    } catch (NumberFormatException e) {
      throw invalid();
    }
  }
}
