package io.boltzspark.jobs.library;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.boltzspark.engine.inference.Samples;
import io.boltzspark.engine.inference.SamplingJob;
import io.boltzspark.engine.inference.SamplingPlan;
import io.boltzspark.engine.inference.SamplingPlan.Ending;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.files.Paths;
import io.boltzspark.jobs.actions.UsableModel;
import io.boltzspark.jobs.states.StatesFile;
import io.boltzspark.jobs.states.StatesTable;
import io.boltzspark.store.Json;
import io.boltzspark.store.ModelReference;
import io.boltzspark.store.RunDirectory;
import io.boltzspark.store.RunLock;
import io.boltzspark.store.TrainedModel;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A trained machine in a program. It does not change, and may be used by several threads. */
public final class BoltzmannModel {
  private static final Logger LOG = LoggerFactory.getLogger(BoltzmannModel.class);

  /** As {@code boltz sample} has it. */
  private static final int SWEEPS = 1000;

  /** Of all samples: 0.8 GB in single precision. */
  private static final long MOST_VALUES = 200_000_000;

  private static final String NAME = "of this program";

  private final Configuration hadoop;
  private final TrainedModel model;
  private final String configuration;

  /**
   * @param configuration that trained it, as a configuration file
   */
  BoltzmannModel(Configuration hadoop, TrainedModel model, String configuration) {
    UsableModel.requireFinite(model, NAME);
    this.hadoop = hadoop;
    this.model = model;
    this.configuration = configuration;
  }

  static BoltzmannModel load(Configuration hadoop, String run) {
    TrainedModel model = TrainedModel.load(hadoop, run, warning -> LOG.warn("{}", warning));
    String directory = ModelReference.parse(run).run();
    return new BoltzmannModel(
        hadoop, model, RunDirectory.open(hadoop, Paths.of(directory)).readConfig());
  }

  /** The machine with its parameters. */
  public TrainedModel trained() {
    return model;
  }

  /** All settings of its training, in the form of a configuration file. */
  public String configuration() {
    return configuration;
  }

  /** What is recorded of its training: data, settings, metrics, versions. */
  public Map<String, Object> description() {
    return Json.toMap((ObjectNode) model.description());
  }

  /** The names of the columns that {@link #transform} can add. */
  public List<String> columns() {
    return AddedColumn.allOf(model.machine()).stream().map(AddedColumn::column).toList();
  }

  /**
   * Rows with all that the machine says of each: {@code features} (array of float; means of the
   * last hidden layer), {@code free_energy} (double; of visible states; an upper bound if there are
   * several hidden layers), {@code reconstruction} (array of float, in the units of the data, for
   * categories a probability for each) and, where the machine has labels, {@code predicted_label}
   * (integer). A label of the rows is not looked at.
   *
   * <p>Nothing is computed before the result is used. Rows stay in their partitions and order.
   *
   * @param rows with the column that the machine was trained on, or only one of arrays of numbers.
   *     For binary units values between 0 and 1 are taken as they are, not drawn from
   * @throws BoltzException BAD_INPUT when there is no such column, or a column to add is there;
   *     when the result is used, Spark's exception has one as its cause where a row is no visible
   *     state
   */
  public Dataset<Row> transform(Dataset<Row> rows) {
    return transform(rows, columns());
  }

  /**
   * The same with some of these columns.
   *
   * @param wanted of {@link #columns}
   */
  public Dataset<Row> transform(Dataset<Row> rows, List<String> wanted) {
    List<AddedColumn> added = wanted.stream().map(this::column).toList();
    StructType schema = rows.schema();
    int at = valuesOf(schema);
    StructType transformed = schema;
    for (AddedColumn each : added) {
      if (Arrays.stream(schema.fieldNames()).anyMatch(each.column()::equalsIgnoreCase)) {
        throw new BoltzException(
            ExitCode.BAD_INPUT,
            "the rows have a column %s already; drop or rename it, or ask for other columns"
                .formatted(each.column()));
      }
      transformed = transformed.add(each.column(), each.type(), false);
    }
    JavaSparkContext context =
        JavaSparkContext.fromSparkContext(rows.sparkSession().sparkContext());
    // Removed by Spark when the result is no longer reachable.
    Broadcast<float[]> parameters = context.broadcast(model.parameters());
    TransformedRows function =
        new TransformedRows(
            model.machine().spec(),
            parameters,
            model.standardisation(),
            at,
            schema.fields()[at].name(),
            added);
    return rows.mapPartitions(function, Encoders.row(transformed));
  }

  private AddedColumn column(String name) {
    return AddedColumn.allOf(model.machine()).stream()
        .filter(each -> each.column().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new BoltzException(
                    ExitCode.BAD_INPUT,
                    "the column %s cannot be added; this model has %s"
                        .formatted(name, String.join(", ", columns()))));
  }

  /** The index of the column that the machine was trained on, or else of the only possible one. */
  private int valuesOf(StructType schema) {
    String trained = model.description().path("data").path("column").asText();
    List<StructField> arrays =
        Arrays.stream(schema.fields()).filter(BoltzmannModel::isNumberArray).toList();
    StructField found =
        arrays.stream()
            .filter(field -> field.name().equals(trained) || arrays.size() == 1)
            .findFirst()
            .orElseThrow(
                () ->
                    new BoltzException(
                        ExitCode.BAD_INPUT,
                        "the rows must have a column of arrays of numbers%s, but have %s; rename or select one"
                            .formatted(
                                trained.isEmpty() ? "" : " named " + trained,
                                arrays.isEmpty()
                                    ? "none"
                                    : arrays.stream()
                                        .map(StructField::name)
                                        .collect(Collectors.joining(", ")))));
    return schema.fieldIndex(found.name());
  }

  private static boolean isNumberArray(StructField field) {
    return field.dataType() instanceof ArrayType array
        && (array.elementType() instanceof NumericType
            || array.elementType() instanceof BooleanType);
  }

  /**
   * Samples after as many Gibbs sweeps from noise as {@code boltz sample} makes.
   *
   * @see #sample(SparkSession, int, int, long)
   */
  public Dataset<Row> sample(SparkSession spark, int count) {
    return sample(spark, count, SWEEPS, 1);
  }

  /**
   * Samples, the same as {@code boltz sample --out FILE.parquet} writes: {@code sample} and {@code
   * position} (their number, from 0), {@code label} where the machine has labels, {@code
   * free_energy} or {@code energy} where units have one, and {@code values} (array) in the units of
   * the data. They are drawn at once, and held by the driver.
   *
   * @param count of samples, one chain each
   * @param sweeps Gibbs sweeps of each chain
   * @param seed of every random number
   */
  public Dataset<Row> sample(SparkSession spark, int count, int sweeps, long seed) {
    long most = MOST_VALUES / model.machine().visible().size();
    if (count < 1 || count > most || sweeps < 1) {
      throw new BoltzException(
          ExitCode.USAGE,
          String.format(
              Locale.ROOT,
              "%d samples after %d sweeps; expected 1 to %d samples of this model at a time, and at"
                  + " least 1 sweep",
              count,
              sweeps,
              most));
    }
    SamplingPlan states = SamplingPlan.of(sweeps, seed).with(Ending.STATES);
    SamplingPlan plan = model.machine().hasEnergy() ? states.withEnergies() : states;
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    Samples samples =
        new SamplingJob(context, model.machine(), model.parameters()).fromNoise(count, plan);
    return StatesFile.dataset(
        spark, StatesTable.of(NAME, model, samples.visible(), samples.energies()));
  }

  /**
   * Writes a run with the model, which {@link Boltzmann#load} and all commands that take a model
   * read.
   *
   * @param run the directory to make
   * @throws BoltzException OUTPUT_EXISTS if it is there
   */
  public void save(String run) {
    RunDirectory directory =
        RunDirectory.createLocked(
            hadoop, Paths.of(run), false, made -> made.writeConfig(configuration));
    try (RunLock lock = directory.lock(warning -> LOG.warn("{}", warning))) {
      lock.requireHeld();
      directory.writeModel(
          TrainedModel.tensors(model.machine(), model.parameters(), model.standardisation()),
          description());
    }
  }
}
