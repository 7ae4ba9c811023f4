package io.boltzspark.model;

import java.util.function.DoubleUnaryOperator;

/**
 * Points and weights that turn integrals of smooth functions into sums.
 *
 * @param points ascending
 * @param weights one a point
 */
public record Quadrature(double[] points, double[] weights) {

  /**
   * The trapezoidal rule over the whole line, for functions that are negligible outside of the
   * range. For a Gaussian of deviation sigma and points h apart the relative error is 2 exp(-2 pi^2
   * sigma^2 / h^2) (by Poisson's summation formula).
   */
  public static Quadrature line(double from, double to, int count) {
    double[] points = new double[count];
    double[] weights = new double[count];
    for (int i = 0; i < count; i++) {
      points[i] = from + (to - from) * i / (count - 1);
      weights[i] = (to - from) / (count - 1);
    }
    return new Quadrature(points, weights);
  }

  /** Gauss and Legendre's rule on an interval, exact for polynomials of degree 2 count - 1. */
  public static Quadrature interval(double from, double to, int count) {
    double[] points = new double[count];
    double[] weights = new double[count];
    for (int i = 0; i < count; i++) {
      double x = -Math.cos(Math.PI * (i + 0.75) / (count + 0.5));
      double slope = 0;
      for (int newton = 0; newton < 20; newton++) {
        double last = 1;
        double legendre = x;
        for (int k = 2; k <= count; k++) { // k P_k = (2 k - 1) x P_(k-1) - (k - 1) P_(k-2)
          double next = ((2 * k - 1) * x * legendre - (k - 1) * last) / k;
          last = legendre;
          legendre = next;
        }
        slope = count * (x * legendre - last) / (x * x - 1);
        x -= legendre / slope;
      }
      points[i] = from + (to - from) * (x + 1) / 2;
      weights[i] = (to - from) / ((1 - x * x) * slope * slope);
    }
    return new Quadrature(points, weights);
  }

  public double integrate(DoubleUnaryOperator function) {
    double sum = 0;
    for (int i = 0; i < points.length; i++) {
      sum += weights[i] * function.applyAsDouble(points[i]);
    }
    return sum;
  }
}
