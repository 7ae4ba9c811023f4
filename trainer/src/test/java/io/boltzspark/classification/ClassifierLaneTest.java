package io.boltzspark.classification;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.boltzspark.learning.Horizon;
import io.boltzspark.learning.LaneBatch;
import io.boltzspark.learning.Lanes;
import io.boltzspark.learning.LearningConfig;
import io.boltzspark.learning.OptimizerConfig;
import io.boltzspark.learning.PenaltyConfig;
import io.boltzspark.learning.RowFormat;
import io.boltzspark.learning.ScheduleConfig;
import io.boltzspark.math.Matrix;
import io.boltzspark.math.RandomStream;
import io.boltzspark.math.RandomStream.Purpose;
import io.boltzspark.network.ImageRows;
import io.boltzspark.network.LayerText;
import io.boltzspark.network.NetworkSpec;
import io.boltzspark.network.PlacedParameter;
import io.boltzspark.network.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The sums of a step against differences of the likelihood that the trained classifier gives. */
class ClassifierLaneTest {
  private static final int ROWS = 9;
  private static final int CLASSES = 3;
  private static final int PIXELS = 16;
  private static final int NO_LABEL = 255;

  private static final NetworkSpec NETWORK =
      new NetworkSpec(
          new Shape(4, 4, 1),
          Stream.of("convolution:2:3:2", "tanh", "dense:3").map(LayerText::parse).toList());

  private final byte[][] rows = new byte[ROWS][PIXELS + 1];
  private final int[] labels = new int[ROWS];
  private final Matrix images = Matrix.zeros(ROWS, PIXELS);
  private final float[] parameters = new float[program().parameters()];

  ClassifierLaneTest() {
    SplittableRandom random = new SplittableRandom(1);
    for (int r = 0; r < ROWS; r++) {
      for (int i = 0; i < PIXELS; i++) {
        rows[r][i] = (byte) random.nextInt(256);
        images.set(r, i, (rows[r][i] & 0xff) / 255f);
      }
      labels[r] = r % CLASSES;
      rows[r][PIXELS] = (byte) labels[r];
    }
    // A row without a label says nothing.
    labels[4] = -1;
    rows[4][PIXELS] = (byte) NO_LABEL;
    List<PlacedParameter> placed = ClassifierProgram.placed(NETWORK);
    placed.forEach(p -> p.start(parameters, new RandomStream(1, Purpose.WEIGHTS, 0, p.layer())));
  }

  private static ClassifierProgram program() {
    LearningConfig learning =
        new LearningConfig(
            ROWS,
            1,
            1,
            new OptimizerConfig(OptimizerConfig.Kind.SGD, 1, 0, 0, 0, 0, false, 0),
            new ScheduleConfig(ScheduleConfig.Kind.CONSTANT, false, 0, 0, 0, 1, 1, 0),
            PenaltyConfig.NONE,
            0);
    return new ClassifierProgram(
        NETWORK, learning, new Horizon(1, 1), new ImageRows(RowFormat.GREY, PIXELS, CLASSES));
  }

  private float[] sums(int from, int count) {
    ClassifierProgram program = program();
    float[] sums = new float[program.statistics()];
    program
        .taskSteps(new Lanes(1))
        .lane(0)
        .compute(
            parameters,
            new LaneBatch() {
              @Override
              public long step() {
                return 0;
              }

              @Override
              public int rows() {
                return count;
              }

              @Override
              public int batchSize() {
                return ROWS;
              }

              @Override
              public void rowInto(int row, byte[] bytes) {
                System.arraycopy(rows[from + row], 0, bytes, 0, bytes.length);
              }
            },
            sums);
    return sums;
  }

  /** The log-likelihood of all labels. */
  private double logLikelihood() {
    Matrix probabilities = new Classifier(NETWORK, parameters).probabilities(images);
    double sum = 0;
    for (int r = 0; r < ROWS; r++) {
      sum += labels[r] < 0 ? 0 : Math.log(probabilities.get(r, labels[r]));
    }
    return sum;
  }

  @Test
  void theGradientIsThatOfTheLikelihood() {
    float[] sums = sums(0, ROWS);
    float step = 0x1p-7f;
    for (int i = 0; i < parameters.length; i++) {
      float before = parameters[i];
      parameters[i] = before + step;
      double above = logLikelihood();
      parameters[i] = before - step;
      double below = logLikelihood();
      parameters[i] = before;
      // Eight logarithms of probabilities rounded to 2^-24, twice, over two steps; and a third
      // derivative of at most about 1 a row, times step^2 / 6.
      double tolerance = 16 * 0x1p-23 / (2 * step) + 8 * step * step / 6;
      assertEquals((above - below) / (2 * step), sums[i], tolerance, "parameter " + i);
    }
    assertEquals(-logLikelihood(), sums[parameters.length], 8 * 0x1p-22);
    int wrong = (int) Math.round(8 * new Classifier(NETWORK, parameters).error(images, labels));
    assertEquals(wrong, sums[parameters.length + 1]);
  }

  @Test
  void rowsWithoutALabelAndNoRowsGiveNothing() {
    float[] nothing = new float[program().statistics()];
    assertArrayEquals(nothing, sums(4, 1));
    assertArrayEquals(nothing, sums(0, 0));
  }

  @Test
  void probabilitiesAddUpToOne() {
    Matrix probabilities = new Classifier(NETWORK, parameters).probabilities(images);
    for (int r = 0; r < ROWS; r++) {
      float[] row = Arrays.copyOfRange(probabilities.toArray(), r * CLASSES, (r + 1) * CLASSES);
      assertEquals(1, row[0] + row[1] + row[2], 3 * 0x1p-23);
    }
  }
}
