package io.boltzspark.engine.boltzmann;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.boltzspark.boltzmann.BoltzmannConfig;
import io.boltzspark.boltzmann.Configs;
import io.boltzspark.boltzmann.Initialisation.VisibleMoments;
import io.boltzspark.boltzmann.Stages.Stage;
import io.boltzspark.boltzmann.VisibleRows;
import io.boltzspark.engine.data.MadeRows;
import io.boltzspark.engine.data.TrainingData.Part;
import io.boltzspark.engine.training.MonitorConfig;
import io.boltzspark.learning.RowFormat;
import io.boltzspark.math.Matrix;
import io.boltzspark.model.MachineSpec;
import io.boltzspark.model.Standardisation;
import io.boltzspark.monitoring.Monitors;
import io.boltzspark.sampling.Ascent;
import io.boltzspark.testing.TestSpark;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the driver sees of the data in a stage. */
class StageRowsTest {
  private static final int WIDTH = MadeRows.WIDTH;
  private static final MachineSpec PAIR = MachineSpec.bernoulli(List.of(WIDTH, 6));
  private final MadeRows data = new MadeRows(TestSpark.local(2), false);

  /** What a stage makes of the data. */
  private record Job(Stage stage, VisibleRows rows, Ascent ascent) {
    BoltzmannConfig config() {
      return stage.config();
    }
  }

  private static Job job(Ascent ascent, int labels, Standardisation standardisation) {
    BoltzmannConfig config =
        ascent.pairs().isEmpty()
            ? Configs.rbm(WIDTH, 6).labels(labels).build()
            : Configs.rbm(6, 5).build();
    return new Job(
        new Stage("stage", config.model().spec(), config, 0),
        new VisibleRows(RowFormat.BINARY, WIDTH, labels, false, standardisation),
        ascent);
  }

  private StageRows rows(Job job, int monitored) {
    FirstRows first =
        FirstRows.read(
            data,
            job.rows(),
            job.config(),
            new MonitorConfig(Monitors.BY_DEFAULT, monitored, 1, 0));
    assertEquals(Math.min(monitored, MadeRows.TRAIN), first.train().rows());
    assertEquals(Math.min(monitored, MadeRows.VALID), first.valid().rows());
    return new StageRows(data, job.rows(), job.ascent(), job.stage(), first);
  }

  /** One pair of layers below, whose units follow the data. */
  private static Ascent onePair() {
    float[] parameters = new float[WIDTH * 6 + WIDTH + 6];
    Arrays.fill(parameters, 0, WIDTH * 6, 0.1f);
    return new Ascent(List.of(PAIR), List.of(parameters), 3, 1);
  }

  @Test
  void theFirstStageHasTheRowsThemselves() {
    StageRows rows = rows(job(Ascent.none(), 0, Standardisation.identity(WIDTH)), 7);
    assertArrayEquals(data.first(Part.TRAIN, 7).toArray(), rows.train().toArray());
    assertArrayEquals(data.first(Part.VALID, 7).toArray(), rows.valid().toArray());
    VisibleMoments moments = rows.moments();
    assertArrayEquals(data.mean(), moments.mean());
    assertArrayEquals(data.variance(), moments.variance());
  }

  @Test
  void momentsAreThoseOfStandardisedValuesAndOfCountedLabels() {
    float[] offset = new float[WIDTH];
    float[] scale = new float[WIDTH];
    Arrays.fill(offset, 0.5f);
    Arrays.fill(scale, 0.25f);
    int labels = MadeRows.CLASSES;
    VisibleMoments moments =
        rows(job(Ascent.none(), labels, new Standardisation(offset, scale)), 7).moments();
    for (int i = 0; i < WIDTH; i++) {
      assertEquals((data.mean()[i] - 0.5) * 4, moments.mean()[i], 1e-12);
      assertEquals(data.variance()[i] * 16, moments.variance()[i], 1e-12);
    }
    for (int label = 0; label < labels; label++) {
      // Of 52 rows 18 have the label 0, and 17 each of the others.
      double share = (label == 0 ? 18 : 17) / 52.0;
      assertEquals(share, moments.mean()[WIDTH + label], 1e-12);
      assertEquals(share * (1 - share), moments.variance()[WIDTH + label], 1e-12);
    }
  }

  @Test
  void copiesOfTheVisibleLayerAreSums() {
    Ascent twice = new Ascent(List.of(), List.of(), 1, 2);
    StageRows rows = rows(job(twice, 0, Standardisation.identity(WIDTH)), 7);
    float[] once = data.first(Part.TRAIN, 7).toArray();
    for (int i = 0; i < once.length; i++) {
      assertEquals(2 * once[i], rows.train().toArray()[i]);
    }
    for (int i = 0; i < WIDTH; i++) {
      assertEquals(2 * data.mean()[i], rows.moments().mean()[i], 1e-12);
      assertEquals(4 * data.variance()[i], rows.moments().variance()[i], 1e-12);
    }
  }

  @Test
  void aHigherStageHasHiddenDrawsAndTheirMoments() {
    StageRows rows = rows(job(onePair(), 0, Standardisation.identity(WIDTH)), 7);
    Matrix deciding = rows.deciding();
    assertEquals(MadeRows.TRAIN, deciding.rows());
    assertEquals(6, deciding.columns());
    VisibleMoments moments = rows.moments();
    for (int i = 0; i < 6; i++) {
      double on = 0;
      for (int r = 0; r < deciding.rows(); r++) {
        assertEquals(deciding.get(r, i), deciding.get(r, i) == 0 ? 0 : 1, "0 or 1");
        on += deciding.get(r, i);
      }
      double mean = on / deciding.rows();
      assertEquals(mean, moments.mean()[i], 1e-12);
      assertEquals(mean * (1 - mean), moments.variance()[i], 1e-12);
    }
  }

  @Test
  void howManyRowsAreMonitoredDecidesNothing() {
    Job job = job(onePair(), 0, Standardisation.identity(WIDTH));
    StageRows few = rows(job, 3);
    StageRows more = rows(job, 50);
    assertArrayEquals(few.deciding().toArray(), more.deciding().toArray());
    assertNotEquals(few.train().rows(), more.train().rows());
  }

  @Test
  void theRowsThatStagesShareStayAsTheyAre() {
    Job job = job(onePair(), 0, Standardisation.identity(WIDTH));
    FirstRows first =
        FirstRows.read(
            data, job.rows(), job.config(), new MonitorConfig(Monitors.BY_DEFAULT, 7, 1, 0));
    float[] before = first.decidingTrain().toArray();
    new StageRows(data, job.rows(), job.ascent(), job.stage(), first);
    assertArrayEquals(before, first.decidingTrain().toArray());
  }
}
