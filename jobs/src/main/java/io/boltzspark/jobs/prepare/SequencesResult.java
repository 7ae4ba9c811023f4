package io.boltzspark.jobs.prepare;

import io.boltzspark.dataprep.Part;
import io.boltzspark.dataprep.PrepareSequencesAction;
import io.boltzspark.dataprep.SequenceManifest;
import io.boltzspark.dataprep.sequences.SequenceReport;
import io.boltzspark.jobs.actions.ActionResult;
import io.boltzspark.jobs.console.ShellCommand;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The result of {@code boltz prepare} with a file of sequences. */
record SequencesResult(PrepareSequencesAction.Result result) implements ActionResult {

  @Override
  public Map<String, Object> json() {
    SequenceManifest manifest = result.manifest();
    Map<String, Object> rows = new LinkedHashMap<>();
    for (Part part : Part.values()) {
      rows.put(part.directoryName(), manifest.rows(part));
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("data", result.directory().toString());
    json.put("title", manifest.title());
    json.put("format", manifest.source().format().label());
    json.put("alphabet", manifest.alphabet().name());
    json.put("letters", manifest.alphabet().letters());
    json.put("states", manifest.alphabet().states());
    json.put("sites", manifest.sites());
    json.put("rows", rows);
    json.put("report", json(manifest.report()));
    manifest
        .weights()
        .ifPresent(
            weights ->
                json.put(
                    "weights",
                    Map.of("identity", weights.identity(), "effective", weights.effective())));
    json.put("seed", manifest.choices().seed());
    json.put("fingerprint", manifest.fingerprint());
    json.put("seconds", result.seconds());
    return json;
  }

  private static Map<String, Object> json(SequenceReport report) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("sequences", report.sequences());
    json.put("columns", report.columns());
    json.put("insertions", report.insertions());
    json.put("unknown_letters", report.unknownLetters());
    json.put("with_unknown", report.withUnknown());
    json.put("dropped_for_unknown", report.droppedForUnknown());
    json.put("dropped_for_gaps", report.droppedForGaps());
    json.put("duplicates", report.duplicates());
    json.put("dropped_duplicates", report.droppedDuplicates());
    json.put("kept", report.kept());
    json.put("dropped_columns", report.droppedColumns());
    json.put("gap_share", report.gapShare());
    return json;
  }

  @Override
  public List<String> summary() {
    SequenceManifest manifest = result.manifest();
    SequenceReport report = manifest.report();
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s, %s %s sequences (%s) of %d sites: %d training rows, %d validation rows"
            .formatted(
                manifest.title(),
                manifest.source().format().label(),
                manifest.alphabet().name(),
                manifest.alphabet().letters(),
                manifest.sites(),
                manifest.rows(Part.TRAIN),
                manifest.rows(Part.VALID)));
    lines.add(
        String.format(
            Locale.ROOT,
            "kept: %d of %d sequences, %d of %d columns; %.1f %% of the letters are gaps",
            report.kept(),
            report.sequences(),
            manifest.sites(),
            report.columns(),
            100 * report.gapShare()));
    if (report.insertions() > 0) {
      lines.add("insertions: %d letters taken out".formatted(report.insertions()));
    }
    if (report.withUnknown() > 0) {
      lines.add(unknown(report));
    }
    if (report.droppedForGaps() > 0) {
      lines.add("too many gaps: %d sequences left out".formatted(report.droppedForGaps()));
    }
    if (report.duplicates() > 0) {
      lines.add(
          "duplicates: %d sequences, %s"
              .formatted(
                  report.duplicates(), report.droppedDuplicates() > 0 ? "left out" : "kept"));
    }
    manifest
        .weights()
        .ifPresent(
            weights ->
                lines.add(
                    String.format(
                        Locale.ROOT,
                        "weights: effective number of sequences %.2f (neighbours agree in a share"
                            + " of %s of the sites)",
                        weights.effective(),
                        weights.identity())));
    lines.add(String.format(Locale.ROOT, "in %s (%.1f s)", result.directory(), result.seconds()));
    lines.add(
        "Next: "
            + ShellCommand.of(
                "train", "--data", result.directory().toString(), "--out", "runs/family"));
    return lines;
  }

  private static String unknown(SequenceReport report) {
    String letters =
        report.unknownLetters().entrySet().stream()
            .map(entry -> entry.getKey() + " " + entry.getValue())
            .collect(Collectors.joining(", "));
    return "unknown letters (%s): %d sequences, %s"
        .formatted(
            letters,
            report.withUnknown(),
            report.droppedForUnknown() > 0 ? "left out" : "the letters count as gaps");
  }
}
