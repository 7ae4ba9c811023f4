package io.boltzspark.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.math.Tensor;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.MachineSpec;
import io.boltzspark.model.Standardisation;
import io.boltzspark.model.UnitSpec;
import io.boltzspark.model.UnitType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a model's file says how values become states. */
class TrainedModelTest {
  private static final BoltzmannMachine MACHINE =
      BoltzmannMachine.of(
          new MachineSpec(
              List.of(
                  List.of(UnitSpec.of(UnitType.GAUSSIAN, 2), UnitSpec.label(2)),
                  List.of(UnitSpec.of(UnitType.BERNOULLI, 3)))));
  private static final float[] PARAMETERS = new float[MACHINE.layout().size()];

  private static Map<String, Tensor> tensors(float scale) {
    Standardisation standardisation =
        new Standardisation(new float[] {1, -2, 0, 0}, new float[] {scale, 3, 1, 1});
    return TrainedModel.tensors(MACHINE, PARAMETERS, standardisation);
  }

  private static Standardisation read(Map<String, Tensor> tensors) {
    return TrainedModel.standardisation("runs/x", MACHINE, tensors);
  }

  @Test
  void offsetsAndScalesAreTensorsUnlessStatesAreTheValues() {
    Standardisation found = read(tensors(0.5f));
    assertEquals(-2, found.offset()[1]);
    assertEquals(0.5f, found.scale()[0]);
    Standardisation none = Standardisation.identity(4);
    Map<String, Tensor> plain = TrainedModel.tensors(MACHINE, PARAMETERS, none);
    assertFalse(plain.containsKey("scale.0"));
    assertTrue(read(plain).isSame(none));
    assertFalse(read(plain).isSame(found));
  }

  @Test
  void theJacobianIsOfRealUnitsAlone() {
    TrainedModel model =
        new TrainedModel(
            MACHINE,
            PARAMETERS,
            read(tensors(0.5f)),
            JsonNodeFactory.instance.objectNode(),
            Optional.empty());
    assertTrue(model.hasDensity());
    assertEquals(-Math.log(0.5) - Math.log(3), model.logJacobian(), 1e-15);
  }

  @ParameterizedTest
  @ValueSource(floats = {0, -1, Float.NaN, Float.POSITIVE_INFINITY})
  void aScaleThatIsNoneIsRefused(float scale) {
    BoltzException e = assertThrows(BoltzException.class, () -> read(tensors(scale)));
    assertEquals(ExitCode.BAD_INPUT, e.exitCode());
    assertTrue(e.getMessage().contains("runs/x"), e.getMessage());
    assertTrue(e.getMessage().contains("a scale of " + scale), e.getMessage());
  }
}
