package io.boltzspark.jobs.sweep;

import com.fasterxml.jackson.databind.JsonNode;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.files.FileSystems;
import io.boltzspark.files.Paths;
import io.boltzspark.files.WholeFiles;
import io.boltzspark.store.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The outcomes of a sweep's runs: in {@code sweep.json}, for programs and for resuming the sweep,
 * and in {@code sweep.md}, for people. Both are rewritten as a whole after each run. Thread-safe.
 */
public final class SweepLedger {
  private static final String JSON_FILE = "sweep.json";
  private static final String TABLE_FILE = "sweep.md";
  private static final long LARGEST_FILE = 256L << 20;

  private final FileSystem fs;
  private final Path directory;
  private final DataFacts data;
  private final Optional<SweepOrder> order;
  private final Map<String, SweepOutcome> earlier = new LinkedHashMap<>();
  private final Map<String, SweepOutcome> outcomes = new LinkedHashMap<>();

  /**
   * The data of the runs.
   *
   * @param location as given
   * @param title for people
   * @param fingerprint SHA-256 that identifies the rows
   */
  public record DataFacts(String location, String title, String fingerprint) {}

  private SweepLedger(FileSystem fs, Path directory, DataFacts data, Optional<SweepOrder> order) {
    this.fs = fs;
    this.directory = directory;
    this.data = data;
    this.order = order;
  }

  /**
   * Reads the files of an earlier sweep; writes nothing yet.
   *
   * @param runs of this sweep
   * @param notes receives a note when {@code sweep.json} is damaged and ignored
   * @throws BoltzException BAD_INPUT when the earlier sweep was trained on other data
   */
  public static SweepLedger open(
      Configuration hadoop,
      Path directory,
      List<SweepRun> runs,
      DataFacts data,
      Optional<SweepOrder> order,
      Consumer<String> notes) {
    FileSystem fs = FileSystems.of(hadoop, directory);
    SweepLedger ledger = new SweepLedger(fs, directory, data, order);
    ledger.readEarlier(notes);
    for (SweepRun run : runs) {
      String path = ledger.directoryOf(run).toString();
      ledger.outcomes.put(run.name(), SweepOutcome.waiting(run, path, data.fingerprint()));
    }
    return ledger;
  }

  /** Whether this is the name of a file of the ledger, or of an unfinished one. */
  public static boolean owns(String name) {
    return List.of(JSON_FILE, TABLE_FILE).stream()
        .anyMatch(file -> name.equals(file) || name.startsWith("." + file));
  }

  /** The directory of a run. */
  public Path directoryOf(SweepRun run) {
    return Paths.in(directory, run.name());
  }

  /** The earlier outcome of this run, if it is finished. */
  public Optional<SweepOutcome> finishedBefore(SweepRun run) {
    return Optional.ofNullable(earlier.get(run.name()))
        .filter(found -> found.state() == SweepOutcome.State.FINISHED)
        .filter(found -> found.run().identity().equals(run.identity(data.fingerprint())));
  }

  /** The newest outcome of a run. */
  public synchronized SweepOutcome of(SweepRun run) {
    return outcomes.get(run.name());
  }

  /** Records an outcome and writes both files. */
  public synchronized void record(SweepOutcome outcome) {
    outcomes.put(outcome.name(), outcome);
    write();
  }

  /** All outcomes, in display order. */
  public synchronized List<SweepOutcome> outcomes() {
    List<SweepOutcome> all = List.copyOf(outcomes.values());
    return order.map(by -> by.sorted(all)).orElse(all);
  }

  /** The content of {@code sweep.json}. */
  public Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("data", data.location());
    json.put("title", data.title());
    json.put("fingerprint", data.fingerprint());
    json.put("sorted_by", order.map(SweepOrder::metric).orElse(null));
    json.put("runs", outcomes().stream().map(OutcomeJson::write).toList());
    return json;
  }

  private void write() {
    List<String> lines = new ArrayList<>();
    lines.add("# Sweep on " + data.title());
    lines.add("");
    lines.addAll(new SweepTable(outcomes()).lines());
    String text = String.join("\n", lines) + "\n";
    WholeFiles.write(fs, Paths.in(directory, JSON_FILE), Json.pretty(json()));
    WholeFiles.write(fs, Paths.in(directory, TABLE_FILE), text.getBytes(StandardCharsets.UTF_8));
  }

  private void readEarlier(Consumer<String> notes) {
    Path file = Paths.in(directory, JSON_FILE);
    try {
      if (!fs.exists(file)) {
        return;
      }
      JsonNode json = Json.parse(WholeFiles.read(fs, file, LARGEST_FILE), file.toString());
      requireSameData(json);
      for (JsonNode run : json.path("runs")) {
        SweepOutcome outcome = OutcomeJson.read(run, file.toString());
        earlier.put(outcome.name(), outcome);
      }
    } catch (IOException | BoltzException e) {
      if (e instanceof BoltzException ours && ours.exitCode() == ExitCode.BAD_CONFIGURATION) {
        throw ours;
      }
      earlier.clear();
      notes.accept(file + " is not readable, so every run is checked again: " + firstLine(e));
    }
  }

  private void requireSameData(JsonNode json) {
    String before = json.path("fingerprint").asText(data.fingerprint());
    if (!before.equals(data.fingerprint())) {
      throw new BoltzException(
          ExitCode.BAD_CONFIGURATION,
          "the sweep in %s was trained on other data (%s); choose another --out, or give the earlier --data"
              .formatted(directory, json.path("data").asText()));
    }
  }

  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }
}
