package io.boltzspark.jobs.reproduce;

import com.fasterxml.jackson.databind.JsonNode;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.files.FileSystems;
import io.boltzspark.files.Paths;
import io.boltzspark.files.WholeFiles;
import io.boltzspark.files.WriteFailure;
import io.boltzspark.jobs.console.Progress;
import io.boltzspark.jobs.report.Picture;
import io.boltzspark.jobs.reproduce.CommandWords.Draw;
import io.boltzspark.jobs.reproduce.Experiment.Drawing;
import io.boltzspark.jobs.reproduce.Experiment.Figure;
import io.boltzspark.jobs.reproduce.Experiment.Machine;
import io.boltzspark.jobs.reproduce.Plan.Planned;
import io.boltzspark.jobs.reproduce.Reproduction.Drawn;
import io.boltzspark.jobs.reproduce.Reproduction.Run;
import io.boltzspark.jobs.reproduce.Reproduction.Trained;
import io.boltzspark.store.Json;
import io.boltzspark.store.RunDirectory;
import io.boltzspark.store.RunLock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Does a published experiment again, by other commands, and compares. */
final class ReproduceAction {
  static final String PAGE = "reproduction.html";
  static final String NUMBERS = "reproduction.json";

  private static final long LARGEST_PICTURE = 64L << 20;
  private static final String OVERWRITE = "--overwrite";

  /**
   * The request of {@code boltz reproduce}.
   *
   * @param out directory
   * @param brief whether in the short form
   * @param seeds of each machine; empty: that of its preset
   * @param overwrite whether to begin anew
   */
  record Request(
      Experiment experiment, String out, boolean brief, List<Long> seeds, boolean overwrite) {
    Request {
      Objects.requireNonNull(experiment);
      Objects.requireNonNull(out);
      seeds = List.copyOf(seeds);
    }
  }

  private final Configuration hadoop;
  private final Request request;
  private final Commands commands;
  private final Supplier<Map<String, String>> environment;
  private final Progress progress;

  private final FileSystem fs;
  private final Path out;
  private final CommandWords words;
  private Plan plan;
  private int trained;

  /**
   * @param environment facts of the machine, by their names
   */
  ReproduceAction(
      Configuration hadoop,
      Request request,
      Commands commands,
      Supplier<Map<String, String>> environment,
      Progress progress) {
    this.hadoop = hadoop;
    this.request = request;
    this.commands = commands;
    this.environment = environment;
    this.progress = progress;
    this.out = Paths.of(request.out());
    this.fs = FileSystems.of(hadoop, out);
    this.words = new CommandWords(request.experiment(), out, request.brief());
  }

  /**
   * Refuses what cannot work; needs no session of Spark.
   *
   * @throws BoltzException if a command is not understood, settings are invalid, or the directory
   *     holds something else
   */
  void check() {
    plan = Plan.of(words, request.seeds(), commands);
    Steps.requireUsable(hadoop, out, request.experiment(), request.brief(), request.overwrite());
  }

  /** All commands as lines for a shell, those that are done too; after {@link #check}. */
  List<String> lines() {
    return plan.lines();
  }

  /**
   * Does all that is not done yet, after {@link #check}.
   *
   * @throws BoltzException if a command fails, with its exit code
   */
  Reproduction execute() {
    long begin = System.nanoTime();
    Experiment experiment = request.experiment();
    makeDirectory();
    try (RunLock lock =
        RunLock.acquire(fs, out, Duration.ZERO, "choose another --out", progress::note)) {
      Steps steps = Steps.open(hadoop, out, experiment, request.brief(), request.overwrite());
      Map<String, String> fingerprints = prepare(steps);
      Map<Planned, Run> runs = new LinkedHashMap<>();
      for (Planned planned : plan.trainings()) {
        String which = "run %d of %d: ".formatted(runs.size() + 1, plan.trainings().size());
        runs.put(planned, train(steps, planned, fingerprints.get(planned.machine().data()), which));
      }
      Map<Planned, JsonNode> evaluations = evaluate(steps, runs);
      List<Trained> machines =
          experiment.machines().stream().map(m -> trained(m, runs, evaluations)).toList();
      List<Drawn> drawn = draw(steps, runs);
      Reproduction result =
          new Reproduction(
              experiment,
              request.out(),
              request.brief(),
              machines,
              drawn,
              plan.lines(),
              trained,
              environment.get(),
              (System.nanoTime() - begin) / 1e9);
      lock.requireHeld();
      write(result);
      return result;
    }
  }

  private void makeDirectory() {
    try {
      fs.mkdirs(out);
    } catch (IOException e) {
      throw WriteFailure.of("cannot create " + out, e);
    }
  }

  /** Prepares all data. Returns the fingerprint of each. */
  private Map<String, String> prepare(Steps steps) {
    Map<String, String> fingerprints = new LinkedHashMap<>();
    for (String name : request.experiment().data().keySet()) {
      List<String> line = words.prepare(name);
      Path data = words.data(name);
      JsonNode result =
          done(steps, line, "", data)
              .orElseGet(
                  () -> {
                    progress.note("preparing the data " + name);
                    return run(steps, line, "", exists(data) ? List.of(OVERWRITE) : List.of());
                  });
      fingerprints.put(name, result.path("fingerprint").asText());
    }
    return fingerprints;
  }

  private Run train(Steps steps, Planned planned, String fingerprint, String which) {
    List<String> line = plan.train(planned);
    Path run = words.run(planned.machine(), planned.seed());
    String given = fingerprint + " " + planned.settings();
    JsonNode result =
        steps
            .done(line, given)
            .filter(before -> hasModel(run, before.path("model_sha256").asText()))
            .orElseGet(
                () -> {
                  progress.note(
                      "%s%s, seed %d".formatted(which, planned.machine().title(), planned.seed()));
                  return trainNow(steps, line, given, run);
                });
    return new Run(run.toString(), result.path("model_sha256").asText(), seconds(run));
  }

  /** A training that was stopped has a model too, but another. */
  private boolean hasModel(Path run, String sha256) {
    if (!isBegun(run)) {
      return false;
    }
    RunDirectory directory = RunDirectory.open(hadoop, run);
    return directory.hasModel() && directory.readModel().sha256().equals(sha256);
  }

  private JsonNode trainNow(Steps steps, List<String> line, String given, Path run) {
    boolean begun = isBegun(run);
    try {
      JsonNode result = run(steps, line, given, begun ? List.of("--resume") : List.of());
      trained += result.path("ended_before").asBoolean() ? 0 : 1;
      return result;
    } catch (BoltzException e) {
      if (begun && e.exitCode() == ExitCode.BAD_CONFIGURATION) {
        throw new BoltzException(
            e.exitCode(),
            "%s does not go on as the experiment asks for now; choose another --out, or give --overwrite to begin anew: %s"
                .formatted(run, e.getMessage()),
            e);
      }
      throw e;
    }
  }

  private boolean isBegun(Path run) {
    try {
      return !RunDirectory.isUnbegun(fs, run);
    } catch (IOException e) {
      throw cannotRead(run, e);
    }
  }

  private double seconds(Path run) {
    List<Map<String, Object>> log = log(run.toString());
    return log.isEmpty()
        ? 0
        : ((Number) log.get(log.size() - 1).getOrDefault("seconds", 0)).doubleValue();
  }

  private List<Map<String, Object>> log(String run) {
    return RunDirectory.open(hadoop, Paths.of(run)).metrics().read();
  }

  private Map<Planned, JsonNode> evaluate(Steps steps, Map<Planned, Run> runs) {
    Map<Planned, JsonNode> results = new LinkedHashMap<>();
    runs.forEach(
        (planned, run) ->
            words
                .evaluate(planned.machine(), planned.seed())
                .ifPresent(
                    line -> {
                      results.put(
                          planned,
                          steps
                              .done(line, run.modelSha256())
                              .orElseGet(() -> run(steps, line, run.modelSha256(), List.of())));
                    }));
    return results;
  }

  private Trained trained(
      Machine machine, Map<Planned, Run> runs, Map<Planned, JsonNode> evaluations) {
    Map<Long, Run> own = new LinkedHashMap<>();
    List<Map<Long, Double>> values =
        machine.figures().stream().<Map<Long, Double>>map(f -> new LinkedHashMap<>()).toList();
    runs.forEach(
        (planned, run) -> {
          if (!planned.machine().equals(machine)) {
            return;
          }
          own.put(planned.seed(), run);
          List<Map<String, Object>> log = log(run.directory());
          for (int i = 0; i < values.size(); i++) {
            Map<Long, Double> bySeed = values.get(i);
            value(machine.figures().get(i), log, evaluations.get(planned))
                .ifPresent(value -> bySeed.put(planned.seed(), value));
          }
        });
    List<MeasuredFigure> figures = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      figures.add(new MeasuredFigure(machine.figures().get(i), values.get(i)));
    }
    return new Trained(machine, own, figures);
  }

  private static OptionalDouble value(
      Figure figure, List<Map<String, Object>> log, JsonNode evaluation) {
    if (!figure.ofEvaluation()) {
      return figure.statistic().of(log, figure.key());
    }
    JsonNode value = evaluation;
    for (String part : figure.key().split("[.]")) {
      value = value.path(part);
    }
    return value.isNumber() ? OptionalDouble.of(value.doubleValue()) : OptionalDouble.empty();
  }

  private List<Drawn> draw(Steps steps, Map<Planned, Run> runs) {
    List<Drawn> drawn = new ArrayList<>();
    for (Drawing drawing : request.experiment().drawings()) {
      for (Draw draw : words.draw(drawing, plan.firstSeeds())) {
        String given =
            draw.machines().stream()
                .map(name -> sha256(request.experiment().machine(name), runs))
                .collect(Collectors.joining(" "));
        if (done(steps, draw.words(), given, draw.file()).isEmpty()) {
          run(steps, draw.words(), given, List.of(OVERWRITE));
        }
        String title = drawing.title();
        if (draw.machines().size() == 1) {
          title += ": " + request.experiment().machine(draw.machines().get(0)).title();
        }
        drawn.add(new Drawn(title, drawing.shows(), draw.file().toString()));
      }
    }
    return drawn;
  }

  private String sha256(Machine machine, Map<Planned, Run> runs) {
    return runs.get(plan.first(machine)).modelSha256();
  }

  /** The result of a command that is done and whose output is there. */
  private Optional<JsonNode> done(Steps steps, List<String> line, String given, Path output) {
    return steps.done(line, given).filter(result -> exists(output));
  }

  private JsonNode run(Steps steps, List<String> line, String given, List<String> more) {
    JsonNode result = commands.run(with(line, more.toArray(new String[0])));
    steps.add(line, given, result);
    return result;
  }

  private void write(Reproduction result) {
    List<Picture> pictures =
        result.pictures().stream()
            .map(
                drawn ->
                    new Picture(
                        drawn.caption(),
                        WholeFiles.read(fs, Paths.of(drawn.file()), LARGEST_PICTURE)))
            .toList();
    WholeFiles.write(
        fs,
        Paths.in(out, PAGE),
        ReproductionPage.html(result, pictures).getBytes(StandardCharsets.UTF_8));
    WholeFiles.write(fs, Paths.in(out, NUMBERS), Json.pretty(result.json()));
  }

  private boolean exists(Path path) {
    try {
      return fs.exists(path);
    } catch (IOException e) {
      throw cannotRead(path, e);
    }
  }

  private static BoltzException cannotRead(Path path, IOException e) {
    return new BoltzException(ExitCode.ENVIRONMENT, "cannot read " + path + ": " + e, e);
  }

  private static List<String> with(List<String> line, String... more) {
    return Stream.concat(line.stream(), Stream.of(more)).toList();
  }
}
