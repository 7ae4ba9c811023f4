package io.boltzspark.jobs.sweep;

import com.fasterxml.jackson.databind.JsonNode;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.files.FileSystems;
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
 * The outcomes of a sweep's runs in {@code sweep.json}, for programs and for the same sweep when it
 * is run again, and in {@code sweep.md}, for people. Both are written anew after each run, as a
 * whole. Safe to call from several threads.
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
   * What the runs are trained on.
   *
   * @param location as given
   * @param title for people
   * @param fingerprint SHA-256 of what decides the rows
   */
  public record DataFacts(String location, String title, String fingerprint) {}

  private SweepLedger(FileSystem fs, Path directory, DataFacts data, Optional<SweepOrder> order) {
    this.fs = fs;
    this.directory = directory;
    this.data = data;
    this.order = order;
  }

  /**
   * Reads what an earlier sweep left, and writes nothing yet.
   *
   * @param runs of this sweep
   * @param notes told when {@code sweep.json} is damaged and therefore ignored
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

  /** Whether a directory's entry of this name is the ledger's, or an unfinished part of it. */
  public static boolean owns(String name) {
    return List.of(JSON_FILE, TABLE_FILE).stream()
        .anyMatch(file -> name.equals(file) || name.startsWith("." + file));
  }

  /** Where a run goes. */
  public Path directoryOf(SweepRun run) {
    return new Path(directory, run.name());
  }

  /** What an earlier sweep says of this very run, if that is finished. */
  public Optional<SweepOutcome> finishedBefore(SweepRun run) {
    return Optional.ofNullable(earlier.get(run.name()))
        .filter(found -> found.state() == SweepOutcome.State.FINISHED)
        .filter(found -> found.run().identity().equals(run.identity(data.fingerprint())));
  }

  /** The newest outcome of a run. */
  public synchronized SweepOutcome of(SweepRun run) {
    return outcomes.get(run.name());
  }

  /** Takes note of an outcome and writes both files. */
  public synchronized void record(SweepOutcome outcome) {
    outcomes.put(outcome.name(), outcome);
    write();
  }

  /** All outcomes, in the order in which they are to be shown. */
  public synchronized List<SweepOutcome> outcomes() {
    List<SweepOutcome> all = List.copyOf(outcomes.values());
    return order.map(by -> by.sorted(all)).orElse(all);
  }

  /** What {@code sweep.json} holds. */
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
    WholeFiles.write(fs, new Path(directory, JSON_FILE), Json.pretty(json()));
    WholeFiles.write(fs, new Path(directory, TABLE_FILE), text.getBytes(StandardCharsets.UTF_8));
  }

  private void readEarlier(Consumer<String> notes) {
    Path file = new Path(directory, JSON_FILE);
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
      notes.accept(file + " cannot be read, so every run is looked at again: " + firstLine(e));
    }
  }

  private void requireSameData(JsonNode json) {
    String before = json.path("fingerprint").asText(data.fingerprint());
    if (!before.equals(data.fingerprint())) {
      throw new BoltzException(
          ExitCode.BAD_CONFIGURATION,
          "the sweep in %s was trained on other data (%s): choose another --out, or the --data of before"
              .formatted(directory, json.path("data").asText()));
    }
  }

  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }
}
