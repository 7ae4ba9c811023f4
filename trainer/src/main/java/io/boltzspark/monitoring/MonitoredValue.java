package io.boltzspark.monitoring;

/**
 * A number that a {@link Monitor} gives.
 *
 * @param key its name in {@code metrics.jsonl}
 * @param better which values are better
 */
public record MonitoredValue(String key, Better better) {

  /** Which of two values is better, other things being equal. */
  public enum Better {
    LARGER,
    SMALLER,
    /** It tells what a model is like, not how good it is. */
    NEITHER
  }
}
