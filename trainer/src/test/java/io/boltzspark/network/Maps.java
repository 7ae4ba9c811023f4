package io.boltzspark.network;

import io.boltzspark.math.Matrix;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;

/** Many images' maps in double precision, plainly: [image][(y width + x) channels + channel]. */
record Maps(Shape shape, double[][] values) {

  static Maps zeros(Shape shape, int images) {
    return new Maps(shape, new double[images][shape.size()]);
  }

  /** Uniform in -1..1, exact in single precision. */
  static Maps random(Shape shape, int images, Random random) {
    return zeros(shape, images).map(x -> 2 * random.nextFloat() - 1);
  }

  static Maps of(Shape shape, Matrix rows) {
    Maps maps = zeros(shape, rows.rows());
    for (int i = 0; i < rows.rows(); i++) {
      for (int j = 0; j < rows.columns(); j++) {
        maps.values[i][j] = rows.get(i, j);
      }
    }
    return maps;
  }

  int images() {
    return values.length;
  }

  double get(int image, int y, int x, int channel) {
    return values[image][at(y, x, channel)];
  }

  void add(int image, int y, int x, int channel, double value) {
    values[image][at(y, x, channel)] += value;
  }

  private int at(int y, int x, int channel) {
    return (y * shape.width() + x) * shape.channels() + channel;
  }

  Maps map(DoubleUnaryOperator function) {
    Maps result = zeros(shape, images());
    for (int i = 0; i < images(); i++) {
      for (int j = 0; j < shape.size(); j++) {
        result.values[i][j] = function.applyAsDouble(values[i][j]);
      }
    }
    return result;
  }

  Maps magnitudes() {
    return map(Math::abs);
  }

  /** Each image times its factor. */
  Maps times(float[] factors) {
    Maps result = zeros(shape, images());
    for (int i = 0; i < images(); i++) {
      for (int j = 0; j < shape.size(); j++) {
        result.values[i][j] = factors[i] * values[i][j];
      }
    }
    return result;
  }

  double dot(Maps other) {
    double sum = 0;
    for (int i = 0; i < images(); i++) {
      for (int j = 0; j < shape.size(); j++) {
        sum += values[i][j] * other.values[i][j];
      }
    }
    return sum;
  }

  Matrix rows() {
    Matrix rows = Matrix.zeros(images(), shape.size());
    for (int i = 0; i < images(); i++) {
      for (int j = 0; j < shape.size(); j++) {
        rows.set(i, j, (float) values[i][j]);
      }
    }
    return rows;
  }
}
