package io.boltzspark.jobs.strange;

import java.math.BigDecimal;
import java.sql.Date;
import java.sql.Timestamp;
import java.util.List;
import java.util.Random;

/**
 * A column beside the values, under a name that commands know, or under one that is hard to write.
 *
 * @param type as Spark writes it
 */
record StrangeColumn(String name, String type, Content content) {
  private static final List<String> NAMES =
      List.of(
          "label",
          "label",
          "label",
          "id",
          "id",
          "position",
          "position",
          "weight",
          "weight",
          "split",
          "split",
          "Label",
          "ID",
          "POSITION",
          "Weight",
          "Split",
          "free_energy",
          "features",
          "source_row",
          "part",
          "values",
          "count",
          "a.b",
          "a`b",
          "a b",
          "select",
          "größe",
          "file",
          "more id",
          "_metadata",
          "row",
          "x\"y",
          "a,b;c",
          "{}",
          "$x",
          "%s",
          "model");
  private static final List<String> TYPES =
      List.of(
          "int",
          "bigint",
          "smallint",
          "tinyint",
          "double",
          "float",
          "string",
          "boolean",
          "decimal(20,2)",
          "date",
          "timestamp",
          "binary",
          "array<string>",
          "struct<a:int>");

  /** What the cells have. */
  enum Content {
    /** 0, 1, 2, 0, 1, ... */
    CLASSES,
    /** The number of the row. */
    COUNT,
    /** The same backwards. */
    BACKWARDS,
    /** null in one row. */
    GAP,
    NULLS,
    NEGATIVE,
    LARGE,
    /** As large as the type has. */
    LARGEST,
    FRACTION,
    NOT_A_NUMBER,
    /** Words for parts. */
    PARTS,
    WORDS
  }

  static StrangeColumn of(Random random) {
    String name = NAMES.get(random.nextInt(NAMES.size()));
    boolean split = name.equalsIgnoreCase("split") && random.nextInt(3) > 0;
    String type = split ? "string" : TYPES.get(random.nextInt(TYPES.size()));
    Content[] all = Content.values();
    Content content =
        split ? Content.PARTS : all[random.nextInt(random.nextBoolean() ? all.length : 3)];
    return new StrangeColumn(name, type, content);
  }

  /** The cell of a row. */
  Object cell(int row, int rows) {
    boolean missing = content == Content.NULLS || content == Content.GAP && row == 2;
    if (missing) {
      return null;
    }
    if (type.equals("string")) {
      return switch (content) {
        case PARTS -> List.of("train", "Test", "train", "val").get(row % 4);
        case WORDS -> List.of("train", "other", "").get(row % 3);
        case NOT_A_NUMBER -> "nan";
        default -> "row" + number(row, rows);
      };
    }
    double number = number(row, rows);
    return switch (type) {
      case "int" -> (int) number;
      case "bigint" -> (long) number;
      case "smallint" -> (short) (int) number;
      case "tinyint" -> (byte) (int) number;
      case "double" -> number;
      case "float" -> (float) number;
      case "boolean" -> row % 2 == 0;
      case "date" -> new Date(row * 86_400_000L);
      case "timestamp" -> new Timestamp(row * 1000L);
      case "binary" -> new byte[] {(byte) row};
      case "array<string>" -> List.of("row" + row);
      case "struct<a:int>" -> org.apache.spark.sql.RowFactory.create(row);
      default ->
          BigDecimal.valueOf(Math.max(-1e15, Math.min(1e15, Double.isNaN(number) ? 0 : number)));
    };
  }

  private double number(int row, int rows) {
    return switch (content) {
      case COUNT -> row;
      case BACKWARDS -> rows - 1 - row;
      case NEGATIVE -> -1 - row;
      case LARGE -> 1000.0 + row;
      case LARGEST -> row == 1 ? 1e300 : 1;
      case FRACTION -> row / 4.0;
      case NOT_A_NUMBER -> row == 1 ? Double.NaN : row % 3;
      default -> row % 3;
    };
  }

  @Override
  public String toString() {
    return "%s:%s %s".formatted(name, type, content);
  }
}
