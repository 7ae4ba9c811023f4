package io.boltzspark.engine.data;

import io.boltzspark.dataprep.ValidRows;
import io.boltzspark.dataprep.random.SeededPermutation;
import io.boltzspark.engine.data.TrainingData.Part;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.files.FileSystems;
import io.boltzspark.files.Paths;
import io.boltzspark.spark.Failures;
import io.boltzspark.spark.JobGroup;
import io.boltzspark.spark.Tables;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.IntegralType;
import org.apache.spark.sql.types.StructField;

/**
 * A table that others wrote: which column is what, in which part each row is, and at which position
 * there. All methods run Spark jobs, or return what will.
 *
 * <p>Rows are in the order of a column {@code position} of whole numbers if there is one; otherwise
 * in an order that depends on their contents alone, since Spark does not promise to read rows in
 * the order in which they were written. They are sorted and then shuffled, so that equal rows are
 * not neighbours and the first rows of a part, which monitors and evaluations take, are like all of
 * them. Within a part, positions count from 0.
 */
final class OwnTable {
  /** Cells of {@link #rows}. */
  static final int LABEL_CELL = 2;

  static final int ID_CELL = 3;
  private static final int PART_CELL = 4;
  static final int WEIGHT_CELL = 5;

  static final String POSITION = "position";
  static final String ID = "id";

  /** Columns that Spark adds to those of files. */
  private static final String METADATA = "_metadata";

  private static final String FILE = METADATA + ".file_path";
  private static final String FILE_ROW = METADATA + ".row_index";

  /** Of the choice of validation rows. It is no setting: other seeds train on the same rows. */
  private static final long VALID_SEED = 1;

  /** Of the order of rows without positions. */
  private static final long ORDER_SEED = 2;

  private final String path;
  private final Dataset<Row> table;
  private final boolean hasFiles;
  private final StructField field;
  private final DataLayout layout;
  private final int width;
  private final Optional<Column> label;
  private final Optional<Column> weight;
  private final Optional<SplitColumn> split;
  private final long trainRows; // before some are held out; -1: not counted
  private final long validRows; // of these
  private final Map<Part, Long> counts = new EnumMap<>(Part.class); // as far as they were asked for

  /**
   * Of a directory or file.
   *
   * @param path as the user named it
   * @throws BoltzException BAD_INPUT when the table is not as the layout says
   */
  static OwnTable open(SparkSession spark, String path, DataLayout layout) {
    return find(spark, path, () -> new OwnTable(read(spark, path), true, path, layout));
  }

  /**
   * Of a program.
   *
   * @param name in place of a path
   */
  static OwnTable of(Dataset<Row> rows, String name, DataLayout layout) {
    return find(rows.sparkSession(), name, () -> new OwnTable(rows, false, name, layout));
  }

  private static OwnTable find(SparkSession spark, String path, Supplier<OwnTable> table) {
    try {
      return JobGroup.run(
          spark.sparkContext(), "boltz-data", "the columns of " + Paths.of(path).getName(), table);
    } catch (Exception e) { // SparkException is checked, but not declared
      throw Failures.whileReading(path, e);
    }
  }

  private OwnTable(Dataset<Row> table, boolean hasFiles, String path, DataLayout layout) {
    this.path = path;
    this.layout = layout;
    this.table = table;
    this.hasFiles = hasFiles;
    this.field = ArrayColumn.of(table, path);
    Column values = ArrayColumn.named(field.name());
    Row first =
        table.select(values).where(values.isNotNull()).takeAsList(1).stream()
            .findFirst()
            .orElseThrow(() -> bad(path, "has no rows"));
    this.width = first.getList(0).size();
    if (width < 1) {
      throw bad(path, "has an empty array in column " + field.name());
    }
    this.split = SplitColumn.in(table, path, layout.split());
    this.label = layout.labels().in(table, path);
    this.weight =
        field.name().equals(TrainingData.WEIGHT)
            ? Optional.empty()
            : layout.weights().in(table, path);
    layout.ids().forEach(this::requireColumn);
    requireLabelIsNoId();
    if (isDivided() && hasWholeNumbers(POSITION)) {
      requireOnePositionEach();
    }
    if (layout.validFraction() > 0) {
      requireNoValidRows();
      this.trainRows = ofSplit(Part.TRAIN, List.of(), false).count();
      this.validRows = ValidRows.of(trainRows, layout.validFraction());
    } else {
      this.trainRows = -1;
      this.validRows = 0;
    }
  }

  /** Tables of rows have a column of this name, with the labels. */
  private void requireLabelIsNoId() {
    boolean isLabel = layout.label().equalsIgnoreCase(DataLayout.LABEL);
    if (label.isPresent()
        && !isLabel
        && layout.ids().stream().anyMatch(DataLayout.LABEL::equalsIgnoreCase)) {
      throw new BoltzException(
          ExitCode.BAD_INPUT,
          "--id %s: what is written has the labels under this name, here those of --label-column %s; rename the column of --data %s, or name another one"
              .formatted(DataLayout.LABEL, layout.label(), path));
    }
  }

  private void requireNoValidRows() {
    if (split.map(s -> s.parts().contains(Part.VALID)).orElse(false)) {
      throw new BoltzException(
          ExitCode.BAD_CONFIGURATION,
          "--valid-fraction %s takes validation rows from the training rows, but --data %s has validation rows by %s; omit the option"
              .formatted(layout.validFraction(), path, split.get().said()));
    }
  }

  /** Within parts, positions are counted anew, which would hide it. */
  private void requireOnePositionEach() {
    Column position = functions.col(POSITION);
    List<Row> repeated =
        table.groupBy(position).count().where(functions.col("count").gt(1)).takeAsList(1);
    if (!repeated.isEmpty()) {
      throw bad(path, "has several rows at position " + repeated.get(0).get(0));
    }
  }

  private boolean isDivided() {
    return split.isPresent() || layout.validFraction() > 0;
  }

  private void requireColumn(String name) {
    if (!PreparedTables.hasColumn(table, name)) {
      throw new BoltzException(
          ExitCode.BAD_INPUT,
          "%s has no column %s, but %s; name columns that identify rows with --id"
              .formatted(path, name, table.schema().simpleString()));
    }
  }

  private static Dataset<Row> read(SparkSession spark, String path) {
    Path directory = Paths.of(path);
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    try {
      if (!FileSystems.of(hadoop, directory).exists(directory)) {
        throw bad(path, "does not exist; create prepared data with: boltz prepare");
      }
      Dataset<Row> table = readable(spark, directory, path);
      UnreadFiles.require(hadoop, directory, table, path);
      return table;
    } catch (IOException e) {
      throw new BoltzException(
          ExitCode.BAD_INPUT, "cannot read --data " + path + ": " + e.getMessage(), e);
    }
  }

  private static Dataset<Row> readable(SparkSession spark, Path directory, String path) {
    try {
      return Tables.readAll(spark, directory);
    } catch (BoltzException e) {
      throw e;
    } catch (Exception e) { // AnalysisException is checked, but Scala does not declare it
      Configuration hadoop = spark.sparkContext().hadoopConfiguration();
      return readable(hadoop, directory)
          .orElseThrow(() -> unreadable(hadoop, path, e))
          .read(spark, directory);
    }
  }

  /** What Spark can read of a table that has more; empty if that is not what is wrong with it. */
  private static Optional<ReadableColumns> readable(Configuration hadoop, Path directory) {
    try {
      ReadableColumns found = ReadableColumns.of(hadoop, directory);
      return found.others().isEmpty() || found.columns().isEmpty()
          ? Optional.empty()
          : Optional.of(found);
    } catch (IOException | RuntimeException e) {
      return Optional.empty(); // Parquet throws both where a file is none
    }
  }

  private static BoltzException unreadable(Configuration hadoop, String path, Exception e) {
    return new BoltzException(
        ExitCode.BAD_INPUT,
        "--data %s is neither prepared data (no manifest.json) nor Parquet: %s%s"
            .formatted(
                path,
                Failures.summary(Failures.firstCause(e)),
                ArrayColumn.adviceAfter(hadoop, Paths.of(path), e)),
        e);
  }

  private static BoltzException bad(String path, String what) {
    return new BoltzException(ExitCode.BAD_INPUT, "--data " + path + " " + what);
  }

  String path() {
    return path;
  }

  Dataset<Row> table() {
    return table;
  }

  /** The column of arrays. */
  String column() {
    return field.name();
  }

  /** Values of a row. */
  int width() {
    return width;
  }

  /** Whether the values are of an integral type, and so categories. */
  boolean areWholeNumbers() {
    return ArrayColumn.areWhole(field);
  }

  /** The cell of {@link #rows} with the weight; null without weights. */
  WeightCell weightCell() {
    return weight.isPresent()
        ? new WeightCell(path, layout.weight(), WEIGHT_CELL, isOrdered())
        : null;
  }

  /** The first cell of {@link #rows} with another column. */
  int firstOther() {
    return weight.isPresent() ? WEIGHT_CELL + 1 : WEIGHT_CELL;
  }

  /** The parts that have rows. */
  Set<Part> parts() {
    Set<Part> parts = EnumSet.of(Part.TRAIN);
    split.ifPresent(s -> parts.addAll(s.parts()));
    if (validRows > 0) {
      parts.add(Part.VALID);
    }
    return parts;
  }

  /** How rows are divided, for a model's provenance. */
  Map<String, Object> partFacts() {
    Map<String, Object> facts = new TreeMap<>();
    split.ifPresent(s -> facts.put("split", s.said()));
    if (validRows > 0) {
      facts.put("valid_fraction", layout.validFraction());
    }
    return facts;
  }

  /** The column of labels, if there is one. */
  Optional<String> labelColumn() {
    return label.map(found -> layout.label());
  }

  /** Position, values, label, id (both perhaps null), part and perhaps weight of a part's rows. */
  JavaRDD<Row> rows(Part part) {
    return rows(part, List.of(), isDivided());
  }

  /** The same, then {@link #others}, and then what {@link #source} counts by. */
  JavaRDD<Row> identities(Part part) {
    return rows(part, others(), true);
  }

  private JavaRDD<Row> rows(Part part, List<String> others, boolean source) {
    JavaRDD<Row> rows = ofPart(part, others, source);
    return hasWholeNumbers(POSITION) ? rows : shuffled(rows, count(part));
  }

  private JavaRDD<Row> ofPart(Part part, List<String> others, boolean source) {
    if (validRows == 0 || part == Part.TEST) {
      return ofSplit(part, others, source);
    }
    SeededPermutation shuffle = new SeededPermutation(trainRows, VALID_SEED);
    long kept = trainRows - validRows;
    boolean valid = part == Part.VALID;
    return ranked(
        ofSplit(Part.TRAIN, others, source)
            .filter(row -> shuffle.apply(row.getLong(0)) >= kept == valid));
  }

  private synchronized long count(Part part) {
    return counts.computeIfAbsent(part, this::counted);
  }

  private long counted(Part part) {
    if (validRows > 0 && part != Part.TEST) {
      return part == Part.VALID ? validRows : trainRows - validRows;
    }
    return split
        .map(s -> table.where(s.part().equalTo(part.directoryName())).count())
        .orElseGet(table::count);
  }

  /** With other positions; rows whose first cells count from 0 to {@code count - 1}. */
  private static JavaRDD<Row> shuffled(JavaRDD<Row> rows, long count) {
    if (count == 0) {
      return rows;
    }
    SeededPermutation order = new SeededPermutation(count, ORDER_SEED);
    return rows.map(row -> at(order.apply(row.getLong(0)), row));
  }

  private static Row at(long position, Row row) {
    Object[] cells = new Object[row.size()];
    Arrays.setAll(cells, i -> i == 0 ? position : row.get(i));
    return RowFactory.create(cells);
  }

  /** Before validation rows are held out. */
  private JavaRDD<Row> ofSplit(Part part, List<String> others, boolean source) {
    JavaRDD<Row> rows = positioned(others, source);
    if (!isDivided()) {
      return rows;
    }
    if (split.isPresent()) {
      String name = part.directoryName();
      rows = rows.filter(row -> name.equals(row.get(PART_CELL)));
    }
    if (!hasWholeNumbers(POSITION)) {
      return ranked(rows);
    }
    String from = path;
    return ranked(
        rows.sortBy(
            row -> {
              FloatColumnRow.requirePosition(row, from);
              return row.getLong(0);
            },
            true,
            rows.getNumPartitions()));
  }

  /** With positions from 0 in the order in which rows are. */
  private static JavaRDD<Row> ranked(JavaRDD<Row> rows) {
    return rows.zipWithIndex().map(row -> at(row._2(), row._1()));
  }

  private JavaRDD<Row> positioned(List<String> others, boolean source) {
    List<Column> columns = new ArrayList<>();
    columns.add(ArrayColumn.named(field.name()).cast("array<float>").as("values"));
    columns.add(label.orElse(functions.lit(null)).cast(DataTypes.LongType).as("label"));
    Column id = hasWholeNumbers(ID) ? functions.col(ID) : functions.lit(null);
    columns.add(id.cast(DataTypes.LongType).as(ID));
    columns.add(split.map(SplitColumn::part).orElse(functions.lit(null)).cast("string").as("part"));
    weight.ifPresent(w -> columns.add(w.as("weight")));
    others.forEach(name -> columns.add(ArrayColumn.named(name).as("more " + name)));
    boolean ordered = hasWholeNumbers(POSITION);
    boolean fromFiles = source && !ordered && hasSource();
    if (fromFiles) {
      columns.add(functions.col(FILE).as("file"));
      columns.add(functions.col(FILE_ROW).as("file row"));
    }
    if (ordered) {
      columns.add(0, functions.col(POSITION).cast(DataTypes.LongType));
      return table.select(columns.toArray(Column[]::new)).javaRDD();
    }
    List<Column> order = new ArrayList<>();
    order.add(functions.xxhash64(functions.col("values")));
    List.of("values", "label", ID).forEach(name -> order.add(functions.col(name)));
    weight.ifPresent(w -> order.add(functions.col("weight")));
    if (fromFiles) { // rows that are equal otherwise are in one part in all jobs
      order.add(functions.col("file"));
      order.add(functions.col("`file row`"));
    }
    columns.add(0, functions.lit(0L).as(POSITION));
    return ranked(
        table
            .select(columns.toArray(Column[]::new))
            .orderBy(order.toArray(Column[]::new))
            .javaRDD());
  }

  /** Whether positions of {@link #rows} are those that the table has. */
  boolean isOrdered() {
    return hasWholeNumbers(POSITION) && !isDivided();
  }

  /**
   * Where a row of {@link #rows} is, by what the table says of it: its position there, or else its
   * file and the row of that, from 0; and its id. Empty where nothing is known. One Spark job.
   */
  String place(Part part, long position) {
    try {
      List<String> others =
          isDivided() && hasWholeNumbers(POSITION) ? List.of(POSITION) : List.of();
      List<Row> found =
          rows(part, others, true)
              .filter(row -> !row.isNullAt(0) && row.getLong(0) == position)
              .take(1);
      return found.isEmpty() ? "" : place(found.get(0));
    } catch (Exception e) { // what is wrong with the row matters more
      return "";
    }
  }

  private String place(Row row) {
    int last = row.size() - 1;
    String place = "";
    if (hasWholeNumbers(POSITION)) {
      place = "at position " + row.get(isOrdered() ? 0 : last);
    } else if (hasSource()) {
      place = row.get(last) + " of " + SourceRows.named(row.getString(last - 1), path);
    }
    return withId(place, row.isNullAt(ID_CELL) ? null : row.getLong(ID_CELL));
  }

  /** Words for a place and an id, each perhaps unknown. */
  static String withId(String place, Long id) {
    String with = id == null ? "" : "with the id " + id;
    return place.isEmpty() || with.isEmpty() ? place + with : place + " " + with;
  }

  private boolean hasSource() {
    return hasFiles && !PreparedTables.hasColumn(table, METADATA);
  }

  /**
   * Where rows are in the files, taken in the order of their names: the last two cells of {@link
   * #rows} with other columns are a file and a row of it. Empty where the order of rows is known.
   */
  Optional<SourceRows> source() {
    if (hasWholeNumbers(POSITION) || !hasSource()) {
      return Optional.empty();
    }
    Map<String, Long> counts = new TreeMap<>();
    table
        .groupBy(functions.col(FILE).as("file"))
        .count()
        .collectAsList()
        .forEach(row -> counts.put(row.getString(0), row.getLong(1)));
    HashMap<String, Long> starts = new HashMap<>();
    long rows = 0;
    for (Map.Entry<String, Long> file : counts.entrySet()) {
      starts.put(file.getKey(), rows);
      rows += file.getValue();
    }
    return Optional.of(new SourceRows(starts, rows));
  }

  /** The columns that say of which row another column tells. */
  List<String> others() {
    return layout.ids().isEmpty()
        ? Arrays.stream(table.schema().fields())
            .filter(f -> ArrayColumn.isSingleValue(f.dataType()))
            .map(StructField::name)
            .filter(this::isOther)
            .toList()
        : layout.ids().stream().filter(this::isOther).toList();
  }

  /** Whether a column is not among the first cells of {@link #rows}. */
  private boolean isOther(String name) {
    return !name.equalsIgnoreCase(POSITION)
        && !(label.isPresent() && name.equalsIgnoreCase(DataLayout.LABEL))
        && !(name.equals(ID) && hasWholeNumbers(ID));
  }

  private boolean hasWholeNumbers(String name) {
    return Arrays.stream(table.schema().fields())
        .anyMatch(f -> f.name().equals(name) && f.dataType() instanceof IntegralType);
  }
}
