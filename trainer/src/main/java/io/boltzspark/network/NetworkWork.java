package io.boltzspark.network;

import io.boltzspark.math.Matrix;
import io.boltzspark.math.RandomStream;
import io.boltzspark.network.LayerSpec.BatchNorm;
import io.boltzspark.network.LayerSpec.Dropout;
import io.boltzspark.network.LayerSpec.LeakyRelu;
import io.boltzspark.network.LayerSpec.Linear;
import io.boltzspark.network.LayerSpec.Reshape;
import java.util.List;

/**
 * A network's pass forward and back, with buffers for a number of images; one thread uses it at a
 * time. Nothing is allocated per pass but windows on the buffers.
 */
public final class NetworkWork {
  private final NetworkSpec spec;
  private final LayerWork[] layers;
  private final boolean[] inPlace; // whether output and input of a layer share an array
  private final float[][] maps; // maps[l]: input of layer l; the last one: the output
  private final float[][] gradients = new float[2][];
  private final float[] inputGradient; // null if nobody needs it

  /**
   * @param placed its parameters' places in the array of all parameters
   * @param images largest number of images
   * @param needsInputGradient whether {@link #backward} sets the gradient with respect to the input
   */
  public NetworkWork(
      NetworkSpec spec, List<PlacedParameter> placed, int images, boolean needsInputGradient) {
    this.spec = spec;
    int count = spec.layers().size();
    this.layers = new LayerWork[count];
    this.inPlace = new boolean[count];
    this.maps = new float[count + 1][];
    this.maps[0] = new float[images * spec.input().size()];
    int largest = 0;
    for (int l = 0; l < count; l++) {
      int number = l;
      int[] at =
          placed.stream().filter(p -> p.layer() == number).mapToInt(PlacedParameter::at).toArray();
      Shape shape = spec.inputOf(l);
      layers[l] = work(spec.layers().get(l), shape, at, images);
      int size = images * spec.inputOf(l + 1).size();
      inPlace[l] = layers[l].canBeInPlace() && (l == 0 || !layers[l - 1].needsOutput());
      maps[l + 1] = inPlace[l] ? maps[l] : new float[size];
      largest = Math.max(largest, size);
    }
    // Inner gradients alternate between two arrays as large as the largest maps.
    this.gradients[0] = new float[largest];
    this.gradients[1] = new float[largest];
    boolean canLeaveOut = layers[0] instanceof LinearWork;
    this.inputGradient = needsInputGradient || !canLeaveOut ? new float[maps[0].length] : null;
  }

  private static LayerWork work(LayerSpec layer, Shape shape, int[] parametersAt, int images) {
    if (layer instanceof Linear linear) {
      return new LinearWork(linear, shape, parametersAt);
    } else if (layer instanceof BatchNorm norm) {
      return new BatchNormWork(norm, shape, parametersAt);
    } else if (layer instanceof Reshape reshape) {
      return new ReshapeWork(shape, reshape.to(), images);
    } else if (layer instanceof LeakyRelu relu) {
      return new ElementWork.LeakyRelu(relu, shape);
    } else if (layer instanceof Dropout dropout) {
      return new ElementWork.Dropout(dropout, shape, images);
    }
    return new ElementWork.Tanh(shape);
  }

  /**
   * Sets some channels of the input, which is needed before each pass: the first layer may
   * overwrite it.
   *
   * @param rows one image a row: for each position its channels
   * @param channel the first of them
   */
  public void setInput(Matrix rows, int channel) {
    FeatureMaps.fromRows(rows, spec.input(), maps[0], channel);
  }

  /**
   * Computes the output from the input.
   *
   * @param random random numbers of dropout, in training; null afterwards, when batch normalisation
   *     uses its moving averages
   */
  public void forward(float[] parameters, int images, RandomStream random) {
    for (int l = 0; l < layers.length; l++) {
      layers[l].forward(parameters, maps[l], maps[l + 1], images, random);
    }
  }

  /** Copies the output to rows, one image each: for each position its channels. */
  public void outputInto(Matrix rows) {
    FeatureMaps.toRows(maps[layers.length], spec.output(), rows);
  }

  /**
   * Adds the gradients of parameters, after {@link #forward} in training with the same parameters.
   *
   * @param outputGradient gradient with respect to the output, as rows
   * @param factors factor of each image in the gradients of parameters, but not in that of the
   *     input; null: 1. Not for networks that mix images
   */
  public void backward(float[] parameters, Matrix outputGradient, float[] factors, float[] sums) {
    int images = outputGradient.rows();
    int current = 0;
    FeatureMaps.fromRows(outputGradient, spec.output(), gradients[current], 0);
    for (int l = layers.length - 1; l >= 0; l--) {
      LayerWork layer = layers[l];
      int next = inPlace[l] ? current : 1 - current;
      layer.backward(
          parameters,
          maps[l],
          maps[l + 1],
          gradients[current],
          l > 0 || inPlace[l] ? gradients[next] : inputGradient,
          factors,
          images,
          sums);
      current = next;
    }
    if (inPlace[0]) {
      System.arraycopy(gradients[current], 0, inputGradient, 0, images * spec.input().size());
    }
  }

  /**
   * Copies some channels of the gradient with respect to the input to rows.
   *
   * @param rows one image a row; as many channels as its width says
   */
  public void inputGradientInto(Matrix rows, int channel) {
    FeatureMaps.toRows(inputGradient, spec.input(), rows, channel);
  }
}
