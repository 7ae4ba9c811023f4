package io.boltzspark.monitoring;

/**
 * A value computed by a {@link Monitor}.
 *
 * @param key its name in {@code metrics.jsonl}
 * @param better which values are better
 */
public record MonitoredValue(String key, Better better) {

  /** Which of two values is better, other things being equal. */
  public enum Better {
    LARGER,
    SMALLER,
    /** The value describes a model, but does not rate it. */
    NEITHER
  }
}
