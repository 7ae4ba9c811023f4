package io.boltzspark.network;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/** The structure of a layer; {@link LayerText} has its form in settings. */
public sealed interface LayerSpec extends Serializable {

  /**
   * The shape of its output.
   *
   * @throws IllegalArgumentException if it cannot follow a layer with this output; the message says
   *     why
   */
  Shape output(Shape input);

  /** Its parameters. */
  default List<ParameterSpec> parameters(Shape input) {
    return List.of();
  }

  /** A layer that multiplies by a kernel. */
  sealed interface Linear extends LayerSpec {
    /** Whether a bias is added to each channel of the output. */
    boolean bias();

    /** The geometry of its kernel. */
    Correlation correlation(Shape input);

    /** Whether the input is the large map. */
    boolean gathers();

    /** The kernel's shape in TensorFlow. */
    List<Integer> kernelShape(Correlation correlation);

    @Override
    default Shape output(Shape input) {
      Correlation correlation = correlation(input);
      return gathers() ? correlation.small() : correlation.large();
    }

    /** Weights that end in one unit of the output, and in one of the input. */
    default int fans(Correlation correlation) {
      return Math.addExact(correlation.smallFan(), correlation.largeFan());
    }

    /** Kernels start uniform within the root of 6 / (fan in + fan out) (Glorot and Bengio 2010). */
    @Override
    default List<ParameterSpec> parameters(Shape input) {
      Correlation correlation = correlation(input);
      double glorot = StrictMath.sqrt(6.0 / fans(correlation));
      List<ParameterSpec> parameters = new ArrayList<>();
      parameters.add(
          new ParameterSpec("kernel", ParameterSpec.Kind.KERNEL, kernelShape(correlation), glorot));
      if (bias()) {
        parameters.add(
            new ParameterSpec(
                "bias", ParameterSpec.Kind.UNIT, List.of(output(input).channels()), 0));
      }
      return parameters;
    }
  }

  /** Every unit sees the whole input. */
  record Dense(int units, boolean bias) implements Linear {
    @Override
    public Correlation correlation(Shape input) {
      return Correlation.dense(input, units);
    }

    @Override
    public boolean gathers() {
      return true;
    }

    @Override
    public List<Integer> kernelShape(Correlation correlation) {
      return List.of(correlation.large().size(), units);
    }

    /** Its taps do not slide: a value of the input meets the units at one of them. */
    @Override
    public int fans(Correlation correlation) {
      return Math.addExact(correlation.large().size(), units);
    }
  }

  /** A convolution with "same" padding: the output is the stride times smaller, rounded up. */
  record Convolution(int channels, int kernel, int stride, boolean bias) implements Linear {
    @Override
    public Correlation correlation(Shape input) {
      return Correlation.same(input, channels, kernel, stride);
    }

    @Override
    public boolean gathers() {
      return true;
    }

    @Override
    public List<Integer> kernelShape(Correlation correlation) {
      return List.of(kernel, kernel, correlation.large().channels(), channels);
    }
  }

  /**
   * The transpose of a {@link Convolution} from an output that is the stride times larger, as in
   * TensorFlow.
   */
  record TransposedConvolution(int channels, int kernel, int stride, boolean bias)
      implements Linear {
    @Override
    public Correlation correlation(Shape input) {
      Shape large =
          new Shape(
              Math.multiplyExact(input.height(), stride),
              Math.multiplyExact(input.width(), stride),
              channels);
      return Correlation.same(large, input.channels(), kernel, stride);
    }

    @Override
    public boolean gathers() {
      return false;
    }

    @Override
    public List<Integer> kernelShape(Correlation correlation) {
      return List.of(kernel, kernel, channels, correlation.small().channels());
    }
  }

  /** The same values at other positions: those of a position's channels in order. */
  record Reshape(Shape to) implements LayerSpec {
    @Override
    public Shape output(Shape input) {
      if (input.size() != to.size()) {
        throw new IllegalArgumentException(
            "%s has %d values, but the layer before it has %d"
                .formatted(to, to.size(), input.size()));
      }
      return to;
    }
  }

  /**
   * Batch normalisation (Ioffe and Szegedy 2015) of each channel over images and positions, with a
   * learnt scale and shift.
   *
   * @param momentum share of the moving averages that a step keeps, in [0, 1)
   * @param epsilon added to the variance
   */
  record BatchNorm(double momentum, double epsilon) implements LayerSpec {
    @Override
    public Shape output(Shape input) {
      return input;
    }

    @Override
    public List<ParameterSpec> parameters(Shape input) {
      List<Integer> channels = List.of(input.channels());
      return List.of(
          new ParameterSpec("gamma", ParameterSpec.Kind.UNIT, channels, 1),
          new ParameterSpec("beta", ParameterSpec.Kind.UNIT, channels, 0),
          new ParameterSpec("moving_mean", ParameterSpec.Kind.MOVING, channels, 0),
          new ParameterSpec("moving_variance", ParameterSpec.Kind.MOVING, channels, 1));
    }
  }

  /** {@code max(x, slope x)}. */
  record LeakyRelu(double slope) implements LayerSpec {
    @Override
    public Shape output(Shape input) {
      return input;
    }
  }

  /**
   * In training, sets a value to 0 with this probability and divides it by the rest otherwise
   * (Srivastava et al. 2014).
   */
  record Dropout(double rate) implements LayerSpec {
    @Override
    public Shape output(Shape input) {
      return input;
    }
  }

  /** The hyperbolic tangent. */
  record Tanh() implements LayerSpec {
    @Override
    public Shape output(Shape input) {
      return input;
    }
  }
}
