package io.boltzspark.jobs.strange;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.spark.sql.RowFactory;

/** What a column of values may be: of what type, in what range, and what is wrong with it. */
final class StrangeValues {
  static final int WIDTH = 4;

  /** Types of the column; the first ones are read as they are. */
  enum Type {
    FLOATS("array<float>"),
    DOUBLES("array<double>"),
    INTS("array<int>"),
    LONGS("array<bigint>"),
    SHORTS("array<smallint>"),
    BYTES("array<tinyint>"),
    TRUTHS("array<boolean>"),
    DECIMALS("array<decimal(12,3)>"),
    STRINGS("array<string>"),
    NESTED("array<array<float>>"),
    VECTOR("struct<type:tinyint,size:int,indices:array<int>,values:array<double>>"),
    IMAGE("struct<bytes:binary,path:string>"),
    MAP("map<int,float>"),
    BINARY("binary"),
    NUMBER("float");

    final String ddl;

    Type(String ddl) {
      this.ddl = ddl;
    }

    boolean isWhole() {
      return this == INTS || this == LONGS || this == SHORTS || this == BYTES;
    }

    /** Whether a command can take it without a conversion by its user. */
    boolean isNumberArray() {
      return ordinal() <= TRUTHS.ordinal();
    }
  }

  /** Ranges of numbers. */
  enum Range {
    BITS,
    BYTES,
    SPINS,
    STATES,
    FRACTIONS,
    NEGATIVE,
    HUGE
  }

  /** What is wrong in one row, or in all. */
  enum Damage {
    NONE,
    NULL_VALUE,
    NULL_ROW,
    EMPTY_ROW,
    SHORT_ROW,
    LONG_ROW,
    NOT_A_NUMBER,
    INFINITE,
    ALL_EMPTY,
    ALL_NULL,
    NO_ROWS
  }

  final Type type;
  final Range range;
  final Damage damage;

  StrangeValues(Random random) {
    this.type = pick(random, Type.values(), 5, 3);
    this.range = pick(random, Range.values(), 1, 3);
    this.damage = pick(random, Damage.values(), 1, 4);
  }

  /** One of the first, but once in some times any. */
  private static <T> T pick(Random random, T[] all, int usual, int every) {
    return all[random.nextInt(random.nextInt(every) == 0 ? all.length : usual)];
  }

  /** Whether the damage shows in a column of this type. */
  boolean isDamaged() {
    return switch (damage) {
      case NONE -> false;
      case NOT_A_NUMBER, INFINITE -> type == Type.FLOATS || type == Type.DOUBLES;
      default -> true;
    };
  }

  /** Whether all values are 0 or 1, and there is nothing wrong. */
  boolean areBits() {
    return !isDamaged() && type.isNumberArray() && (range == Range.BITS || type == Type.TRUTHS);
  }

  /** The numbers of a row without damage: {@link Range#BITS} count in binary. */
  double[] numbers(int row, Random random) {
    double[] numbers = new double[WIDTH];
    for (int i = 0; i < WIDTH; i++) {
      int bit = row >> i & 1;
      numbers[i] =
          switch (range) {
            case BITS -> bit;
            case BYTES -> random.nextInt(256);
            case SPINS -> 2 * bit - 1;
            case STATES -> random.nextInt(4);
            case FRACTIONS -> random.nextInt(1001) / 1000.0;
            case NEGATIVE -> -random.nextInt(100) / 8.0;
            case HUGE -> Math.scalb(random.nextInt(8) - 4, type == Type.DOUBLES ? 300 : 120);
          };
    }
    return numbers;
  }

  /** The cell of a row. */
  Object cell(double[] numbers, boolean damaged) {
    if (type == Type.NUMBER) {
      return damaged ? null : (float) numbers[0];
    }
    List<Object> cells = new ArrayList<>();
    for (double number : numbers) {
      cells.add(value(number));
    }
    if (damage == Damage.ALL_NULL || damaged && damage == Damage.NULL_ROW) {
      return null;
    }
    if (damage == Damage.ALL_EMPTY) {
      cells.clear();
    } else if (damaged) {
      damage(cells);
    }
    return switch (type) {
      case VECTOR -> RowFactory.create((byte) 1, null, null, cells);
      case IMAGE -> RowFactory.create(bytes(cells.size()), null);
      case BINARY -> bytes(cells.size());
      case MAP -> {
        java.util.Map<Integer, Object> map = new java.util.TreeMap<>();
        for (int i = 0; i < cells.size(); i++) {
          map.put(i, cells.get(i));
        }
        yield map;
      }
      default -> cells;
    };
  }

  private void damage(List<Object> cells) {
    switch (damage) {
      case NULL_VALUE -> cells.set(1, null);
      case EMPTY_ROW -> cells.clear();
      case SHORT_ROW -> cells.remove(0);
      case LONG_ROW -> cells.add(cells.get(0));
      case NOT_A_NUMBER -> setNumber(cells, Double.NaN);
      case INFINITE -> setNumber(cells, Double.NEGATIVE_INFINITY);
      default -> {}
    }
  }

  private void setNumber(List<Object> cells, double number) {
    if (isDamaged()) {
      cells.set(2, value(number));
    }
  }

  private static byte[] bytes(int length) {
    return new byte[length];
  }

  private Object value(double number) {
    return switch (type) {
      case FLOATS, MAP, NUMBER -> (Object) (float) number;
      case DOUBLES, VECTOR, IMAGE, BINARY -> number;
      case INTS -> (int) number;
      case LONGS -> (long) number;
      case SHORTS -> (short) number;
      case BYTES -> (byte) number;
      case TRUTHS -> number > 0;
      case DECIMALS -> BigDecimal.valueOf(Math.max(-1000, Math.min(1000, (long) number)));
      case STRINGS -> String.valueOf(number);
      case NESTED -> List.of((float) number);
    };
  }

  @Override
  public String toString() {
    return "%s %s %s".formatted(type, range, damage);
  }
}
