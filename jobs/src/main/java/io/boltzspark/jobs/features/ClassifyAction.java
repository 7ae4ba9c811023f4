package io.boltzspark.jobs.features;

import io.boltzspark.engine.data.TrainingData;
import io.boltzspark.engine.data.TrainingData.Part;
import io.boltzspark.engine.inference.ClassificationJob;
import io.boltzspark.engine.inference.EvaluationRows;
import io.boltzspark.engine.inference.ModelTables;
import io.boltzspark.engine.inference.SamplingPlan;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.evaluation.Classification;
import io.boltzspark.evaluation.partition.LogLikelihood;
import io.boltzspark.files.Paths;
import io.boltzspark.files.StagedDirectory;
import io.boltzspark.jobs.actions.ActionResult;
import io.boltzspark.jobs.actions.Outputs;
import io.boltzspark.jobs.actions.Parts;
import io.boltzspark.jobs.console.Progress;
import io.boltzspark.jobs.console.TextTable;
import io.boltzspark.jobs.data.ChosenData;
import io.boltzspark.store.TableManifest;
import io.boltzspark.store.TableManifest.Kind;
import io.boltzspark.store.TrainedModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * Assigns labels to rows, writes them, and compares them with those of data, and of images that the
 * machine draws.
 */
public final class ClassifyAction {
  /** The column of the probabilities of all labels, beside that of the most probable one. */
  static final String PROBABILITIES = "label_probabilities";

  /**
   * The request of {@code boltz classify}.
   *
   * @param model a run, {@code RUN@step:N} or {@code RUN@epoch:N}
   * @param data with labels, unless the assigned ones are written
   * @param part whose rows are classified
   * @param samples images of each class to draw and classify; 0: none
   * @param steps Gibbs sweeps of each of these
   * @param seed of all random numbers
   * @param out the directory to write; empty: none
   * @param overwrite whether predicted labels at {@code out} may be replaced
   */
  public record Request(
      String model,
      ChosenData data,
      Part part,
      int samples,
      int steps,
      long seed,
      Optional<String> out,
      boolean overwrite) {

    public Request {
      Objects.requireNonNull(model);
      Objects.requireNonNull(data);
      Objects.requireNonNull(part);
      Objects.requireNonNull(out);
    }
  }

  /**
   * How well a model classifies.
   *
   * @param model as the user named it
   * @param data title of the set
   * @param part whose rows were classified
   * @param rows how many these are
   * @param ofRows their labels and the assigned labels; empty: not all have labels
   * @param unlabelled how many have none
   * @param exact whether probabilities of labels are exact, rather than from a bound
   * @param ofDraws the labels that were fixed while images were drawn, and those assigned to the
   *     images
   * @param steps Gibbs sweeps of each of these images
   * @param out the directory with the assigned labels; empty: they were not written
   * @param assigned how many rows were assigned each label; empty: they were not written
   * @param seconds wall time
   */
  public record Result(
      String model,
      String data,
      String part,
      long rows,
      Optional<Classification> ofRows,
      long unlabelled,
      boolean exact,
      Optional<Classification> ofDraws,
      int steps,
      Optional<String> out,
      List<Long> assigned,
      double seconds)
      implements ActionResult {

    @Override
    public Map<String, Object> json() {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("model", model);
      json.put("data", data);
      json.put("part", part);
      json.put("rows", rows);
      json.put("errors", ofRows.map(Classification::errors).orElse(null));
      json.put("error_rate", ofRows.map(Classification::errorRate).orElse(null));
      json.put("exact", exact);
      json.put("confusion", ofRows.map(Result::lists).orElse(null));
      json.put("samples", ofDraws.map(this::drawsJson).orElse(null));
      json.put("out", out.orElse(null));
      json.put("assigned", out.isPresent() ? assigned : null);
      json.put("seconds", seconds);
      return json;
    }

    private Map<String, Object> drawsJson(Classification draws) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("count", draws.rows());
      json.put("steps", steps);
      json.put("agreement", 1 - draws.errorRate());
      json.put("confusion", lists(draws));
      return json;
    }

    /** Rows of each actual class, by assigned class. */
    private static List<List<Long>> lists(Classification classification) {
      List<List<Long>> rows = new ArrayList<>();
      for (long[] actual : classification.counts()) {
        rows.add(Arrays.stream(actual).boxed().toList());
      }
      return rows;
    }

    @Override
    public List<String> summary() {
      List<String> lines = new ArrayList<>();
      lines.add(
          format(
              "%s on the %d %s rows of %s: %s%s (%.1f s)",
              model,
              rows,
              part,
              data,
              ofRows
                  .map(o -> format("%.2f %% wrong (%d)", 100 * o.errorRate(), o.errors()))
                  .orElse(
                      (unlabelled == rows ? "none" : "not all (%d)".formatted(rows - unlabelled))
                          + " have labels to compare with"),
              exact ? "" : ", by a lower bound for each label",
              seconds));
      ofRows.ifPresent(table -> addTable("label", "wrong %", table, false, lines));
      ofDraws.ifPresent(
          draws -> {
            lines.add("");
            lines.add(
                format(
                    "%d images drawn with their label fixed, %d Gibbs sweeps each: %.2f %% are"
                        + " assigned this label",
                    draws.rows(), steps, 100 * (1 - draws.errorRate())));
            addTable("fixed", "agree %", draws, true, lines);
          });
      if (out.isPresent()) {
        lines.add("assigned " + assignedText());
        lines.add("wrote " + out.get());
      }
      return lines;
    }

    private String assignedText() {
      return IntStream.range(0, assigned.size())
          .mapToObj(label -> "%d: %d".formatted(label, assigned.get(label)))
          .collect(Collectors.joining(", "));
    }

    /** A line for each actual class: its share, and how many rows were assigned each class. */
    private static void addTable(
        String actualWord,
        String shareWord,
        Classification table,
        boolean agreement,
        List<String> lines) {
      TextTable text = new TextTable().right(actualWord).right(shareWord, "%.2f").left("assigned");
      for (int y = 0; y < table.classes(); y++) {
        text.right(Integer.toString(y));
      }
      for (int actual = 0; actual < table.classes(); actual++) {
        double wrong = 100 * table.errorRate(actual);
        List<Object> cells = new ArrayList<>();
        cells.add(actual);
        cells.add(table.rows(actual) == 0 ? "-" : agreement ? 100 - wrong : wrong);
        cells.add("");
        Arrays.stream(table.counts()[actual]).forEach(cells::add);
        text.row(cells.toArray());
      }
      lines.addAll(text.lines());
    }

    private static String format(String pattern, Object... values) {
      return String.format(Locale.ROOT, pattern, values);
    }
  }

  private final SparkSession spark;
  private final Request request;
  private final Progress progress;

  public ClassifyAction(SparkSession spark, Request request, Progress progress) {
    this.spark = spark;
    this.request = request;
    this.progress = progress;
  }

  public Result execute() {
    long start = System.nanoTime();
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    request.out().ifPresent(out -> requireFree(hadoop, out));
    TrainedModel model = TrainedModel.load(hadoop, request.model(), progress::note);
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    ClassificationJob job = new ClassificationJob(context, model.machine(), model.parameters());
    TrainingData data = request.data().openUnweighted(spark, request.model());
    EvaluationRows rows = new EvaluationRows(context, data, model, request.seed());
    Parts.requireRows(data, request.part());
    boolean isCompared = request.out().isEmpty() || areLabelled(data, rows);
    if (isCompared) {
      requireLabels(data);
      rows.requireLabels(request.part());
    }
    Optional<Classification> ofDraws = Optional.empty();
    if (request.samples() > 0) {
      int classes = model.machine().spec().labels();
      int images = request.samples() * classes;
      progress.start("drawing and classifying " + images + " images", 0);
      SamplingPlan plan = SamplingPlan.of(request.steps(), request.seed());
      ofDraws = Optional.of(job.ofDraws(request.samples(), plan));
    }
    progress.start("classifying " + data.rows(request.part()) + " rows", 0);
    Optional<Classification> ofRows = Optional.empty();
    List<Long> assigned = new ArrayList<>();
    if (request.out().isPresent()) {
      ofRows = write(hadoop, model, data, rows, isCompared, assigned);
    } else {
      ofRows = Optional.of(job.ofRows(rows, request.part()));
    }
    progress.finish("classified " + data.rows(request.part()) + " rows");
    return new Result(
        request.model(),
        data.title(),
        Parts.word(request.part()),
        data.rows(request.part()),
        ofRows,
        data.labels() == 0 ? data.rows(request.part()) : rows.unlabelled(request.part()),
        LogLikelihood.isExact(model.machine()),
        ofDraws,
        request.steps(),
        request.out(),
        List.copyOf(assigned),
        (System.nanoTime() - start) / 1e9);
  }

  private void requireFree(Configuration hadoop, String out) {
    Path directory = Paths.of(out);
    Outputs.requireApart(hadoop, directory, Paths.of(request.data().directory().orElseThrow()));
    Outputs.requireFreeTables(hadoop, directory, request.overwrite(), Kind.PREDICTED_LABELS);
  }

  private boolean areLabelled(TrainingData data, EvaluationRows rows) {
    return data.labels() > 0 && rows.unlabelled(request.part()) == 0;
  }

  /**
   * Writes the assigned labels.
   *
   * @param assigned receives how many rows were assigned each
   * @return how they compare with those of the data, if that is asked for
   */
  private Optional<Classification> write(
      Configuration hadoop,
      TrainedModel model,
      TrainingData data,
      EvaluationRows rows,
      boolean isCompared,
      List<Long> assigned) {
    String part = request.part().directoryName();
    Path out = Paths.of(request.out().orElseThrow());
    try (StagedDirectory staged = StagedDirectory.create(hadoop, out, request.overwrite())) {
      int labels = model.machine().spec().labels();
      String column = Kind.PREDICTED_LABELS.column();
      Path table = Paths.in(staged.path(), part);
      ModelTables tables = new ModelTables(spark, data, rows);
      tables.writeLabels(request.part(), labels, column, PROBABILITIES, table);
      Arrays.stream(tables.countLabels(labels, column, table)).forEach(assigned::add);
      Optional<Classification> found =
          isCompared ? Optional.of(tables.readLabels(labels, column, table)) : Optional.empty();
      String title = "labels of %s by %s".formatted(data.title(), request.model());
      Map<String, Object> facts = new LinkedHashMap<>();
      facts.put("model", request.model());
      facts.put("data", data.provenance());
      facts.put("exact", LogLikelihood.isExact(model.machine()));
      new TableManifest(
              Kind.PREDICTED_LABELS, title, Map.of(part, data.rows(request.part())), facts)
          .write(staged.fileSystem(), staged.path());
      staged.commit();
      return found;
    }
  }

  private static void requireLabels(TrainingData data) {
    if (data.labels() == 0) {
      throw new BoltzException(
          ExitCode.BAD_INPUT,
          "%s has no labels to compare with; prepare its images with their label file, name the column of a table with --label-column, or write the assigned labels with --out"
              .formatted(data.title()));
    }
  }
}
