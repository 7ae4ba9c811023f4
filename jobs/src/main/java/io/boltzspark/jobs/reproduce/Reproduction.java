package io.boltzspark.jobs.reproduce;

import io.boltzspark.jobs.actions.ActionResult;
import io.boltzspark.jobs.console.TextTable;
import io.boltzspark.jobs.report.charts.Numbers;
import io.boltzspark.jobs.reproduce.Experiment.Machine;
import io.boltzspark.jobs.reproduce.Experiment.Range;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * The result of {@code boltz reproduce} with a name.
 *
 * @param out its directory
 * @param brief whether in the short form
 * @param machines with what came out
 * @param pictures in the order of the experiment
 * @param commands that made everything, as words for a shell
 * @param trained how many runs this call trained, or trained further
 * @param environment facts by their names
 * @param seconds of this call
 */
record Reproduction(
    Experiment experiment,
    String out,
    boolean brief,
    List<Trained> machines,
    List<Drawn> pictures,
    List<String> commands,
    int trained,
    Map<String, String> environment,
    double seconds)
    implements ActionResult {

  /**
   * A machine with its runs.
   *
   * @param runs by seed
   */
  record Trained(Machine machine, Map<Long, Run> runs, List<MeasuredFigure> figures) {
    Trained {
      runs = new LinkedHashMap<>(runs);
      figures = List.copyOf(figures);
    }
  }

  /**
   * A run.
   *
   * @param seconds of its training, over all its parts
   */
  record Run(String directory, String modelSha256, double seconds) {}

  /**
   * A picture.
   *
   * @param caption its title, and the machine if it shows only one
   * @param shows what the source's picture shows
   */
  record Drawn(String caption, String shows, String file) {}

  Reproduction {
    machines = List.copyOf(machines);
    pictures = List.copyOf(pictures);
    commands = List.copyOf(commands);
    environment = new LinkedHashMap<>(environment);
  }

  long figures() {
    return machines.stream().mapToLong(machine -> machine.figures().size()).sum();
  }

  long agreeing() {
    return machines.stream()
        .flatMap(machine -> machine.figures().stream())
        .filter(MeasuredFigure::agrees)
        .count();
  }

  /** How many figures agree, as a sentence. */
  String verdict() {
    return figures() == 0
        ? "No figures were published."
        : "%d of %d figures are within %.0f %% of the range."
            .formatted(agreeing(), figures(), 100 * Range.TOLERANCE);
  }

  @Override
  public Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("experiment", experiment.name());
    json.put("title", experiment.title());
    json.put("source", experiment.source().reference());
    json.put("short", brief);
    json.put("out", out);
    json.put("page", out + "/" + ReproduceAction.PAGE);
    json.put("trained", trained);
    json.put("figures", figures());
    json.put("agreeing", agreeing());
    json.put("machines", machines.stream().map(Reproduction::json).toList());
    json.put(
        "pictures",
        pictures.stream()
            .map(drawn -> Map.of("title", drawn.caption(), "file", drawn.file()))
            .toList());
    json.put("commands", commands);
    json.put("environment", environment);
    json.put("seconds", seconds);
    return json;
  }

  private static Map<String, Object> json(Trained trained) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", trained.machine().name());
    json.put("title", trained.machine().title());
    json.put("preset", trained.machine().preset());
    List<Object> runs = new ArrayList<>();
    trained
        .runs()
        .forEach(
            (seed, run) -> {
              Map<String, Object> one = new LinkedHashMap<>();
              one.put("seed", seed);
              one.put("run", run.directory());
              one.put("model_sha256", run.modelSha256());
              one.put("seconds", run.seconds());
              runs.add(one);
            });
    json.put("runs", runs);
    json.put("figures", trained.figures().stream().map(MeasuredFigure::json).toList());
    return json;
  }

  @Override
  public List<String> summary() {
    List<String> lines = new ArrayList<>();
    lines.add(experiment.title() + (brief ? ", short form" : ""));
    lines.add("  " + experiment.source().reference());
    TextTable table =
        new TextTable(2)
            .left("machine")
            .left("figure")
            .right("published")
            .right("range")
            .right("here")
            .right("ratio")
            .left("agrees");
    for (Trained one : machines) {
      for (MeasuredFigure figure : one.figures()) {
        table.row(
            one.machine().name(),
            figure.figure().title(),
            text(figure.figure().published()),
            range(figure.figure().range()),
            text(figure.here()),
            ratio(figure),
            figure.verdict());
      }
    }
    if (figures() > 0) {
      lines.addAll(table.lines());
    }
    lines.add(verdict() + (brief ? " (In the short form this says nothing.)" : ""));
    lines.add(
        String.format(Locale.ROOT, "page: %s/%s (%.1f s)", out, ReproduceAction.PAGE, seconds));
    return lines;
  }

  /** Four digits at most; a dash where there is none. */
  static String text(OptionalDouble value) {
    return value.isPresent() ? text(value.getAsDouble()) : "–";
  }

  static String text(double value) {
    return Numbers.text(Double.parseDouble(String.format(Locale.ROOT, "%.4g", value)));
  }

  static String range(Range range) {
    return range.low() == range.high()
        ? text(range.low())
        : text(range.low()) + " to " + text(range.high());
  }

  static String ratio(MeasuredFigure figure) {
    OptionalDouble ratio = figure.ratio();
    return ratio.isPresent() ? String.format(Locale.ROOT, "%.2f", ratio.getAsDouble()) : "–";
  }
}
