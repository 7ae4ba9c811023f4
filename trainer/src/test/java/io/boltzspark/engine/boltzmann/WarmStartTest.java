package io.boltzspark.engine.boltzmann;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.boltzmann.BoltzmannConfig;
import io.boltzspark.boltzmann.Configs;
import io.boltzspark.engine.data.DataFit;
import io.boltzspark.engine.data.MemoryData;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.evaluation.partition.ExactLogPartition;
import io.boltzspark.evaluation.partition.LogLikelihood;
import io.boltzspark.math.Matrix;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.Standardisation;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of another model's offsets and scales where training starts from it. */
class WarmStartTest {
  private static final int WIDTH = 3;
  private static final int CONSTANT = 1;

  /** Positive values; the second of each row is always 2. */
  private static float[][] rows(double factor) {
    Random random = new Random(4);
    float[][] rows = new float[50][];
    for (int r = 0; r < rows.length; r++) {
      rows[r] =
          new float[] {
            (float) (factor * random.nextInt(10)),
            2,
            (float) (factor * (1 + 9 * random.nextDouble()))
          };
    }
    return rows;
  }

  private static MemoryData data(double factor) {
    return new MemoryData(0, rows(factor));
  }

  private static BoltzmannConfig config(String visible, int labels) {
    return Configs.rbm(WIDTH, 2).units(visible, "bernoulli").labels(labels).build();
  }

  private static BoltzmannMachine machine(BoltzmannConfig config) {
    return BoltzmannMachine.of(config.model().spec());
  }

  private static float[] parameters(BoltzmannConfig config) {
    Random random = new Random(6);
    float[] parameters = new float[machine(config).layout().size()];
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] = (float) (0.3 * random.nextGaussian());
    }
    return parameters;
  }

  private static Standardisation own(MemoryData data, BoltzmannConfig config) {
    return DataFit.standardisation(data, config.model(), false);
  }

  private static WarmStart start(BoltzmannConfig config, Standardisation theirs, MemoryData data) {
    return WarmStart.of("runs/other", parameters(config), theirs, data, config);
  }

  /** The log-likelihood of rows of values, in their own units. */
  private static double[] ofValues(
      BoltzmannConfig config, float[] parameters, Standardisation standardisation, float[][] rows) {
    BoltzmannMachine machine = machine(config);
    Matrix states = Matrix.zeros(rows.length, WIDTH);
    for (int r = 0; r < rows.length; r++) {
      for (int i = 0; i < WIDTH; i++) {
        states.set(r, i, (rows[r][i] - standardisation.offset()[i]) / standardisation.scale()[i]);
      }
    }
    double[] found = new LogLikelihood(machine, parameters).unnormalised(states);
    double logZ = new ExactLogPartition(machine, parameters).logPartition();
    double jacobian = standardisation.logJacobian(machine.spec().layers().get(0));
    for (int r = 0; r < found.length; r++) {
      found[r] += jacobian - logZ;
    }
    return found;
  }

  @ParameterizedTest
  @ValueSource(strings = {"gaussian", "rectified", "gaussian:fixed", "rectified:fixed-variance"})
  void theDensityOfValuesIsThatOfTheModel(String visible) {
    BoltzmannConfig config = config(visible, 0);
    Standardisation theirs = own(data(1), config);
    theirs.scale()[CONSTANT] = 0.7f; // of a value that varied where the model was trained
    WarmStart start = start(config, theirs, data(3));
    float[][] rows = rows(2);
    double[] expected = ofValues(config, parameters(config), theirs, rows);
    double[] found = ofValues(config, start.parameters(), start.standardisation(), rows);
    for (int r = 0; r < rows.length; r++) {
      // Parameters and states are rounded once more: relative to terms of up to some hundreds.
      assertEquals(expected[r], found[r], 3e-4 + 1e-5 * Math.abs(expected[r]), "row " + r);
    }
    Standardisation own = own(data(3), config);
    assertEquals(own.scale()[0], start.standardisation().scale()[0]);
    assertEquals(own.offset()[2], start.standardisation().offset()[2]);
    assertEquals(0.7f, start.standardisation().scale()[CONSTANT], "a constant has no scale");
    assertTrue(start.note().orElseThrow().contains("runs/other"), start.note().orElseThrow());
    assertTrue(
        start.note().orElseThrow().contains("a factor of 3.00)"), start.note().orElseThrow());
  }

  @ParameterizedTest
  @ValueSource(strings = {"gaussian", "rectified", "noisy-rectified"})
  void theSameScalesChangeNothing(String visible) {
    BoltzmannConfig config = config(visible, 0);
    float[] parameters = parameters(config);
    Standardisation theirs = own(data(1), config);
    WarmStart start = WarmStart.of("runs/other", parameters, theirs, data(1), config);
    assertSame(parameters, start.parameters());
    assertTrue(start.standardisation().isSame(theirs));
    assertEquals(Optional.empty(), start.note());
  }

  @Test
  void labelsStayAsTheyAre() {
    BoltzmannConfig config = config("gaussian", 2);
    MemoryData more = new MemoryData(2, rows(2));
    Standardisation theirs = DataFit.withLabels(own(data(1), config), 2);
    WarmStart start = start(config, theirs, more);
    assertEquals(WIDTH, start.standardisation().scale().length);
    float[] before = parameters(config);
    int labelWeights = WIDTH * 2;
    for (int w = labelWeights; w < labelWeights + 2 * 2; w++) {
      assertEquals(before[w], start.parameters()[w]);
    }
    assertEquals(before[0] / 2, start.parameters()[0], 1e-6);
  }

  /** A sampling rule has no density to keep, and a scale is part of it. */
  @Test
  void scalesThatCannotBeConvertedAreKept() {
    BoltzmannConfig config = config("noisy-rectified", 0);
    Standardisation theirs = own(data(1), config);
    WarmStart start = start(config, theirs, data(3));
    assertArrayEquals(parameters(config), start.parameters());
    assertTrue(start.standardisation().isSame(theirs));
    String note = start.note().orElseThrow();
    for (String part : List.of("noisy-rectified", "runs/other", "are kept", "a factor of 3.00)")) {
      assertTrue(note.contains(part), note);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"bernoulli", "spin", "binomial:3"})
  void discreteUnitsHaveNothingToConvert(String visible) {
    BoltzmannConfig config = config(visible, 0);
    MemoryData bits = new MemoryData(0, new float[] {0, 1, 0}, new float[] {1, 1, 0});
    WarmStart start = start(config, own(bits, config), bits);
    assertArrayEquals(parameters(config), start.parameters());
    assertEquals(Optional.empty(), start.note());
  }

  @ParameterizedTest
  @ValueSource(strings = {"gaussian", "noisy-rectified"})
  void dataOfAnotherMeasureIsRefused(String visible) {
    BoltzmannConfig config = config(visible, 0);
    Standardisation theirs = own(data(1 / 255.0), config);
    BoltzException e = assertThrows(BoltzException.class, () -> start(config, theirs, data(1)));
    assertEquals(ExitCode.BAD_CONFIGURATION, e.exitCode());
    for (String part :
        List.of("learning.initialisation.from", "runs/other", "column v of memory", "afresh")) {
      assertTrue(e.getMessage().contains(part), e.getMessage());
    }
  }
}
