package io.boltzspark.evaluation.partition;

/** The logarithm of a sum of numbers given as logarithms, added in the given order. */
public final class LogSum {
  private double largest = Double.NEGATIVE_INFINITY;
  private double scaled;

  public void add(double log) {
    if (log == Double.NEGATIVE_INFINITY) {
      return;
    }
    if (log <= largest) {
      scaled += Math.exp(log - largest);
    } else {
      scaled = scaled * Math.exp(largest - log) + 1;
      largest = log;
    }
  }

  /** Minus infinity for no numbers. */
  public double value() {
    return largest + Math.log(scaled);
  }
}
