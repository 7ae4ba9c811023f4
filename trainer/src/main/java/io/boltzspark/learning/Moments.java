package io.boltzspark.learning;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The state of optimisers: arrays by name, each with one number per parameter. Optimisers of
 * different ranges of parameters share them, so a checkpoint need not know the ranges.
 */
public final class Moments {
  private final int parameters;
  private final Map<String, float[]> arrays = new LinkedHashMap<>();

  public Moments(int parameters) {
    this.parameters = parameters;
  }

  /** The array of a name, filled with zeros on first use. */
  float[] named(String name) {
    return arrays.computeIfAbsent(name, unused -> new float[parameters]);
  }

  /** All arrays, not copies. */
  public Map<String, float[]> arrays() {
    return Collections.unmodifiableMap(arrays);
  }
}
