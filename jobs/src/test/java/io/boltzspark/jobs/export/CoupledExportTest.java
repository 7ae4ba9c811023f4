package io.boltzspark.jobs.export;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OrtException;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.jobs.testing.AwkwardDirectory;
import io.boltzspark.jobs.testing.Outcome;
import io.boltzspark.jobs.testing.WrittenRun;
import io.boltzspark.math.Matrix;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.EnumeratedMachine;
import io.boltzspark.model.MachineSpec;
import io.boltzspark.model.Standardisation;
import io.boltzspark.model.UnitSpec;
import io.boltzspark.model.UnitType;
import io.boltzspark.store.TrainedModel;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Exports of machines with couplings within layers, and free energies as graphs. */
class CoupledExportTest {
  private static final UnitSpec SITES = UnitSpec.of(UnitType.POTTS, 6, 3);
  private static final MachineSpec SEMI_RESTRICTED =
      MachineSpec.of(SITES, UnitSpec.of(UnitType.BERNOULLI, 2)).withCouplings(0);

  @TempDir(factory = AwkwardDirectory.class)
  static Path directory;

  private static TrainedModel model(MachineSpec spec) {
    BoltzmannMachine machine = BoltzmannMachine.of(spec);
    return new TrainedModel(
        machine,
        WrittenRun.parameters(spec, 5),
        Standardisation.identity(machine.visible().size()),
        JsonNodeFactory.instance.objectNode(),
        Optional.empty());
  }

  @Test
  void arraysHoldTheCouplings() throws IOException {
    Path run = directory.resolve("run");
    TrainedModel model = model(SEMI_RESTRICTED);
    WrittenRun.write(run, SEMI_RESTRICTED, model.parameters(), "-AB");
    Path tensors = directory.resolve("model.safetensors");
    Path npz = directory.resolve("model.npz");
    for (Path out : List.of(tensors, npz)) {
      String name = out.getFileName().toString();
      Outcome.json(
          "export",
          "--model",
          run.toString(),
          "--format",
          name.substring(name.indexOf('.') + 1),
          "--out",
          out.toString());
    }
    assertArrayEquals(
        Files.readAllBytes(run.resolve("model/model.safetensors")), Files.readAllBytes(tensors));
    try (ZipFile zip = new ZipFile(npz.toFile());
        InputStream in = zip.getInputStream(zip.getEntry("couplings.0.npy"))) {
      // The values are the last bytes of an array in NumPy's format.
      byte[] bytes = in.readAllBytes();
      float[] values = new float[36];
      ByteBuffer.wrap(bytes, bytes.length - 4 * 36, 4 * 36)
          .order(ByteOrder.LITTLE_ENDIAN)
          .asFloatBuffer()
          .get(values);
      assertArrayEquals(
          WrittenRun.couplings(SEMI_RESTRICTED, model.parameters()).toArray(), values);
      assertTrue(new String(bytes, 0, 128, "ISO-8859-1").contains("'shape': (6, 6,)"));
    }
  }

  static List<MachineSpec> withFreeEnergies() {
    UnitSpec spins = UnitSpec.of(UnitType.SPIN, 4);
    UnitSpec bits = UnitSpec.of(UnitType.BERNOULLI, 3);
    return List.of(
        SEMI_RESTRICTED,
        new MachineSpec(List.of(List.of(SITES)), List.of(0)),
        new MachineSpec(List.of(List.of(spins)), List.of(0)),
        MachineSpec.of(bits, spins),
        new MachineSpec(
            List.of(List.of(bits, UnitSpec.label(2)), List.of(bits, UnitSpec.of(UnitType.SPIN, 1))),
            List.of(0)));
  }

  @ParameterizedTest
  @MethodSource("withFreeEnergies")
  void freeEnergiesAreThoseOfAllStates(MachineSpec spec) throws OrtException {
    TrainedModel model = model(spec);
    EnumeratedMachine all = new EnumeratedMachine(spec, model.parameters());
    double[] probabilities = all.marginal(0);
    Matrix visible = Matrix.zeros(probabilities.length, all.size(0));
    for (int n = 0; n < all.states(); n++) {
      for (int i = 0; i < all.size(0); i++) {
        visible.set(all.layerState(n, 0), i, (float) all.value(n, 0, i));
      }
    }
    Matrix found =
        OnnxRuntime.run(OnnxMachine.freeEnergy(model), Map.of("visible", visible))
            .get("free_energy");
    assertEquals(1, found.columns());
    for (int r = 0; r < probabilities.length; r++) {
      double expected = -Math.log(probabilities[r]) - all.logPartition();
      // Some ten sums of numbers of about 1 in single precision.
      assertEquals(expected, found.get(r, 0), 1e-5);
    }
  }

  @Test
  void hiddenMeansOfASemiRestrictedMachineAreExact() throws OrtException {
    TrainedModel model = model(SEMI_RESTRICTED);
    EnumeratedMachine all = new EnumeratedMachine(SEMI_RESTRICTED, model.parameters());
    Matrix visible = Matrix.zeros(1, 6);
    for (int i = 0; i < 6; i++) {
      visible.set(0, i, (float) all.value(0, 0, i));
    }
    Matrix means =
        OnnxRuntime.run(OnnxMachine.hiddenMeans(model, 0), Map.of("visible", visible))
            .get("hidden.1");
    for (int m = 0; m < 2; m++) {
      double expected = 0;
      double given = 0;
      for (int n = 0; n < all.states(); n++) {
        if (all.layerState(n, 0) == all.layerState(0, 0)) {
          given += all.joint()[n];
          expected += all.joint()[n] * all.value(n, 1, m);
        }
      }
      assertEquals(expected / given, means.get(0, m), 1e-5);
    }
  }

  @Test
  void graphsThatWouldBeWrongAreRefused() {
    UnitSpec bits = UnitSpec.of(UnitType.BERNOULLI, 3);
    MachineSpec visible = new MachineSpec(List.of(List.of(bits)), List.of(0));
    MachineSpec hidden = MachineSpec.of(bits, bits).withCouplings(1);
    MachineSpec real = MachineSpec.of(UnitSpec.of(UnitType.GAUSSIAN, 3), bits);
    refused(() -> OnnxMachine.hiddenMeans(model(visible), 0), "no hidden units");
    refused(() -> OnnxMachine.hiddenMeans(model(hidden), 3), "couplings between them");
    refused(() -> OnnxMachine.gibbsStep(model(visible)), "one after another");
    refused(() -> OnnxMachine.gibbsStep(model(hidden)), "one after another");
    refused(() -> OnnxMachine.freeEnergy(model(hidden)), "no free energy in closed form");
    refused(() -> OnnxMachine.freeEnergy(model(real)), "layer 0 has gaussian units");
  }

  private static void refused(Runnable export, String said) {
    BoltzException error = assertThrows(BoltzException.class, export::run);
    assertEquals(ExitCode.BAD_INPUT, error.exitCode());
    assertTrue(error.getMessage().contains(said), error.getMessage());
  }
}
