package io.boltzspark.store;

import com.fasterxml.jackson.databind.JsonNode;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.MachineSpec;
import io.boltzspark.model.UnitSpec;
import io.boltzspark.model.UnitSpec.Role;
import io.boltzspark.model.UnitType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A machine's structure as JSON: a list with an object for each layer, visible first. A layer of
 * one kind is {@code {"type": "gaussian", "units": 784, ...}}; a layer of several groups is {@code
 * {"groups": [...]}} with one such object per group, which also has a {@code "role"}: {@code
 * "values"} or {@code "label"}. A layer with couplings within has {@code "couplings": true}.
 *
 * <p>Models of earlier versions have no roles. Their label is the last group of the visible layer
 * if that is a single softmax unit beside others: no setting could put anything else there.
 */
final class SpecJson {
  private static final String COUPLINGS = "couplings";

  private SpecJson() {}

  static List<Map<String, Object>> write(MachineSpec spec) {
    List<Map<String, Object>> layers = new ArrayList<>();
    for (int l = 0; l < spec.layers().size(); l++) {
      List<UnitSpec> groups = spec.layers().get(l);
      List<Map<String, Object>> written = groups.stream().map(SpecJson::write).toList();
      if (written.size() == 1) {
        layers.add(written.get(0));
      } else {
        for (int g = 0; g < written.size(); g++) {
          written.get(g).put("role", word(groups.get(g).role()));
        }
        Map<String, Object> layer = new LinkedHashMap<>();
        layer.put("groups", written);
        layers.add(layer);
      }
      if (spec.isCoupled(l)) {
        layers.get(l).put(COUPLINGS, true);
      }
    }
    return layers;
  }

  private static String word(Role role) {
    return role.name().toLowerCase(Locale.ROOT);
  }

  private static Map<String, Object> write(UnitSpec units) {
    Map<String, Object> group = new LinkedHashMap<>();
    group.put("type", units.type().storedWord());
    group.put("units", units.size());
    if (units.type().hasCount()) {
      group.put("count", units.count());
    }
    if (!units.learnsMean()) {
      group.put("learns_mean", false);
    }
    if (units.type().hasVariance()) {
      group.put("learns_variance", units.learnsVariance());
    }
    return group;
  }

  /**
   * @param reference the model's name in messages
   * @throws BoltzException BAD_INPUT if the layers do not describe a machine
   */
  static BoltzmannMachine read(String reference, JsonNode layers) {
    try {
      List<List<UnitSpec>> read = new ArrayList<>();
      List<Integer> coupled = new ArrayList<>();
      for (JsonNode layer : layers) {
        if (layer.path(COUPLINGS).asBoolean()) {
          coupled.add(read.size());
        }
        List<UnitSpec> groups = new ArrayList<>();
        if (layer.has("groups")) {
          layer.get("groups").forEach(group -> groups.add(readGroup(group, readRole(group))));
        } else {
          groups.add(readGroup(layer, Role.VALUES));
        }
        read.add(groups);
      }
      if (!layers.path(0).path("groups").path(0).has("role")) {
        labelWithoutRole(read);
      }
      return BoltzmannMachine.of(new MachineSpec(read, coupled));
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new BoltzException(
          ExitCode.BAD_INPUT,
          "the model "
              + reference
              + " has an invalid description of its layers ("
              + e.getMessage()
              + "): "
              + layers,
          e);
    }
  }

  /** Finds the label of a model that was written without roles. */
  private static void labelWithoutRole(List<List<UnitSpec>> layers) {
    List<UnitSpec> visible = layers.isEmpty() ? List.of() : layers.get(0);
    int last = visible.size() - 1;
    if (last < 1) {
      return;
    }
    UnitSpec group = visible.get(last);
    if (group.type() == UnitType.POTTS && group.size() == group.count()) {
      visible.set(last, group.withRole(Role.LABEL));
    }
  }

  private static Role readRole(JsonNode group) {
    String word = group.path("role").asText(word(Role.VALUES));
    return Arrays.stream(Role.values())
        .filter(role -> word(role).equals(word))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("unknown role \"" + word + "\""));
  }

  private static UnitSpec readGroup(JsonNode group, Role role) {
    String word = group.path("type").asText();
    UnitType type =
        UnitType.ofWord(word)
            .orElseThrow(() -> new IllegalArgumentException("unknown type \"" + word + "\""));
    return new UnitSpec(
        type,
        group.path("units").asInt(),
        type.hasCount() ? group.path("count").asInt() : 1,
        group.path("learns_mean").asBoolean(true),
        group.path("learns_variance").asBoolean(type.hasVariance()),
        role);
  }
}
