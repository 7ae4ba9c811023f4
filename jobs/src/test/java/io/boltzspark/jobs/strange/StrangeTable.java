package io.boltzspark.jobs.strange;

import io.boltzspark.testing.TestSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;

/** A table in Parquet that a seed has made strange in its values, columns and files. */
final class StrangeTable {
  private static final List<String> NAMES =
      List.of(
          "values",
          "values",
          "v",
          "v",
          "image.pixels",
          "my values",
          "a`b",
          "select",
          "größe",
          "free_energy",
          "features",
          "label",
          "position",
          "id",
          "weight",
          "split",
          "position.x",
          "array",
          "count",
          "_metadata",
          "x\"y",
          "a,b;{}",
          "source_row");

  /** How rows lie in files. */
  enum Layout {
    ONE,
    ONE_FILE_AS_DATA,
    SEVERAL,
    EMPTY_TABLE_BESIDE,
    NO_BYTES_BESIDE,
    TEXT_BESIDE,
    NESTED,
    NESTED_BESIDE,
    PARTITION_BESIDE,
    SPLIT_DIRECTORIES,
    DATE_DIRECTORIES,
    SPLIT_FILES,
    HIDDEN_BESIDE,
    WORD_FILES,
    LATER_COLUMN
  }

  final Path path;
  final String name;
  final StrangeValues values;
  final List<StrangeColumn> columns = new ArrayList<>();
  final Layout layout;

  /** The rows' numbers, without damage. */
  final List<double[]> numbers = new ArrayList<>();

  private final StructType schema;

  StrangeTable(Random random, Path directory) throws IOException {
    this.values = new StrangeValues(random);
    this.name = NAMES.get(random.nextInt(random.nextBoolean() ? NAMES.size() : 4));
    Layout[] layouts = Layout.values();
    this.layout = layouts[random.nextInt(random.nextBoolean() ? layouts.length : 1)];
    int more = random.nextInt(4);
    for (int i = 0; i < more; i++) {
      StrangeColumn column = StrangeColumn.of(random);
      if (!column.name().equals(name)
          && columns.stream().noneMatch(c -> c.name().equals(column.name()))) {
        columns.add(column);
      }
    }
    StructType made = new StructType().add(name, DataType.fromDDL(values.type.ddl));
    for (StrangeColumn column : columns) {
      made = made.add(column.name(), DataType.fromDDL(column.type()));
    }
    this.schema = made;
    int count = values.damage == StrangeValues.Damage.NO_ROWS ? 0 : 8 + random.nextInt(17);
    int damaged = count == 0 ? -1 : random.nextInt(count);
    List<Row> rows = new ArrayList<>();
    for (int r = 0; r < count; r++) {
      double[] row = values.numbers(r, random);
      numbers.add(row);
      List<Object> cells = new ArrayList<>();
      cells.add(values.cell(row, r == damaged));
      for (StrangeColumn column : columns) {
        cells.add(column.cell(r, count));
      }
      rows.add(RowFactory.create(cells.toArray()));
    }
    this.path = write(directory, rows);
  }

  private Path write(Path directory, List<Row> rows) throws IOException {
    List<Row> first = rows.subList(0, rows.size() / 2);
    List<Row> last = rows.subList(rows.size() / 2, rows.size());
    switch (layout) {
      case ONE -> file(directory.resolve("a.parquet"), rows);
      case ONE_FILE_AS_DATA -> {
        return file(directory.resolve("a.parquet"), rows);
      }
      case SEVERAL ->
          both(directory.resolve("a.parquet"), first, directory.resolve("b.parquet"), last);
      case EMPTY_TABLE_BESIDE ->
          both(directory.resolve("a.parquet"), rows, directory.resolve("0.parquet"), List.of());
      case NO_BYTES_BESIDE -> {
        file(directory.resolve("b.parquet"), rows);
        Files.createFile(directory.resolve("a.parquet"));
      }
      case TEXT_BESIDE -> {
        file(directory.resolve("b.parquet"), rows);
        Files.writeString(directory.resolve("README.md"), "The rows are in b.parquet.\n");
      }
      case NESTED -> file(directory.resolve("deep").resolve("deeper").resolve("a.parquet"), rows);
      case NESTED_BESIDE ->
          both(
              directory.resolve("a.parquet"),
              first,
              directory.resolve("more").resolve("b.parquet"),
              last);
      case PARTITION_BESIDE ->
          both(
              directory.resolve("a.parquet"),
              first,
              directory.resolve("day=2024-01-01").resolve("b.parquet"),
              last);
      case SPLIT_DIRECTORIES ->
          both(
              directory.resolve("split=train").resolve("a.parquet"),
              first,
              directory.resolve("split=test").resolve("a.parquet"),
              last);
      case DATE_DIRECTORIES ->
          both(
              directory.resolve("day=2024-01-01").resolve("a.parquet"),
              first,
              directory.resolve("day=2024-01-02").resolve("a.parquet"),
              last);
      case SPLIT_FILES ->
          both(
              directory.resolve("train-0.parquet"),
              first,
              directory.resolve("test-0.parquet"),
              last);
      case HIDDEN_BESIDE -> {
        both(directory.resolve("a.parquet"), rows, directory.resolve("_b.parquet"), first);
        file(directory.resolve(".c.parquet"), first);
        Files.createFile(directory.resolve("_SUCCESS"));
      }
      case WORD_FILES ->
          both(
              directory.resolve("train-0.parquet"),
              first,
              directory.resolve("holdout-0.parquet"),
              last);
      case LATER_COLUMN -> {
        file(directory.resolve("a.parquet"), first);
        StructType later = schema.add("late", DataType.fromDDL("int"));
        List<Row> rest = new ArrayList<>();
        for (Row row : last) {
          Object[] cells = new Object[row.size() + 1];
          Arrays.setAll(cells, i -> i < row.size() ? row.get(i) : (Object) 1);
          rest.add(RowFactory.create(cells));
        }
        file(directory.resolve("b.parquet"), rest, later);
      }
    }
    return directory;
  }

  private void both(Path one, List<Row> rows, Path other, List<Row> more) throws IOException {
    file(one, rows);
    file(other, more);
  }

  private Path file(Path file, List<Row> rows) throws IOException {
    return file(file, rows, schema);
  }

  private static Path file(Path file, List<Row> rows, StructType schema) throws IOException {
    SparkSession spark = TestSpark.local(2);
    Path written = Files.createTempDirectory("strange");
    String sensitive = "spark.sql.caseSensitive";
    spark.conf().set(sensitive, true); // or names alike cannot be written
    try {
      spark
          .createDataFrame(rows, schema)
          .coalesce(1)
          .write()
          .mode("overwrite")
          .parquet(written.toUri().toString());
    } finally {
      spark.conf().unset(sensitive);
    }
    Files.createDirectories(file.getParent());
    try (Stream<Path> files = Files.list(written)) {
      for (Path made : files.toList()) {
        if (made.toString().endsWith(".parquet")) {
          Files.move(made, file);
        } else {
          Files.delete(made);
        }
      }
    }
    Files.delete(written);
    return file;
  }

  /** Whether there are rows that Spark cannot read as one table with the others. */
  boolean hasRowsAside() {
    return layout == Layout.PARTITION_BESIDE;
  }

  /** The rows that are read: not those in a directory beside files, about which a warning is. */
  List<double[]> read() {
    return layout == Layout.NESTED_BESIDE ? numbers.subList(0, numbers.size() / 2) : numbers;
  }

  /** Names one of which a message should have. */
  List<String> names() {
    List<String> names = new ArrayList<>(List.of(path.toString(), path.getFileName().toString()));
    names.addAll(Arrays.asList(schema.fieldNames()));
    return names;
  }

  @Override
  public String toString() {
    return "%s: %s, %s, %s".formatted(name, values, columns, layout);
  }
}
