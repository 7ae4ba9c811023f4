package io.boltzspark.engine.data;

import io.boltzspark.dataprep.Part;
import io.boltzspark.learning.RowFormat;
import io.boltzspark.testing.TestSpark;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import scala.Tuple2;

/**
 * Rows that need no files: of three classes, each with its own bright third of the units, and their
 * labels. 52 to train on, which in minibatches of 25 leaves a last one of two rows.
 */
public final class MadeRows extends TrainingData {
  /** More than a block of the rows of a weight matrix; also an image of 8 x 5 pixels. */
  public static final int WIDTH = 40;

  public static final int CLASSES = 3;
  public static final int TRAIN = 52;
  public static final int VALID = 20;

  /** States of a site, where rows have categories. */
  public static final int STATES = 4;

  /** What the values are. */
  public enum Kind {
    BINARY,
    GREY,
    /** {@link #STATES} units a site. */
    CATEGORIES
  }

  private final SparkSession spark;
  private final Kind kind;
  private final boolean validation;

  /**
   * @param grey values from 0 to 255 in place of 0 and 1
   */
  public MadeRows(SparkSession spark, boolean grey) {
    this(spark, grey, true);
  }

  public MadeRows(SparkSession spark, boolean grey, boolean validation) {
    this(spark, grey ? Kind.GREY : Kind.BINARY, validation);
  }

  public MadeRows(SparkSession spark, Kind kind) {
    this(spark, kind, true);
  }

  private MadeRows(SparkSession spark, Kind kind, boolean validation) {
    this.spark = spark;
    this.kind = kind;
    this.validation = validation;
  }

  /** The values of a row as bytes. */
  public byte[] values(Part part, long position) {
    Random random = new Random(1000L * part.ordinal() + position);
    if (kind == Kind.CATEGORIES) {
      byte[] states = new byte[WIDTH / STATES];
      for (int i = 0; i < states.length; i++) {
        boolean typical = random.nextInt(3) > 0;
        states[i] = (byte) (typical ? (i + position) % CLASSES : random.nextInt(STATES));
      }
      return states;
    }
    byte[] values = new byte[WIDTH];
    for (int i = 0; i < WIDTH; i++) {
      boolean bright = i % CLASSES == position % CLASSES;
      int value = random.nextInt(160) + (bright ? 96 : 0);
      values[i] = (byte) (kind == Kind.GREY ? value : value / 128);
    }
    return values;
  }

  @Override
  public int width() {
    return WIDTH;
  }

  @Override
  public int[] imageSize() {
    return new int[] {8, 5};
  }

  @Override
  public long rows(Part part) {
    return switch (part) {
      case TRAIN -> TRAIN;
      case VALID -> validation ? VALID : 0;
      case TEST -> 0;
    };
  }

  @Override
  public int labels() {
    return CLASSES;
  }

  private double value(long position, int unit) {
    byte[] values = values(Part.TRAIN, position);
    return switch (kind) {
      case BINARY -> values[unit];
      case GREY -> (values[unit] & 0xff) / 255.0;
      case CATEGORIES -> values[unit / STATES] == unit % STATES ? 1 : 0;
    };
  }

  @Override
  public double[] mean() {
    double[] mean = new double[WIDTH];
    for (int i = 0; i < WIDTH; i++) {
      for (int r = 0; r < TRAIN; r++) {
        mean[i] += value(r, i) / TRAIN;
      }
    }
    return mean;
  }

  @Override
  UnitSpread spread() {
    double[] mean = mean();
    UnitSpread spread = new UnitSpread(new double[WIDTH], new float[WIDTH], new float[WIDTH]);
    for (int i = 0; i < WIDTH; i++) {
      spread.minimum()[i] = 1;
      for (int r = 0; r < TRAIN; r++) {
        double value = value(r, i);
        spread.variance()[i] += (value - mean[i]) * (value - mean[i]) / TRAIN;
        spread.minimum()[i] = Math.min(spread.minimum()[i], (float) value);
        spread.maximum()[i] = Math.max(spread.maximum()[i], (float) value);
      }
    }
    return spread;
  }

  @Override
  public double minimum() {
    return spread().minimum()[spread().lowestUnit()];
  }

  @Override
  public double maximum() {
    return spread().maximum()[spread().highestUnit()];
  }

  @Override
  public boolean isBinary() {
    return kind != Kind.GREY;
  }

  @Override
  public String fingerprint() {
    return title();
  }

  @Override
  public String title() {
    return "made rows, " + kind;
  }

  @Override
  public Map<String, Object> provenance() {
    return Map.of();
  }

  @Override
  public RowFormat format() {
    return switch (kind) {
      case BINARY -> RowFormat.BINARY;
      case GREY -> RowFormat.GREY;
      case CATEGORIES -> RowFormat.categories(STATES);
    };
  }

  @Override
  public String origin() {
    return title();
  }

  @Override
  public JavaPairRDD<Long, byte[]> bytes(Part part, boolean withLabels) {
    List<Tuple2<Long, byte[]>> rows = new ArrayList<>();
    for (long position = rows(part) - 1; position >= 0; position--) {
      byte[] values = values(part, position);
      byte[] row = java.util.Arrays.copyOf(values, values.length + (withLabels ? 1 : 0));
      if (withLabels) {
        row[values.length] = (byte) (position % CLASSES);
      }
      rows.add(new Tuple2<>(position, row));
    }
    return TestSpark.context(spark).parallelizePairs(rows, 2);
  }

  @Override
  public Dataset<Row> identities(Part part) {
    List<Row> rows = new ArrayList<>();
    for (long position = rows(part) - 1; position >= 0; position--) {
      rows.add(RowFactory.create(position, 1000 + position, (int) (position % CLASSES)));
    }
    return spark.createDataFrame(rows, StructType.fromDDL("position bigint, id bigint, label int"));
  }
}
