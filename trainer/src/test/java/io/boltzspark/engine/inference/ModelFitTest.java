package io.boltzspark.engine.inference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.boltzspark.boltzmann.ModelConfig;
import io.boltzspark.boltzmann.VisibleRows;
import io.boltzspark.engine.data.MemoryData;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.Standardisation;
import io.boltzspark.store.TrainedModel;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Data that a trained model did not see, as its visible states. */
class ModelFitTest {
  private static TrainedModel model(String visible) {
    ModelConfig config = new ModelConfig(List.of(2, 3), List.of(visible, "bernoulli"), 0, 1);
    BoltzmannMachine machine = BoltzmannMachine.of(config.spec());
    return new TrainedModel(
        machine,
        new float[machine.layout().size()],
        new Standardisation(new float[] {0, 0}, new float[] {4, 5}),
        JsonNodeFactory.instance.objectNode(),
        Optional.empty());
  }

  private static MemoryData data(float value) {
    return new MemoryData(0, new float[] {0.5f, 0}, new float[] {0.5f, value});
  }

  @Test
  void offsetsAndScalesAreTheModels() {
    TrainedModel model = model("gaussian");
    VisibleRows rows = ModelFit.visibleRows(data(-1e6f), model);
    assertSame(model.standardisation(), rows.standardisation());
    assertFalse(rows.resample());
    assertTrue(ModelFit.visibleRows(data(1), model("bernoulli")).resample());
  }

  @ParameterizedTest
  @CsvSource({
    "rectified, -0.25, from 0 upwards",
    "noisy-rectified, -0.25, from 0 upwards",
    "multinomial:3, -1, whole numbers from 0 upwards",
    "binomial:3, 9, whole numbers from 0 to 3",
    "binomial:3, -1, whole numbers from 0 to 3",
    "spin, 2, from 0 to 1",
    "bernoulli, 2, from 0 to 1"
  })
  void valuesWithoutAState(String visible, float value, String range) {
    float[] possible = {1, visible.startsWith("multinomial") ? 2 : 0};
    MemoryData data = new MemoryData(0, possible, new float[] {1, value});
    BoltzException e =
        assertThrows(BoltzException.class, () -> ModelFit.visibleRows(data, model(visible)));
    assertEquals(ExitCode.BAD_INPUT, e.exitCode());
    for (String part :
        List.of(
            "column v of memory",
            value + " at index 1 of the train row at position 1",
            range,
            "--data")) {
      assertTrue(e.getMessage().contains(part), e.getMessage());
    }
  }
}
