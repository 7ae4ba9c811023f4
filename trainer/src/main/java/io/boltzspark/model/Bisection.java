package io.boltzspark.model;

import java.util.function.DoubleUnaryOperator;

/** Solves an equation in one unknown. */
final class Bisection {
  private Bisection() {}

  /**
   * The argument at which an ascending function takes a value, or the nearer end of the range if it
   * lies outside.
   */
  static double solve(DoubleUnaryOperator ascending, double from, double to, double value) {
    double low = from;
    double high = to;
    double middle = (low + high) / 2;
    while (low < middle && middle < high) { // until no number lies between them
      if (ascending.applyAsDouble(middle) < value) {
        low = middle;
      } else {
        high = middle;
      }
      middle = (low + high) / 2;
    }
    return middle;
  }
}
