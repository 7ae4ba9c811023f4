package io.boltzspark.learning;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What optimisers remember: arrays by name, each with one number a parameter. Optimisers of
 * different ranges of parameters share them, so that a checkpoint need not know the ranges.
 */
public final class Moments {
  private final int parameters;
  private final Map<String, float[]> arrays = new LinkedHashMap<>();

  public Moments(int parameters) {
    this.parameters = parameters;
  }

  /** The array of a name, of zeros if nobody has asked for it before. */
  float[] named(String name) {
    return arrays.computeIfAbsent(name, unused -> new float[parameters]);
  }

  /** All arrays; these themselves. */
  public Map<String, float[]> arrays() {
    return Collections.unmodifiableMap(arrays);
  }
}
