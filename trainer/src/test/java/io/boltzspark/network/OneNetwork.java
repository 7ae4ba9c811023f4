package io.boltzspark.network;

import io.boltzspark.math.Matrix;
import io.boltzspark.math.RandomStream;
import io.boltzspark.math.RandomStream.Purpose;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** A network by itself, with its parameters and one pass forward and back. */
final class OneNetwork {
  /** Numbers before the parameters, which nobody may touch. */
  static final int BEFORE = 3;

  final NetworkSpec spec;
  final List<PlacedParameter> placed;
  final float[] parameters;
  final float[] sums;
  Matrix output;
  Matrix inputGradient;

  OneNetwork(Shape input, LayerSpec... layers) {
    this.spec = new NetworkSpec(input, List.of(layers));
    int kernels = spec.size(ParameterSpec.Kind.KERNEL);
    int units = spec.size(ParameterSpec.Kind.UNIT);
    int moving = spec.size(ParameterSpec.Kind.MOVING);
    this.placed = spec.placed(BEFORE, BEFORE + kernels, BEFORE + kernels + units);
    this.parameters = new float[BEFORE + kernels + units + moving];
    this.sums = new float[parameters.length];
  }

  /** Kernels uniform in -1/2..1/2, other parameters in 1/2..3/2. */
  OneNetwork drawn(Random random) {
    for (PlacedParameter p : placed) {
      double centre = p.parameter().kind() == ParameterSpec.Kind.KERNEL ? 0 : 1;
      for (int i = p.at(); i < p.end(); i++) {
        parameters[i] = (float) (centre + random.nextFloat() - 0.5);
      }
    }
    return this;
  }

  /** The stream of {@link #run}, from its beginning. */
  static RandomStream stream() {
    return new RandomStream(7, Purpose.DROPOUT, 1, 0);
  }

  /** A pass forward in training and one back, with room for more images than there are. */
  OneNetwork run(Maps input, Maps outputGradient, float[] factors) {
    int images = input.images();
    NetworkWork work = new NetworkWork(spec, placed, images + 2, true);
    work.setInput(input.rows(), 0);
    work.forward(parameters, images, stream());
    output = Matrix.zeros(images, spec.output().size());
    work.outputInto(output);
    Arrays.fill(sums, 0f);
    work.backward(parameters, outputGradient.rows(), factors, sums);
    inputGradient = Matrix.zeros(images, spec.input().size());
    work.inputGradientInto(inputGradient, 0);
    return this;
  }

  Maps infer(Maps input) {
    NetworkWork work = new NetworkWork(spec, placed, input.images(), false);
    work.setInput(input.rows(), 0);
    work.forward(parameters, input.images(), null);
    Matrix rows = Matrix.zeros(input.images(), spec.output().size());
    work.outputInto(rows);
    return Maps.of(spec.output(), rows);
  }

  double[] parameter(String name) {
    return part(parameters, name);
  }

  double[] gradient(String name) {
    return part(sums, name);
  }

  private double[] part(float[] all, String name) {
    PlacedParameter p = named().get(name);
    double[] values = new double[p.end() - p.at()];
    for (int i = 0; i < values.length; i++) {
      values[i] = all[p.at() + i];
    }
    return values;
  }

  Map<String, PlacedParameter> named() {
    Map<String, PlacedParameter> named = new TreeMap<>();
    placed.forEach(p -> named.put(p.name(), p));
    return named;
  }
}
