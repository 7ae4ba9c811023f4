package io.boltzspark.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.adversarial.AdversarialNetworks;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.math.Tensor;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.Standardisation;
import io.boltzspark.network.LayerText;
import io.boltzspark.network.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdversarialModelTest {
  private static final AdversarialNetworks NETWORKS =
      AdversarialNetworks.of(
          new Shape(4, 6, 1),
          3,
          2,
          Stream.of(
                  "dense:12:no-bias", "batch-norm", "reshape:2x3x2", "transposed-convolution:1:5:2")
              .map(LayerText::parse)
              .toList(),
          Stream.of("convolution:3:5:2", "leaky-relu:0.2", "dropout", "dense:1")
              .map(LayerText::parse)
              .toList());

  private final Configuration hadoop = new Configuration();
  private final float[] parameters = parameters();
  @TempDir Path directory;
  private int runs;

  private static float[] parameters() {
    float[] parameters = new float[NETWORKS.size()];
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] = i;
    }
    return parameters;
  }

  private String run(Map<String, Tensor> tensors, Map<String, Object> facts) {
    Path out = directory.resolve("run-" + runs++);
    RunDirectory run =
        RunDirectory.create(hadoop, new org.apache.hadoop.fs.Path(out.toUri()), false);
    run.writeConfig("# none");
    run.writeModel(tensors, facts);
    return out.toUri().toString();
  }

  private AdversarialModel load(String run) {
    return AdversarialModel.load(hadoop, run, Assertions::fail);
  }

  @Test
  void readsWhatWasWritten() {
    AdversarialModel model =
        load(run(AdversarialModel.tensors(NETWORKS, parameters), AdversarialModel.facts(NETWORKS)));
    assertEquals(NETWORKS, model.networks());
    assertArrayEquals(parameters, model.parameters());
    assertEquals("adversarial", model.description().path("kind").asText());
  }

  @Test
  void namesAndShapesOfTensors() {
    Map<String, List<Integer>> shapes = new LinkedHashMap<>();
    AdversarialModel.tensors(NETWORKS, parameters)
        .forEach(
            (name, tensor) -> shapes.put(name, Arrays.stream(tensor.shape()).boxed().toList()));
    assertEquals(
        Map.ofEntries(
            Map.entry("generator.0.kernel", List.of(5, 12)),
            Map.entry("generator.1.gamma", List.of(12)),
            Map.entry("generator.1.beta", List.of(12)),
            Map.entry("generator.1.moving_mean", List.of(12)),
            Map.entry("generator.1.moving_variance", List.of(12)),
            Map.entry("generator.3.kernel", List.of(5, 5, 1, 2)),
            Map.entry("generator.3.bias", List.of(1)),
            Map.entry("discriminator.0.kernel", List.of(5, 5, 3, 3)),
            Map.entry("discriminator.0.bias", List.of(3)),
            Map.entry("discriminator.3.kernel", List.of(18, 1)),
            Map.entry("discriminator.3.bias", List.of(1))),
        shapes);
  }

  private void assertRefused(String run, String... said) {
    BoltzException e = assertThrows(BoltzException.class, () -> load(run));
    assertEquals(ExitCode.BAD_INPUT, e.exitCode(), e.getMessage());
    for (String part : said) {
      assertTrue(e.getMessage().contains(part), "'" + part + "' is not in: " + e.getMessage());
    }
  }

  private void assertRefused(
      BiConsumer<Map<String, Tensor>, Map<String, Object>> damage, String... said) {
    Map<String, Tensor> tensors =
        new LinkedHashMap<>(AdversarialModel.tensors(NETWORKS, parameters));
    Map<String, Object> facts = new LinkedHashMap<>(AdversarialModel.facts(NETWORKS));
    damage.accept(tensors, facts);
    assertRefused(run(tensors, facts), said);
  }

  @Test
  void aBoltzmannMachine() {
    BoltzmannMachine machine = BoltzmannMachine.bernoulli(List.of(3, 2));
    Map<String, Tensor> tensors =
        TrainedModel.tensors(
            machine, new float[machine.layout().size()], Standardisation.identity(3));
    assertRefused(
        run(tensors, Map.of("layers", TrainedModel.layers(machine))),
        "is a Boltzmann machine",
        "model.kind = adversarial");
  }

  @Test
  void damagedTensors() {
    String kernel = "generator.3.kernel";
    assertRefused((t, f) -> t.remove(kernel), kernel, "[5, 5, 1, 2]", "null");
    assertRefused(
        (t, f) -> t.put(kernel, Tensor.ofFloats(new float[50], 0, 5, 5, 2, 1)), kernel, "5, 2, 1");
    assertRefused((t, f) -> t.put(kernel, Tensor.ofFloats(new float[50], 0, 50)), kernel);
    assertRefused(
        (t, f) -> t.put(kernel, new Tensor(Tensor.Type.U8, new int[] {5, 5, 1, 2}, new byte[50])),
        kernel);
    assertRefused((t, f) -> t.remove("discriminator.3.bias"), "discriminator.3.bias");
    assertRefused((t, f) -> t.remove("generator.1.moving_mean"), "generator.1.moving_mean");
  }

  @Test
  void damagedDescriptions() {
    String damaged = "has a damaged description";
    assertRefused((t, f) -> f.remove("image_shape"), damaged);
    assertRefused((t, f) -> f.put("image_shape", List.of(4, 6)), damaged);
    assertRefused(
        (t, f) -> f.put("image_shape", List.of(1 << 20, 1 << 20, 1)), damaged, "2^31 - 1");
    assertRefused((t, f) -> f.remove("noise"), damaged);
    assertRefused((t, f) -> f.put("noise", -1), damaged);
    assertRefused((t, f) -> f.put("labels", -1), damaged);
    assertRefused((t, f) -> f.put("noise", Integer.MAX_VALUE), damaged);
    assertRefused((t, f) -> f.remove("generator"), damaged, "generator", "at least one layer");
    assertRefused((t, f) -> f.put("discriminator", "dense:1"), damaged, "discriminator");
    for (String layer :
        List.of(
            "dance:1",
            "reshape:99999999x99999999x99999999",
            "dense:99999999",
            "convolution:1:99999999:1",
            "transposed-convolution:1:1:99999999")) {
      List<Object> layers = new ArrayList<>(List.of(layer));
      layers.add("dense:1");
      assertRefused((t, f) -> f.put("discriminator", layers), damaged);
    }
    // Sizes that fit a description are compared with the file before anything is allocated.
    assertRefused(
        (t, f) -> f.put("discriminator", List.of("dense:20000000", "dense:1")),
        "discriminator.0.kernel");
  }
}
