package io.boltzspark.jobs.features;

import io.boltzspark.engine.data.TrainingData;
import io.boltzspark.engine.data.TrainingData.Part;
import io.boltzspark.engine.inference.EvaluationRows;
import io.boltzspark.engine.inference.ModelTables;
import io.boltzspark.engine.inference.ModelTables.LabelledScores;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.evaluation.RocArea;
import io.boltzspark.evaluation.RowFreeEnergy;
import io.boltzspark.evaluation.partition.LogLikelihood;
import io.boltzspark.files.Paths;
import io.boltzspark.files.StagedDirectory;
import io.boltzspark.jobs.actions.ActionResult;
import io.boltzspark.jobs.actions.Outputs;
import io.boltzspark.jobs.actions.UsableModel;
import io.boltzspark.jobs.console.Progress;
import io.boltzspark.jobs.console.TextTable;
import io.boltzspark.jobs.data.ChosenData;
import io.boltzspark.store.TableManifest;
import io.boltzspark.store.TableManifest.Kind;
import io.boltzspark.store.TrainedModel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * Writes the free energy of every row of data, and measures how well it separates odd rows from the
 * others.
 */
public final class AnomalyAction {
  /**
   * The request of {@code boltz anomaly}.
   *
   * @param model a run, {@code RUN@step:N} or {@code RUN@epoch:N}
   * @param data whose rows are the model's visible states
   * @param out the directory to write
   * @param oddLabels labels of rows that should score high; empty: only write scores
   * @param overwrite whether free energies at {@code out} may be replaced
   */
  public record Request(
      String model, ChosenData data, String out, SortedSet<Integer> oddLabels, boolean overwrite) {

    public Request {
      Objects.requireNonNull(model);
      Objects.requireNonNull(data);
      Objects.requireNonNull(out);
      oddLabels = Collections.unmodifiableSortedSet(new TreeSet<>(oddLabels));
    }
  }

  /**
   * The free energies that were written, and how well they separate odd rows.
   *
   * @param model as the user named it
   * @param data title of the set
   * @param out their directory
   * @param rows of each part, by its directory's name
   * @param exact whether they are exact, rather than upper bounds by mean field
   * @param density whether they belong to densities of standardised real values
   * @param logJacobian what turns them into those of the data's values: see {@link #json}
   * @param oddLabels labels of rows that should score high; empty: none were given
   * @param areas area under the ROC curve of each part with rows of both kinds
   * @param seconds wall time
   */
  public record Result(
      String model,
      String data,
      String out,
      Map<String, Long> rows,
      boolean exact,
      boolean density,
      double logJacobian,
      SortedSet<Integer> oddLabels,
      Map<String, RocArea> areas,
      double seconds)
      implements ActionResult {

    /** With {@code log p(row) = log_jacobian - free_energy - log Z} in the data's own units. */
    @Override
    public Map<String, Object> json() {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("model", model);
      json.put("data", data);
      json.put("out", out);
      json.put("rows", rows);
      json.put("exact", exact);
      json.put("density", density);
      json.put("log_jacobian", logJacobian);
      json.put("odd_labels", List.copyOf(oddLabels));
      Map<String, Object> byPart = new LinkedHashMap<>();
      areas.forEach((part, area) -> byPart.put(part, json(area)));
      json.put("area_under_roc", oddLabels.isEmpty() ? null : byPart);
      json.put("seconds", seconds);
      return json;
    }

    private static Map<String, Object> json(RocArea area) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("area", area.area());
      json.put("standard_error", hasError(area) ? area.standardError() : null);
      json.put("odd_rows", area.odd());
      json.put("normal_rows", area.normal());
      return json;
    }

    private static boolean hasError(RocArea area) {
      return Double.isFinite(area.standardError());
    }

    @Override
    public List<String> summary() {
      List<String> lines = new ArrayList<>();
      lines.add(
          "%s under %s for %s: %s"
              .formatted(
                  (exact ? "free energies" : "upper bounds of free energies")
                      + (density ? " of standardised values" : ""),
                  model,
                  data,
                  RowCounts.text(rows)));
      if (density) {
        lines.add(
            String.format(
                Locale.ROOT,
                "log-likelihood of a row in the data's own units: %.2f - free energy - log Z",
                logJacobian));
      }
      TextTable table = new TextTable().left("").left("");
      areas.forEach((part, area) -> table.row(part, text(area)));
      lines.addAll(table.lines());
      lines.add(String.format(Locale.ROOT, "wrote %s (%.1f s)", out, seconds));
      return lines;
    }

    private String text(RocArea area) {
      return String.format(
          Locale.ROOT,
          "area under the ROC curve %.4f%s: %d rows with the label %s against %d others",
          area.area(),
          hasError(area) ? String.format(Locale.ROOT, " +- %.4f", area.standardError()) : "",
          area.odd(),
          oddLabels.stream().map(String::valueOf).collect(Collectors.joining(" or ")),
          area.normal());
    }
  }

  private final SparkSession spark;
  private final Request request;
  private final Progress progress;

  public AnomalyAction(SparkSession spark, Request request, Progress progress) {
    this.spark = spark;
    this.request = request;
    this.progress = progress;
  }

  public Result execute() {
    long start = System.nanoTime();
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    Path out = Paths.of(request.out());
    Outputs.requireApart(hadoop, out, Paths.of(request.data().directory().orElseThrow()));
    Outputs.requireFreeTables(hadoop, out, request.overwrite(), Kind.FREE_ENERGIES);
    TrainedModel model = TrainedModel.load(hadoop, request.model(), progress::note);
    UsableModel.requireFinite(model, request.model());
    UsableModel.requireEnergy(model, request.model());
    TrainingData data = request.data().openUnweighted(spark, request.model());
    requireLabels(data);
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    EvaluationRows visible = new EvaluationRows(context, data, model, 0); // no score needs a seed
    ModelTables tables = new ModelTables(spark, data, visible);
    Map<String, Long> rows = new LinkedHashMap<>();
    Map<String, RocArea> areas = new LinkedHashMap<>();
    try (StagedDirectory staged = StagedDirectory.create(hadoop, out, request.overwrite())) {
      for (Part part : Part.values()) {
        if (data.rows(part) > 0) {
          String name = part.directoryName();
          Path table = Paths.in(staged.path(), name);
          progress.start("free energies of " + data.rows(part) + " " + name + " rows", 0);
          tables.writeScores(part, new RowFreeEnergy(), Kind.FREE_ENERGIES.column(), table);
          rows.put(name, data.rows(part));
          area(tables, table).ifPresent(area -> areas.put(name, area));
        }
      }
      requireAreas(data, areas);
      manifest(model, data, rows).write(staged.fileSystem(), staged.path());
      staged.commit();
    }
    progress.finish("wrote " + request.out());
    return new Result(
        request.model(),
        data.title(),
        request.out(),
        rows,
        LogLikelihood.isExact(model.machine()),
        model.hasDensity(),
        model.logJacobian(),
        request.oddLabels(),
        areas,
        (System.nanoTime() - start) / 1e9);
  }

  private void requireLabels(TrainingData data) {
    if (request.oddLabels().isEmpty()) {
      return;
    }
    if (data.labels() == 0) {
      throw new BoltzException(
          ExitCode.BAD_INPUT,
          "--odd-labels needs labels, but %s has none; omit it, prepare images with their label file, or name the column of a table with --label-column"
              .formatted(data.title()));
    }
    if (request.oddLabels().last() >= data.labels()) {
      throw new BoltzException(
          ExitCode.BAD_INPUT,
          "--odd-labels %d is invalid: %s has labels from 0 to %d"
              .formatted(request.oddLabels().last(), data.title(), data.labels() - 1));
    }
  }

  /** The area under the ROC curve; empty if no rows are odd, or all. */
  private Optional<RocArea> area(ModelTables tables, Path table) {
    if (request.oddLabels().isEmpty()) {
      return Optional.empty();
    }
    LabelledScores found = tables.readScores(Kind.FREE_ENERGIES.column(), table);
    double[] odd = scores(found, true);
    double[] normal = scores(found, false);
    return odd.length == 0 || normal.length == 0
        ? Optional.empty()
        : Optional.of(RocArea.of(odd, normal));
  }

  private double[] scores(LabelledScores found, boolean odd) {
    return IntStream.range(0, found.labels().length)
        .filter(r -> request.oddLabels().contains(found.labels()[r]) == odd)
        .mapToDouble(r -> found.scores()[r])
        .toArray();
  }

  private void requireAreas(TrainingData data, Map<String, RocArea> areas) {
    if (!request.oddLabels().isEmpty() && areas.isEmpty()) {
      throw new BoltzException(
          ExitCode.BAD_INPUT,
          "no part of %s has both rows with the labels %s and rows with other labels; choose other --odd-labels"
              .formatted(data.title(), request.oddLabels()));
    }
  }

  private TableManifest manifest(TrainedModel model, TrainingData data, Map<String, Long> rows) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("model", request.model());
    facts.put("data", data.provenance());
    facts.put("density", model.hasDensity());
    facts.put("log_jacobian", model.logJacobian());
    String title = "free energies of %s under %s".formatted(data.title(), request.model());
    return new TableManifest(Kind.FREE_ENERGIES, title, rows, facts);
  }
}
