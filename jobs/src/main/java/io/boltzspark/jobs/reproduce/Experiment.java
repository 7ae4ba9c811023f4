package io.boltzspark.jobs.reproduce;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A published experiment, as a file describes it; {@code conf/reproduce/README.md} explains every
 * key.
 *
 * @param name of the file, without its end
 * @param published in words
 * @param time at full length, in words
 * @param data options of {@code boltz prepare} by the name of the data
 * @param brief what the short form changes
 */
public record Experiment(
    String name,
    String title,
    Source source,
    String published,
    String time,
    Map<String, Words> data,
    List<Machine> machines,
    List<Drawing> drawings,
    Brief brief) {

  public Experiment {
    data = new LinkedHashMap<>(data);
    machines = List.copyOf(machines);
    drawings = List.copyOf(drawings);
  }

  /** What is reproduced. */
  public record Source(String authors, String title, int year, String where) {
    /** As a bibliography would have it. */
    String reference() {
      return "%s: %s (%d), %s".formatted(authors, title, year, where);
    }
  }

  /**
   * A machine that is trained.
   *
   * @param name of the directory of its runs
   * @param preset the file of its settings
   * @param data name of what it is trained on
   * @param train options of {@code boltz train} besides the preset
   * @param evaluate options of {@code boltz evaluate}; empty: it is not evaluated
   * @param brief options of {@code boltz train} in the short form
   */
  public record Machine(
      String name,
      String title,
      String preset,
      String data,
      Words train,
      Optional<Words> evaluate,
      Words brief,
      List<Figure> figures) {
    public Machine {
      figures = List.copyOf(figures);
    }
  }

  /**
   * A published figure.
   *
   * @param key of a monitor, or the path of a value in the result of an evaluation
   * @param ofEvaluation whether it is the latter
   * @param published empty where only a range is known
   * @param range what published values and reruns of the original span
   */
  public record Figure(
      String title,
      String key,
      boolean ofEvaluation,
      Statistic statistic,
      OptionalDouble published,
      Range range) {}

  /** From the least to the largest value. */
  public record Range(double low, double high) {
    /** How far outside of the range, as a share of its nearer end, a value still agrees. */
    static final double TOLERANCE = 0.15;

    /** Whether a value is within the range, or {@link #TOLERANCE} of its nearer end outside. */
    boolean agreesWith(double value) {
      return value >= low - TOLERANCE * Math.abs(low) && value <= high + TOLERANCE * Math.abs(high);
    }
  }

  /**
   * A picture to draw.
   *
   * @param shows what the source's picture shows
   * @param command with placeholders
   * @param machines names of those that it shows
   * @param brief options in the short form
   */
  public record Drawing(
      String name, String title, String shows, Words command, List<String> machines, Words brief) {
    public Drawing {
      machines = List.copyOf(machines);
    }
  }

  /** Options that the short form adds to those of each command. */
  public record Brief(Words prepare, Words train, Words evaluate) {}

  Machine machine(String named) {
    return machines.stream().filter(m -> m.name().equals(named)).findFirst().orElseThrow();
  }
}
