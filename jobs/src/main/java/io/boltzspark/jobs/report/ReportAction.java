package io.boltzspark.jobs.report;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.files.FileSystems;
import io.boltzspark.files.Paths;
import io.boltzspark.files.WholeFiles;
import io.boltzspark.jobs.actions.ActionResult;
import io.boltzspark.jobs.actions.Outputs;
import io.boltzspark.jobs.console.Progress;
import io.boltzspark.jobs.data.ChosenData;
import io.boltzspark.jobs.images.Lettering;
import io.boltzspark.store.RunDirectory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/** Writes an HTML report of a run. */
public final class ReportAction {
  /**
   * The arguments of {@code boltz report}.
   *
   * @param run the run directory
   * @param compare runs to compare it with
   * @param data prepared data to reconstruct; empty: the run's own data
   * @param out the file to write; empty: {@code report.html} in the run, replacing an earlier one
   * @param overwrite replace {@code out} if it exists
   */
  public record Request(
      String run,
      List<String> compare,
      Optional<String> data,
      Optional<String> out,
      boolean overwrite) {
    public Request {
      Objects.requireNonNull(run);
      compare = List.copyOf(compare);
      Objects.requireNonNull(data);
      Objects.requireNonNull(out);
    }
  }

  /**
   * A written report.
   *
   * @param report the file
   * @param runs in the report, the reported one first
   * @param bytes its size
   * @param seconds wall time
   */
  public record Result(String report, List<String> runs, long bytes, double seconds)
      implements ActionResult {

    @Override
    public Map<String, Object> json() {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("report", report);
      json.put("runs", runs);
      json.put("bytes", bytes);
      json.put("seconds", seconds);
      return json;
    }

    @Override
    public List<String> summary() {
      return List.of(
          String.format(
              Locale.ROOT,
              "report of %s: %s (%,d KB, %.1f s)",
              String.join(", ", runs),
              report,
              (bytes + 1023) / 1024,
              seconds));
    }
  }

  private final SparkSession spark;
  private final Configuration hadoop;
  private final Request request;
  private final Progress progress;
  private Optional<String> heading = Optional.empty();
  private Optional<Section> first = Optional.empty();

  public ReportAction(SparkSession spark, Request request, Progress progress) {
    this.spark = spark;
    this.hadoop = spark.sparkContext().hadoopConfiguration();
    this.request = request;
    this.progress = progress;
  }

  /** Puts a section before all others, and replaces the page's heading, the run's name. */
  public ReportAction under(String title, Section section) {
    this.heading = Optional.of(title);
    this.first = Optional.of(section);
    return this;
  }

  public Result execute() {
    long start = System.nanoTime();
    Optional<Path> named = request.out().map(Paths::of);
    named.ifPresent(path -> Outputs.requireFreeFile(hadoop, path, request.overwrite()));
    Lettering.requireFonts();
    List<String> names = new ArrayList<>();
    names.add(request.run());
    names.addAll(request.compare());
    List<ReportedRun> runs =
        names.stream().map(name -> ReportedRun.read(hadoop, name, progress::note)).toList();
    ModelPictures pictures = new ReportPictures(spark, progress).of(runs, data());
    ReportPage standard = ReportPage.standard(pictures);
    ReportPage whole = first.map(standard::after).orElse(standard);
    String html =
        heading
            .map(title -> whole.html(title, names.get(0), runs))
            .orElseGet(() -> whole.html(runs));
    byte[] page = html.getBytes(StandardCharsets.UTF_8);
    Path out =
        named.orElseGet(() -> RunDirectory.open(hadoop, Paths.of(request.run())).reportFile());
    WholeFiles.write(FileSystems.of(hadoop, out), out, page);
    return new Result(
        request.out().orElse(out.toString()),
        names,
        page.length,
        (System.nanoTime() - start) / 1e9);
  }

  /** The location of rows to reconstruct: as given, or as recorded by the run. */
  private Optional<String> data() {
    if (request.data().isPresent()) {
      // Data that the user named is expected in the report, so a problem with it is an error.
      ChosenData.in(request.data()).openUnweighted(spark, request.run());
      return request.data();
    }
    try {
      return Optional.of(RunDirectory.open(hadoop, Paths.of(request.run())).readDataLocation());
    } catch (BoltzException e) {
      progress.note("the report has no reconstructions: " + e.getMessage());
      return Optional.empty();
    }
  }
}
