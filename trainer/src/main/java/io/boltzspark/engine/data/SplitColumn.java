package io.boltzspark.engine.data;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StringType;

/**
 * Tables that hold rows to train on and rows to test with, told apart by the names of their files
 * ({@code train-00000.parquet} beside {@code test-00000.parquet}) or by a column {@code split},
 * which may be directories ({@code split=test}). All of their rows would be trained on.
 */
final class MixedSplits {
  private static final String COLUMN = "split";
  private static final Pattern FILE =
      Pattern.compile("(?i)(train|training|test|testing|valid|validation|val|dev|eval)[-_.].*");

  /** More values than splits ever have. */
  private static final int MOST = 8;

  private MixedSplits() {}

  /**
   * @throws BoltzException BAD_INPUT with the splits and how to choose one
   */
  static void refuse(Dataset<Row> table, String path) {
    TreeSet<String> files = new TreeSet<>();
    for (String file : table.inputFiles()) {
      Matcher name = FILE.matcher(file.substring(file.lastIndexOf('/') + 1));
      if (name.matches()) {
        files.add(name.group(1));
      }
    }
    if (files.size() > 1) {
      throw bad(
          path,
          "files",
          List.copyOf(files),
          "move those of each split into a directory of its own, and give one of them");
    }
    boolean column =
        Arrays.stream(table.schema().fields())
            .anyMatch(f -> f.name().equals(COLUMN) && f.dataType() instanceof StringType);
    if (column) {
      List<String> values =
          table
              .select(ArrayColumn.named(COLUMN).cast("string"))
              .distinct()
              .limit(MOST)
              .as(Encoders.STRING())
              .collectAsList()
              .stream()
              .map(String::valueOf)
              .sorted()
              .toList();
      if (values.size() > 1) {
        throw bad(
            path,
            "rows",
            values,
            "give the directory of one split if there is one (--data %s/split=%s), or write its rows elsewhere, in PySpark df.where(\"split = '%s'\").drop(\"split\")"
                .formatted(path, values.get(values.size() - 1), values.get(values.size() - 1)));
      }
    }
  }

  private static BoltzException bad(String path, String of, List<String> splits, String remedy) {
    return new BoltzException(
        ExitCode.BAD_INPUT,
        "--data %s has %s of several splits (%s), and all rows of a table are trained on: %s"
            .formatted(path, of, String.join(", ", splits), remedy));
  }
}
