package io.boltzspark.engine.boltzmann;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.boltzspark.boltzmann.BoltzmannConfig;
import io.boltzspark.boltzmann.Configs;
import io.boltzspark.boltzmann.LikelihoodProgram;
import io.boltzspark.boltzmann.VisibleRows;
import io.boltzspark.engine.RoundFixture;
import io.boltzspark.engine.data.MadeRows;
import io.boltzspark.engine.training.MonitorConfig;
import io.boltzspark.learning.EpochPlan;
import io.boltzspark.learning.Lanes;
import io.boltzspark.learning.RowFormat;
import io.boltzspark.math.Matrix;
import io.boltzspark.model.Standardisation;
import io.boltzspark.monitoring.Monitors;
import io.boltzspark.sampling.Ascent;
import io.boltzspark.testing.TestSpark;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a stage shows of its machine. */
class StageDrawsTest {
  private static final int WIDTH = MadeRows.WIDTH;
  private static final int LABELS = MadeRows.CLASSES;
  private static final int HIDDEN = 2;

  @Test
  void samplesAreMeansInTheUnitsOfTheDataWithoutLabels() {
    BoltzmannConfig config = Configs.rbm(WIDTH, HIDDEN).labels(LABELS).build();
    float[] offset = new float[WIDTH];
    float[] scale = new float[WIDTH];
    Arrays.fill(offset, 10);
    Arrays.fill(scale, 2);
    offset[1] = 20;
    scale[1] = 4;
    VisibleRows rows =
        new VisibleRows(RowFormat.BINARY, WIDTH, LABELS, false, new Standardisation(offset, scale));
    LikelihoodProgram plain =
        RoundFixture.program(config, new EpochPlan(MadeRows.TRAIN, 10, new Lanes(2)));
    LikelihoodProgram program =
        new LikelihoodProgram(
            plain.spec(),
            config,
            plain.horizon(),
            rows,
            Ascent.none(),
            plain.visibleMean(),
            new int[0]);
    MadeRows data = new MadeRows(TestSpark.local(2), false);
    MonitorConfig monitor = new MonitorConfig(Monitors.BY_DEFAULT, 7, 1, 0);
    FirstRows first = FirstRows.read(data, rows, config, monitor);
    BoltzmannStage stage =
        new BoltzmannStage(
            program,
            new Lanes(2),
            new StageRows(
                data,
                rows,
                Ascent.none(),
                io.boltzspark.boltzmann.Stages.of(plain.spec(), config).get(0),
                first),
            Optional.empty(),
            true,
            new Looks(monitor, 5));
    // Without weights a unit is on with probability 1 / (1 + exp(-bias)).
    float[] parameters = new float[program.parameters()];
    int bias = program.machine().layout().segment("bias.0").offset();
    parameters[bias] = 1;
    parameters[bias + 1] = -2;
    Matrix values = stage.samples(parameters, 40).orElseThrow();
    assertEquals(BoltzmannStage.CHAINS, values.rows());
    assertEquals(WIDTH, values.columns());
    double[] expected = {10 + 2 / (1 + Math.exp(-1)), 20 + 4 / (1 + Math.exp(2))};
    for (int r = 0; r < values.rows(); r++) {
      // The sigmoid is a rational function within 1.8e-7, times 4; near 20 a float is exact to
      // 1e-6.
      assertEquals(expected[0], values.get(r, 0), 3e-6);
      assertEquals(expected[1], values.get(r, 1), 3e-6);
    }
  }
}
