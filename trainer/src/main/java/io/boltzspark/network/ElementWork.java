package io.boltzspark.network;

import io.boltzspark.math.RandomStream;
import io.boltzspark.math.RowKernels;
import java.util.Arrays;

/** Layers that change each value by itself; their derivatives follow from the output. */
abstract class ElementWork extends LayerWork {
  private static final int PART = 1024;

  private final int size;
  private final float[] values = new float[PART];
  private final float[] gradients = new float[PART];

  ElementWork(Shape shape) {
    this.size = shape.size();
  }

  @Override
  boolean canBeInPlace() {
    return true;
  }

  /**
   * Changes values.
   *
   * @param at index of the first one among all
   */
  abstract void change(float[] values, int count, int at);

  /** Multiplies gradients by the derivatives at the outputs {@code values}, a scratch array. */
  abstract void differentiate(float[] values, float[] gradients, int count, int at);

  /** Before a pass forward. */
  void begin(int count, RandomStream random) {}

  @Override
  void forward(float[] parameters, float[] input, float[] output, int images, RandomStream random) {
    int end = images * size;
    begin(end, random);
    // Parts are copied to small arrays because loops that begin at different offsets of two arrays
    // are not vectorised.
    for (int at = 0; at < end; at += PART) {
      int count = Math.min(PART, end - at);
      System.arraycopy(input, at, values, 0, count);
      change(values, count, at);
      System.arraycopy(values, 0, output, at, count);
    }
  }

  @Override
  void backward(
      float[] parameters,
      float[] input,
      float[] output,
      float[] outputGradient,
      float[] inputGradient,
      float[] factors,
      int images,
      float[] sums) {
    int end = images * size;
    for (int at = 0; at < end; at += PART) {
      int count = Math.min(PART, end - at);
      System.arraycopy(output, at, values, 0, count);
      System.arraycopy(outputGradient, at, gradients, 0, count);
      differentiate(values, gradients, count, at);
      System.arraycopy(gradients, 0, inputGradient, at, count);
    }
  }

  /** {@code max(x, slope x)}. */
  static final class LeakyRelu extends ElementWork {
    private final float slope;

    LeakyRelu(LayerSpec.LeakyRelu layer, Shape shape) {
      super(shape);
      this.slope = (float) layer.slope();
    }

    @Override
    void change(float[] values, int count, int at) {
      for (int i = 0; i < count; i++) {
        values[i] = Math.max(values[i], slope * values[i]);
      }
    }

    /** The derivative is 1 where the output is above 0 (by at least 1e-30), else the slope. */
    @Override
    void differentiate(float[] values, float[] gradients, int count, int at) {
      float rest = 1f - slope;
      for (int i = 0; i < count; i++) {
        gradients[i] *= slope + rest * Math.min(1f, Math.max(0f, values[i] * 1e30f));
      }
    }
  }

  /** The hyperbolic tangent, 2 sigmoid(2 x) - 1, with an error of at most 4e-7. */
  static final class Tanh extends ElementWork {
    private static final float[] ZEROS = new float[PART];

    Tanh(Shape shape) {
      super(shape);
    }

    @Override
    boolean needsOutput() {
      return true;
    }

    @Override
    void change(float[] values, int count, int at) {
      RowKernels.scaleInPlace(values, 2f, 0, count);
      RowKernels.sigmoidInPlace(values, ZEROS, count);
      RowKernels.affineInPlace(values, 2f, -1f, count);
    }

    @Override
    void differentiate(float[] values, float[] gradients, int count, int at) {
      for (int i = 0; i < count; i++) {
        gradients[i] *= 1f - values[i] * values[i];
      }
    }
  }

  /** Dropout: the mask of the last pass forward. */
  static final class Dropout extends ElementWork {
    private final float[] mask;
    private final float[] keep = new float[PART];
    private final float[] part = new float[PART];
    private final float factor;
    private boolean isOn;

    Dropout(LayerSpec.Dropout layer, Shape shape, int images) {
      super(shape);
      this.mask = new float[images * shape.size()];
      this.factor = (float) (1 / (1 - layer.rate()));
      Arrays.fill(keep, (float) (1 - layer.rate()));
    }

    @Override
    void begin(int count, RandomStream random) {
      isOn = random != null;
      for (int at = 0; isOn && at < count; at += PART) {
        int some = Math.min(PART, count - at);
        random.nextUniforms(part, some);
        RowKernels.bernoulliInto(keep, part, part, some);
        RowKernels.scaleInPlace(part, factor, 0, some);
        System.arraycopy(part, 0, mask, at, some);
      }
    }

    @Override
    void change(float[] values, int count, int at) {
      if (isOn) {
        System.arraycopy(mask, at, part, 0, count);
        RowKernels.multiplyInPlace(values, part, count);
      }
    }

    @Override
    void differentiate(float[] values, float[] gradients, int count, int at) {
      change(gradients, count, at);
    }
  }
}
