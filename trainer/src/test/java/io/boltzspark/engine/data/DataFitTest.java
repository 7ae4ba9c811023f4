package io.boltzspark.engine.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.boltzmann.ModelConfig;
import io.boltzspark.boltzmann.UnitText;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.model.Standardisation;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What data is refused for which units, and what becomes of it where it is taken. */
class DataFitTest {
  private static final MemoryData BINARY = data(0, 0, 1, 1);
  private static final MemoryData GREY = data(0, 0.25f, 1, 0.5f);

  /** Rows of two values; the second of each row is always 0.5 or, in binary data, 1. */
  private static MemoryData data(int labels, float... values) {
    boolean binary = true;
    for (float value : values) {
      binary &= value == 0 || value == 1;
    }
    float[][] rows = new float[values.length][];
    for (int r = 0; r < rows.length; r++) {
      rows[r] = new float[] {binary ? 1 : 0.5f, values[r]};
    }
    return new MemoryData(labels, rows);
  }

  private static ModelConfig model(String visible, int units, int labels) {
    return new ModelConfig(List.of(units, 3), List.of(visible, "bernoulli"), labels, 1);
  }

  private static ModelConfig model(String visible) {
    return model(visible, 2, 0);
  }

  private static void refused(
      ExitCode code, MemoryData data, ModelConfig model, boolean resample, String... said) {
    BoltzException e =
        assertThrows(BoltzException.class, () -> DataFit.require(data, model, resample));
    assertEquals(code, e.exitCode(), e.getMessage());
    for (String part : said) {
      assertTrue(e.getMessage().contains(part), "'" + part + "' is not in: " + e.getMessage());
    }
  }

  private static void taken(MemoryData data, ModelConfig model, boolean resample) {
    assertDoesNotThrow(() -> DataFit.require(data, model, resample));
  }

  @ParameterizedTest
  @CsvSource({
    "bernoulli, 1.5, from 0 to 1",
    "bernoulli, -0.25, from 0 to 1",
    "binomial:3, 9, whole numbers from 0 to 3",
    "binomial:3, 1.5, whole numbers from 0 to 3",
    "binomial:3, -1, whole numbers from 0 to 3",
    "multinomial:5, -1, whole numbers from 0 upwards",
    "multinomial:5, 0.5, whole numbers from 0 upwards",
    "rectified, -0.5, from 0 upwards",
    "noisy-rectified, -0.5, from 0 upwards"
  })
  void valuesThatTheUnitsDoNotHave(String units, float value, String range) {
    float[] possible = {1, units.startsWith("multinomial") ? 4 : 0};
    float[] impossible = {1, value};
    refused(
        ExitCode.BAD_INPUT,
        new MemoryData(0, possible, impossible, impossible),
        model(units),
        false,
        "the value %s at index 1 of the train row at position 1".formatted(value),
        "column v of memory",
        UnitText.parse(units).type().title() + " visible units",
        range,
        "model.units");
  }

  @ParameterizedTest
  @ValueSource(strings = {"bernoulli", "gaussian", "rectified"})
  void valuesFromZeroToOne(String units) {
    taken(GREY, model(units), false);
    taken(BINARY, model(units), false);
    taken(GREY, model(units), true);
  }

  @Test
  void countsAreWholeNumbers() {
    taken(BINARY, model("binomial:3"), false);
    taken(new MemoryData(0, new float[] {0, 3}, new float[] {1, 2}), model("binomial:3"), false);
    taken(GREY, model("binomial:3"), true); // states are drawn
    refused(ExitCode.BAD_INPUT, GREY, model("binomial:3"), false, "0.5 at index 0", "position 0");
  }

  /** The multinomial of n draws gives all rows with another sum the probability 0. */
  @Test
  void countsOfDrawsHaveTheirSum() {
    MemoryData five = new MemoryData(0, new float[] {5, 0}, new float[] {2, 3});
    taken(five, model("multinomial:5"), false);
    taken(five, model("multinomial:6"), false); // and said
    DataFit.requireStates(five, UnitText.parse("multinomial:5"), false);
    MemoryData second = new MemoryData(0, new float[] {5, 0}, new float[] {2, 2});
    BoltzException e =
        assertThrows(
            BoltzException.class,
            () -> DataFit.requireStates(second, UnitText.parse("multinomial:5"), false));
    assertTrue(e.getMessage().contains("the sum 4 of the train row at position 1"), e.getMessage());
    assertTrue(e.getMessage().contains("with the sum 5"), e.getMessage());
    refused(ExitCode.BAD_CONFIGURATION, GREY, model("multinomial:5"), true, "--resample");
  }

  @Test
  void valuesBeyondZeroAndOne() {
    taken(data(0, 0, 1e20f, 1), model("rectified"), false);
    taken(data(0, -7, 1e20f, 1), model("gaussian"), false);
  }

  @Test
  void spinsAreMadeOfZeroAndOne() {
    taken(BINARY, model("spin"), false);
    taken(GREY, model("spin"), true);
    refused(
        ExitCode.BAD_INPUT, GREY, model("spin"), false, "0.5 at index 0", "0 and 1", "--resample");
    MemoryData spins = new MemoryData(0, new float[] {1, -1}, new float[] {1, 1});
    for (String units : List.of("spin", "bernoulli")) {
      refused(
          ExitCode.BAD_INPUT, spins, model(units), false, "-1.0", "(x + 1) / 2", "--units spin");
    }
  }

  @Test
  void pixelsAreDividedBy255() {
    MemoryData pixels = new MemoryData(0, new float[] {0, 7}, new float[] {255, 1});
    refused(
        ExitCode.BAD_INPUT,
        pixels,
        model("bernoulli"),
        false,
        "the value 7.0 at index 1 of the train row at position 0",
        "by 255",
        "x / 255");
    taken(pixels, model("gaussian"), false);
  }

  /** Rows of a training set, and the same rows in other units of measurement. */
  @Test
  void dataOnAnotherScaleIsNamed() {
    Random random = new Random(5);
    float[][] rows = new float[40][3];
    for (float[] row : rows) {
      row[0] = 100 + 40 * random.nextFloat();
      row[1] = 255 * random.nextFloat();
    }
    MemoryData data = new MemoryData(0, rows);
    Standardisation own = DataFit.standardisation(data, model("gaussian", 3, 0), false);
    assertTrue(DataFit.otherScale(data, own).isEmpty());
    for (float factor : new float[] {1 / 255f, 255f}) {
      float[][] scaled = new float[rows.length][3];
      for (int r = 0; r < rows.length; r++) {
        for (int i = 0; i < 3; i++) {
          scaled[r][i] = factor * rows[r][i];
        }
      }
      String said = DataFit.otherScale(new MemoryData(0, scaled), own).orElseThrow();
      assertTrue(said.contains("column v of memory is on another scale"), said);
    }
  }

  @Test
  void rowsWithoutALabelAreRefusedWhereLabelsAreLearnt() {
    MemoryData some = data(3, 0, 1, 1).unlabelled(2);
    taken(some, model("bernoulli", 2, 0), false);
    refused(
        ExitCode.BAD_INPUT,
        some,
        model("bernoulli", 2, 3),
        false,
        "2 of the 3 train rows of the column v of memory have no label",
        "model.labels = 3",
        "model.labels = 0");
  }

  @Test
  void onlyProbabilitiesCanBeDrawn() {
    refused(
        ExitCode.BAD_CONFIGURATION,
        BINARY,
        model("bernoulli"),
        true,
        "learning.resample",
        "--binarize none");
    refused(
        ExitCode.BAD_INPUT, data(0, 0.5f, 2), model("gaussian"), true, "2.0", "learning.resample");
  }

  @Test
  void labelsThatAreNotThere() {
    taken(data(10, 0, 1), model("bernoulli", 2, 10), false);
    taken(data(9, 0, 1), model("bernoulli", 2, 10), false);
    taken(data(10, 0, 1), model("bernoulli", 2, 0), false);
    refused(
        ExitCode.BAD_CONFIGURATION,
        BINARY,
        model("bernoulli", 2, 10),
        false,
        "model.labels = 10",
        "no labels",
        "model.labels = 0");
    refused(
        ExitCode.BAD_CONFIGURATION,
        data(11, 0, 1),
        model("bernoulli", 2, 10),
        false,
        "model.labels = 10",
        "0 to 10",
        "model.labels = 11");
    refused(ExitCode.BAD_CONFIGURATION, data(300, 0, 1), model("bernoulli", 2, 300), false, "255");
  }

  @ParameterizedTest
  @ValueSource(strings = {"bernoulli", "softmax:2", "binomial:3", "multinomial:5"})
  void countsAndProbabilitiesStayAsTheyAre(String units) {
    assertTrue(DataFit.standardisation(GREY, model(units), false).isIdentity());
  }

  @Test
  void zeroAndOneBecomeSpins() {
    Standardisation spin = DataFit.standardisation(BINARY, model("spin"), false);
    for (int i = 0; i < 2; i++) {
      assertEquals(-1f, (0 - spin.offset()[i]) / spin.scale()[i]);
      assertEquals(1f, (1 - spin.offset()[i]) / spin.scale()[i]);
    }
  }

  /** Values of one unit alone, standardised by naive arithmetic. */
  private static double[] standardised(String units, float... values) {
    float[][] rows = new float[values.length][];
    for (int r = 0; r < rows.length; r++) {
      rows[r] = new float[] {values[r]};
    }
    Standardisation s = DataFit.standardisation(new MemoryData(0, rows), model(units, 1, 0), false);
    double[] states = new double[values.length];
    for (int r = 0; r < rows.length; r++) {
      states[r] = ((double) values[r] - s.offset()[0]) / s.scale()[0];
    }
    return states;
  }

  private static double moment(double[] values, int power) {
    double sum = 0;
    for (double value : values) {
      sum += Math.pow(value, power);
    }
    return sum / values.length;
  }

  @ParameterizedTest
  @ValueSource(floats = {1e-30f, 1e-3f, 1f, 1e20f})
  void gaussianUnitsHaveMeanZeroAndVarianceOne(float measure) {
    Random random = new Random(5);
    float[] values = new float[2000];
    for (int r = 0; r < values.length; r++) {
      values[r] = measure * (3 + (float) random.nextGaussian());
    }
    double[] states = standardised("gaussian", values);
    // Offset and scale are floats: off by up to 2^-24 of themselves, and the offset is about 3
    // deviations.
    assertEquals(0, moment(states, 1), 4 * 0x1p-24);
    assertEquals(1, moment(states, 2), 4 * 0x1p-24);
  }

  @ParameterizedTest
  @ValueSource(strings = {"rectified", "noisy-rectified"})
  void rectifiedUnitsKeepZeroAndHaveMeanSquareOne(String units) {
    double[] states = standardised(units, 0f, 30f, 40f, 0f, 50f);
    assertEquals(0, states[0]);
    assertEquals(1, moment(states, 2), 4 * 0x1p-24);
  }

  @Test
  void aConstantIsNotBlownUp() {
    for (float value : new float[] {0f, 1f, -4e7f, 3e-20f}) {
      double[] states = standardised("gaussian", value, value, value);
      assertArrayEquals(new double[3], states);
    }
    // A third of them one step of single precision higher: what is left of a constant.
    double[] states = standardised("gaussian", 0.1f, 0.1f, Math.nextUp(0.1f));
    for (double state : states) {
      assertEquals(0, state, 1e-6 * 0.1);
    }
  }

  @Test
  void whatIsConstant() {
    float up = Math.nextUp(0.1f);
    MemoryData data =
        new MemoryData(
            0,
            new float[] {0, 5, 0.1f, 0, 1e20f, 1},
            new float[] {0, 5, 0.1f, 1, 1e20f, 2},
            new float[] {0, 5, up, 0, 1e20f, 3});
    boolean[] constant = {true, true, true, false, true, false};
    assertArrayEquals(constant, DataFit.constant(data, false));
    // Of probabilities, draws are counted: only 0 and 1 always give the same.
    MemoryData probabilities =
        new MemoryData(0, new float[] {0, 0.5f, 1}, new float[] {0, 0.5f, 1});
    assertArrayEquals(new boolean[] {true, false, true}, DataFit.constant(probabilities, true));
    assertArrayEquals(new boolean[] {true, true, true}, DataFit.constant(probabilities, false));
  }

  @Test
  void howFarFromItsOffsetsDataLies() {
    MemoryData data = new MemoryData(0, new float[] {1, 7}, new float[] {3, 7});
    Standardisation own = DataFit.standardisation(data, model("gaussian"), false);
    // A deviation of 1 for the first unit, and nothing for the second, which is constant.
    assertEquals(Math.sqrt(0.5), DataFit.distance(data, false, own), 1e-7);
    Standardisation other = new Standardisation(new float[] {4, 7}, new float[] {0.5f, 1});
    // Distances of 3 and 1, in halves: squares 36 and 4, whose mean is 20.
    assertEquals(Math.sqrt(10), DataFit.distance(data, false, other), 1e-7);
  }

  @Test
  void aRareValueComesNoFurtherThanTheBound() {
    float[] values = new float[60_000];
    values[17] = 1f;
    double[] states = standardised("gaussian", values);
    assertEquals(DataFit.FARTHEST, states[17], DataFit.FARTHEST * 4 * 0x1p-24);
    double[] rectified = standardised("rectified", values);
    assertEquals(DataFit.FARTHEST, rectified[17], DataFit.FARTHEST * 4 * 0x1p-24);
    assertEquals(0, rectified[0]);
    // Not so rare that it would get there: one of 50 is 7 deviations away.
    float[] frequent = new float[50];
    frequent[17] = 1f;
    assertEquals(7, standardised("gaussian", frequent)[17], 7 * 4 * 0x1p-24);
  }

  @Test
  void drawsSpreadMoreThanTheirProbabilities() {
    Standardisation drawn =
        DataFit.standardisation(
            new MemoryData(0, new float[] {0.25f}, new float[] {0.75f}),
            model("gaussian", 1, 0),
            true);
    // Half of the draws are 1.
    assertEquals(0.5f, drawn.offset()[0]);
    assertEquals(0.5f, drawn.scale()[0]);
  }

  @Test
  void labelsBehindTheValuesStayAsTheyAre() {
    Standardisation values = new Standardisation(new float[] {3, 4}, new float[] {0.5f, 0.25f});
    Standardisation all = DataFit.withLabels(values, 3);
    assertArrayEquals(new float[] {3, 4, 0, 0, 0}, all.offset());
    assertArrayEquals(new float[] {0.5f, 0.25f, 1, 1, 1}, all.scale());
    assertArrayEquals(values.scale(), DataFit.withLabels(values, 0).scale());
  }
}
