package io.boltzspark.engine.data;

import io.boltzspark.engine.data.TrainingData.Part;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StringType;

/**
 * What tells rows to train on from rows to test with in one table: a column, which may be
 * directories ({@code split=test}), or the names of its files ({@code train-00000.parquet} beside
 * {@code test-00000.parquet}).
 *
 * @param part of each row, as {@link Part#directoryName}
 * @param parts that have rows, the training part among them
 * @param said what it is, for messages and for the facts of a run
 */
record SplitColumn(Column part, Set<Part> parts, String said) {
  private static final Map<Part, List<String>> WORDS = new EnumMap<>(Part.class);

  static {
    WORDS.put(Part.TRAIN, List.of("train", "training"));
    WORDS.put(Part.VALID, List.of("valid", "validation", "val", "dev"));
    WORDS.put(Part.TEST, List.of("test", "testing"));
  }

  /** The word with which the name of a file begins, and what follows it. */
  private static final String FILE =
      WORDS.values().stream()
          .flatMap(List::stream)
          .collect(Collectors.joining("|", "(?i)^(", ")[-_.].*"));

  /** More values than splits ever have. */
  private static final int MOST = 32;

  /** The part that a word stands for, in whatever case. */
  static Optional<Part> ofWord(String word) {
    return WORDS.entrySet().stream()
        .filter(entry -> entry.getValue().contains(word.toLowerCase(Locale.ROOT)))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /**
   * Of a table, if it has several splits.
   *
   * @param wanted as {@link DataLayout#split} has it
   * @throws BoltzException BAD_INPUT when there are several and one is no part, or none is for
   *     training
   */
  static Optional<SplitColumn> in(Dataset<Row> table, String path, String wanted) {
    if (wanted.equals(DataLayout.NONE)) {
      return Optional.empty();
    }
    boolean usual = wanted.equals(DataLayout.SPLIT);
    boolean there =
        Arrays.stream(table.schema().fields())
            .anyMatch(f -> f.name().equals(wanted) && f.dataType() instanceof StringType);
    if (!there && !usual) {
      throw new BoltzException(
          ExitCode.BAD_INPUT,
          "%s has no column %s of strings, but %s; name the column with the parts of rows with --split, or train on all rows with --split none"
              .formatted(path, wanted, table.schema().simpleString()));
    }
    if (there) {
      Column column = ArrayColumn.named(wanted).cast("string");
      Set<String> values = values(table, column);
      if (values.size() > 1 || !usual) {
        String said = "the column " + wanted;
        return Optional.of(
            new SplitColumn(parts(column, 0), requireParts(path, said, values), said));
      }
    }
    return ofFiles(table, path);
  }

  private static Set<String> values(Dataset<Row> table, Column column) {
    return new TreeSet<>(
        table.select(column).distinct().limit(MOST).as(Encoders.STRING()).collectAsList().stream()
            .map(String::valueOf)
            .toList());
  }

  private static Optional<SplitColumn> ofFiles(Dataset<Row> table, String path) {
    Set<String> words = new TreeSet<>();
    boolean others = false;
    for (String file : table.inputFiles()) {
      String name = file.substring(file.lastIndexOf('/') + 1);
      boolean named = name.matches(FILE);
      others |= !named;
      words.add(named ? name.replaceFirst(FILE, "$1").toLowerCase(Locale.ROOT) : name);
    }
    Set<Part> parts = new TreeSet<>();
    words.forEach(word -> ofWord(word).ifPresent(parts::add));
    if (parts.size() < 2) {
      return Optional.empty();
    }
    String said = "the names of files";
    if (others) {
      words.removeIf(word -> ofWord(word).isPresent());
      throw bad(path, said, String.join(", ", words));
    }
    requireParts(path, said, words);
    Column name = functions.regexp_extract(functions.col("_metadata.file_name"), FILE, 1);
    return Optional.of(new SplitColumn(parts(name, 0), parts, said));
  }

  /** The part that the words of a column stand for. */
  private static Column parts(Column word, int from) {
    Part part = Part.values()[from];
    Column name = functions.lit(part.directoryName());
    return from == Part.values().length - 1
        ? name
        : functions
            .when(functions.lower(word).isin(WORDS.get(part).toArray()), name)
            .otherwise(parts(word, from + 1));
  }

  private static Set<Part> requireParts(String path, String said, Set<String> values) {
    Set<Part> parts = new TreeSet<>();
    for (String value : values) {
      parts.add(ofWord(value).orElseThrow(() -> bad(path, said, value)));
    }
    if (!parts.contains(Part.TRAIN)) {
      throw new BoltzException(
          ExitCode.BAD_INPUT,
          "--data %s has no training rows: by %s all are of %s; take all rows with --split none"
              .formatted(path, said, String.join(" or ", values)));
    }
    return parts;
  }

  private static BoltzException bad(String path, String said, String value) {
    return new BoltzException(
        ExitCode.BAD_INPUT,
        "--data %s has several splits, by %s, but '%s' is none of %s; name another column with --split COLUMN, or take all rows for training rows with --split none"
            .formatted(
                path,
                said,
                value,
                WORDS.values().stream().flatMap(List::stream).collect(Collectors.joining(", "))));
  }
}
