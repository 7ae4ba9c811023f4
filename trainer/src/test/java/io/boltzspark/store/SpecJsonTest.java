package io.boltzspark.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.model.MachineSpec;
import io.boltzspark.model.SmallMachine;
import io.boltzspark.model.UnitSpec;
import io.boltzspark.model.UnitType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Structures in model files, those of earlier versions among them. */
class SpecJsonTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Layers of a model with labels, as versions without roles wrote them. */
  private static final String EARLIER =
      """
      [{"groups": [{"type": "bernoulli", "units": 4}, {"type": "softmax", "units": 3, "count": 3}]},
       {"type": "bernoulli", "units": 2}]
      """;

  private static final MachineSpec LABELLED =
      new MachineSpec(
          List.of(
              List.of(UnitSpec.of(UnitType.BERNOULLI, 4), UnitSpec.label(3)),
              List.of(UnitSpec.of(UnitType.BERNOULLI, 2))));

  private static MachineSpec read(String layers) throws JsonProcessingException {
    return SpecJson.read("some", JSON.readTree(layers)).spec();
  }

  @ParameterizedTest
  @EnumSource(SmallMachine.class)
  void whatIsWrittenIsRead(SmallMachine small) {
    JsonNode written = JSON.valueToTree(SpecJson.write(small.spec()));
    assertEquals(small.spec(), SpecJson.read("some", written).spec());
  }

  @Test
  void groupsHaveTheirRoleWrittenDown() {
    Map<String, Object> visible = SpecJson.write(LABELLED).get(0);
    JsonNode groups = JSON.valueToTree(visible).get("groups");
    assertEquals("values", groups.get(0).get("role").textValue());
    assertEquals("label", groups.get(1).get("role").textValue());
    assertEquals("softmax", groups.get(1).get("type").textValue(), "the word that files keep");
  }

  /** Such a file says nothing new. */
  @Test
  void layersOfOneGroupAreWrittenAsTheyAlwaysWere() throws JsonProcessingException {
    MachineSpec spec =
        MachineSpec.of(UnitSpec.of(UnitType.GAUSSIAN, 4), UnitSpec.of(UnitType.POTTS, 6, 3));
    String earlier =
        """
        [{"type": "gaussian", "units": 4, "learns_variance": true},
         {"type": "softmax", "units": 6, "count": 3}]
        """;
    assertEquals(JSON.readTree(earlier), JSON.valueToTree(SpecJson.write(spec)));
  }

  @Test
  void theLabelOfAnEarlierModelIsItsLastSoftmaxUnit() throws JsonProcessingException {
    assertEquals(LABELLED, read(EARLIER));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\": \"softmax\", \"units\": 3, \"count\": 3}", // nothing beside it
        "{\"groups\": [{\"type\": \"spin\", \"units\": 2},"
            + " {\"type\": \"softmax\", \"units\": 6, \"count\": 3}]}", // two units
        "{\"groups\": [{\"type\": \"softmax\", \"units\": 3, \"count\": 3},"
            + " {\"type\": \"spin\", \"units\": 2}]}", // not the last
        "{\"groups\": [{\"type\": \"spin\", \"units\": 2},"
            + " {\"type\": \"multinomial\", \"units\": 3, \"count\": 2}]}" // a doubled label
      })
  void otherGroupsOfAnEarlierModelAreNoLabels(String visible) throws JsonProcessingException {
    MachineSpec spec = read("[" + visible + ", {\"type\": \"spin\", \"units\": 1}]");
    assertEquals(0, spec.labels());
  }

  @Test
  void whereRolesAreWrittenNothingIsGuessed() throws JsonProcessingException {
    String values = EARLIER.replace("}, {", ", \"role\": \"values\"}, {");
    assertEquals(0, read(values).labels());
  }

  @Test
  void anUnknownRoleIsRefusedWithTheReason() {
    String wrong = EARLIER.replace("}, {", ", \"role\": \"pixels\"}, {");
    BoltzException error = assertThrows(BoltzException.class, () -> read(wrong));
    assertEquals(ExitCode.BAD_INPUT, error.exitCode());
    assertTrue(error.getMessage().contains("unknown role \"pixels\""), error.getMessage());
  }

  @Test
  void aLabelInAHiddenLayerIsRefused() {
    String wrong =
        """
        [{"type": "bernoulli", "units": 2},
         {"groups": [{"type": "spin", "units": 2, "role": "values"},
                     {"type": "softmax", "units": 2, "count": 2, "role": "label"}]}]
        """;
    BoltzException error = assertThrows(BoltzException.class, () -> read(wrong));
    assertEquals(ExitCode.BAD_INPUT, error.exitCode());
    assertTrue(error.getMessage().contains("is a label"), error.getMessage());
  }
}
