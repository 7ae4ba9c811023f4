package io.boltzspark.boltzmann;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.boltzspark.boltzmann.DeepConfig.Pretraining;
import io.boltzspark.boltzmann.Stages.Stage;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.EnumeratedMachine;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A machine that grows keeps what it has learnt. */
class GrowthTest {
  private static final List<Integer> SHAPE = List.of(4, 3, 2, 3);
  private static final long SEED = 733;

  private static List<Stage> stages(double deviation) {
    BoltzmannConfig config =
        Configs.machine(SHAPE)
            .weightDeviation(deviation)
            .pretraining(Pretraining.GROWTH, 1)
            .build();
    return Stages.of(config.model().spec(), config);
  }

  /** A layer whose weights are all 0 is independent of the others, so p(v) stays what it was. */
  @Test
  void aNewLayerWithoutWeightsLeavesTheDistributionOfTheVisibleUnitsAsItWas() {
    List<Stage> stages = stages(0);
    float[] small = EnumeratedMachine.randomParameters(SHAPE.subList(0, 2), 1, SEED);
    float[] middle = Stages.start(stages, List.of(small)).orElseThrow();
    float[] whole = Stages.start(stages, List.of(small, middle)).orElseThrow();
    double[] before = visible(SHAPE.subList(0, 2), small);
    double tolerance = 1e-12; // both are sums in double precision over at most 2^12 states
    assertArrayEquals(before, visible(SHAPE.subList(0, 3), middle), tolerance);
    assertArrayEquals(before, visible(SHAPE, whole), tolerance);
  }

  private static double[] visible(List<Integer> shape, float[] parameters) {
    return new EnumeratedMachine(shape, parameters).marginal(0);
  }

  @Test
  void allThatThereWasStaysAndOnlyNewWeightsAreDrawn() {
    List<Stage> stages = stages(0.1);
    float[] small = EnumeratedMachine.randomParameters(SHAPE.subList(0, 2), 1, SEED);
    float[] grown = Stages.start(stages, List.of(small)).orElseThrow();
    BoltzmannMachine from = BoltzmannMachine.of(stages.get(0).spec());
    BoltzmannMachine to = BoltzmannMachine.of(stages.get(1).spec());
    for (var segment : to.layout().segments()) {
      float[] now = Arrays.copyOfRange(grown, segment.offset(), segment.offset() + segment.size());
      if (segment.name().equals("weights.1")) {
        for (float weight : now) {
          assertNotEquals(0f, weight);
        }
      } else if (segment.name().equals("bias.2")) {
        assertArrayEquals(new float[segment.size()], now);
      } else {
        int old = from.layout().segment(segment.name()).offset();
        assertArrayEquals(Arrays.copyOfRange(small, old, old + segment.size()), now);
      }
    }
  }

  @Test
  void theFirstStageStartsFromWhatIsConfigured() {
    assertEquals(Optional.empty(), Stages.start(stages(0.1), List.of()));
  }
}
