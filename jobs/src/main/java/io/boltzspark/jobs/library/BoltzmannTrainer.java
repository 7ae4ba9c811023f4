package io.boltzspark.jobs.library;

import io.boltzspark.engine.data.TrainingData;
import io.boltzspark.engine.training.SamplesConfig;
import io.boltzspark.engine.training.TrainingLoop;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.files.Paths;
import io.boltzspark.jobs.settings.Settings;
import io.boltzspark.jobs.settings.SettingsLayers;
import io.boltzspark.jobs.train.PlannedTraining;
import io.boltzspark.store.RunDirectory;
import io.boltzspark.store.TrainedModel;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.StructField;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A training of a machine by the rows of a program, with the settings, the engine and the bytes of
 * {@code boltz train}. It works in the session of its rows, keeps nothing between trainings, and
 * may be used again. Each method changes this object and returns it; it is not for several threads.
 */
public final class BoltzmannTrainer {
  private static final Logger LOG = LoggerFactory.getLogger(BoltzmannTrainer.class);
  private static final String POSITION = "position";
  private static final String LABEL = "label";

  private final Map<String, String> assignments = new LinkedHashMap<>();
  private Optional<String> configuration = Optional.empty();
  private Optional<String> values = Optional.empty();
  private Optional<String> position = Optional.empty();
  private Optional<String> label = Optional.empty();
  private Optional<String> run = Optional.empty();
  private String title = "Dataset";

  BoltzmannTrainer() {}

  /**
   * A setting, as {@code --set} has it; it takes precedence over {@link #configuration}.
   *
   * @param key as in configuration files: {@code learning.k}
   * @param value a number, text or truth value, or a list or an array of them
   * @throws BoltzException when there is no such setting; {@link #fit} refuses invalid values
   */
  public BoltzmannTrainer set(String key, Object value) {
    String text = text(value);
    new SettingsLayers().put(key, text, key); // refuses what is unknown where it is said
    assignments.put(key, text);
    return this;
  }

  private static String text(Object value) {
    if (value instanceof Iterable<?> several) {
      return StreamSupport.stream(several.spliterator(), false)
          .map(String::valueOf)
          .collect(Collectors.joining(","));
    }
    if (value instanceof Object[] several) {
      return text(List.of(several));
    }
    return String.valueOf(Objects.requireNonNull(value));
  }

  /**
   * Settings in the form of a configuration file, such as the content of {@code
   * conf/presets/rbm-pcd5.conf}.
   *
   * @param hocon replaces any that were given before
   */
  public BoltzmannTrainer configuration(String hocon) {
    configuration = Optional.of(hocon);
    return this;
  }

  /** The column of arrays that are the rows; by default the only one of arrays of numbers. */
  public BoltzmannTrainer values(String column) {
    values = Optional.of(column);
    return this;
  }

  /**
   * The column of whole numbers, 0 and upwards without gaps, in whose order rows are trained on; by
   * default {@code position} if there is one, and otherwise one that their contents decide. Neither
   * depends on partitions.
   */
  public BoltzmannTrainer position(String column) {
    position = Optional.of(column);
    return this;
  }

  /**
   * The column of labels, whole numbers from 0 or null; by default {@code label} if there is one.
   */
  public BoltzmannTrainer label(String column) {
    label = Optional.of(column);
    return this;
  }

  /** The name of the data in the model's description; by default {@code Dataset}. */
  public BoltzmannTrainer title(String name) {
    title = name;
    return this;
  }

  /**
   * The run directory to write, with metrics and checkpoints, which all commands read; it must not
   * exist. By default these are kept in a temporary directory of the driver until training ends.
   */
  public BoltzmannTrainer run(String directory) {
    run = Optional.of(directory);
    return this;
  }

  /**
   * Trains.
   *
   * @param rows a column of arrays of numbers, and perhaps of positions, labels and weights. They
   *     are read several times, and have to be the same each time: cache them where they are costly
   *     or random
   * @throws BoltzException when settings and rows do not go together, or the training fails; with
   *     the exit code of the command
   */
  public BoltzmannModel fit(Dataset<Row> rows) {
    try {
      return trained(rows);
    } catch (BoltzException e) {
      // There is no option here that names data.
      throw new BoltzException(e.exitCode(), e.getMessage().replace("--data " + title, title), e);
    }
  }

  private BoltzmannModel trained(Dataset<Row> rows) {
    SettingsLayers layers = new SettingsLayers();
    configuration.ifPresent(text -> layers.text(text, "configuration"));
    assignments.forEach((key, text) -> layers.put(key, text, key));
    Settings given = layers.settings().requireMachine("a trainer of rows");
    if (given.mlflow().isOn()) {
      LOG.warn("mlflow.tracking-uri is for boltz train and is not used here");
    }
    TrainingData data = TrainingData.of(selected(rows), title, given.data());
    PlannedTraining planned =
        PlannedTraining.of(rows.sparkSession(), data, given, note -> LOG.info("{}", note));
    Configuration hadoop = rows.sparkSession().sparkContext().hadoopConfiguration();
    if (run.isPresent()) {
      return train(planned, hadoop, Paths.of(run.get()));
    }
    try (TemporaryRun temporary = TemporaryRun.create(hadoop)) {
      return train(planned, hadoop, temporary.path());
    }
  }

  private static BoltzmannModel train(
      PlannedTraining planned, Configuration hadoop, Path directory) {
    RunDirectory.requireFree(hadoop, directory, false);
    TrainingLoop loop = planned.loop(SamplesConfig.NONE, new LoggedTraining());
    String config = planned.settings().render();
    loop.run(
        () -> RunDirectory.createLocked(hadoop, directory, false, run -> run.writeConfig(config)),
        planned.identity(),
        planned.description(),
        new TrainingLoop.Request(false, OptionalInt.empty(), () -> false));
    return new BoltzmannModel(
        hadoop,
        TrainedModel.load(hadoop, directory.toString(), warning -> LOG.warn("{}", warning)),
        config);
  }

  /** With the names that data has, and without the arrays of other columns. */
  private Dataset<Row> selected(Dataset<Row> rows) {
    Dataset<Row> found = rows;
    if (values.isPresent()) {
      requireColumn(rows, "values", values.get());
      found =
          rows.select(
              Arrays.stream(rows.schema().fields())
                  .filter(
                      f -> !(f.dataType() instanceof ArrayType) || f.name().equals(values.get()))
                  .map(StructField::name)
                  .map(BoltzmannTrainer::named)
                  .toArray(Column[]::new));
    }
    found = renamed(found, "position", position, POSITION);
    return renamed(found, "label", label, LABEL);
  }

  private static Dataset<Row> renamed(
      Dataset<Row> rows, String method, Optional<String> column, String name) {
    if (column.isEmpty() || column.get().equals(name)) {
      column.ifPresent(given -> requireColumn(rows, method, given));
      return rows;
    }
    requireColumn(rows, method, column.get());
    return rows.drop(name).withColumnRenamed(column.get(), name);
  }

  private static void requireColumn(Dataset<Row> rows, String method, String column) {
    List<String> columns = List.of(rows.columns());
    if (!columns.contains(column)) {
      throw new BoltzException(
          ExitCode.BAD_INPUT,
          "%s(\"%s\"): the rows have no such column; they have %s"
              .formatted(method, column, String.join(", ", columns)));
    }
  }

  /** A column by its name, whatever characters it has. */
  private static Column named(String name) {
    return functions.col("`" + name.replace("`", "``") + "`");
  }
}
