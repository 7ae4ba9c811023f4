package io.boltzspark.network;

import io.boltzspark.math.Matrix;
import io.boltzspark.math.RandomStream;

/** Moves values from the layout of one shape to that of another. */
final class ReshapeWork extends LayerWork {
  private final Shape from;
  private final Shape to;
  private final Matrix rows;

  ReshapeWork(Shape from, Shape to, int images) {
    this.from = from;
    this.to = to;
    this.rows = Matrix.zeros(images, from.size());
  }

  @Override
  void forward(float[] parameters, float[] input, float[] output, int images, RandomStream random) {
    move(input, from, output, to, images);
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
    move(outputGradient, to, inputGradient, from, images);
  }

  private void move(float[] source, Shape sourceShape, float[] target, Shape shape, int images) {
    Matrix some = rows.rows(0, images);
    FeatureMaps.toRows(source, sourceShape, some);
    FeatureMaps.fromRows(some, shape, target, 0);
  }
}
