package io.boltzspark.jobs.testing;

import io.boltzspark.files.Paths;
import io.boltzspark.math.Matrix;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.MachineSpec;
import io.boltzspark.model.Standardisation;
import io.boltzspark.store.RunDirectory;
import io.boltzspark.store.TrainedModel;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.hadoop.conf.Configuration;

/** Runs that hold a model and nothing else, without a training. */
public final class WrittenRun {
  private WrittenRun() {}

  /** Normal parameters of deviation 1/2; couplings symmetric, and 0 within a unit. */
  public static float[] parameters(MachineSpec spec, long seed) {
    BoltzmannMachine machine = BoltzmannMachine.of(spec);
    SplittableRandom random = new SplittableRandom(seed);
    float[] parameters = new float[machine.layout().size()];
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] = (float) (0.5 * random.nextGaussian());
    }
    for (int l : spec.coupled()) {
      for (int i = 0; i < machine.layer(l).size(); i++) {
        machine.clearWithinUnit(machine.couplings(l), i, parameters);
        BoltzmannMachine.mirror(machine.couplings(l), i, parameters);
      }
    }
    return parameters;
  }

  /** The couplings within the visible layer. */
  public static Matrix couplings(MachineSpec spec, float[] parameters) {
    return BoltzmannMachine.of(spec).couplings(0).weights(parameters);
  }

  /**
   * Writes a run.
   *
   * @param alphabet of sequences; empty for other data
   */
  public static void write(Path run, MachineSpec spec, float[] parameters, String alphabet) {
    BoltzmannMachine machine = BoltzmannMachine.of(spec);
    int visible = machine.visible().size();
    RunDirectory directory =
        RunDirectory.create(new Configuration(), Paths.of(run.toString()), false);
    directory.writeConfig("seed = 1\n");
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("image", Map.of("width", visible, "height", 1));
    facts.put(
        "data",
        alphabet.isEmpty()
            ? Map.of("title", "tiny")
            : Map.of("title", "tiny", "alphabet", alphabet));
    facts.put("layers", TrainedModel.layers(machine));
    directory.writeModel(
        TrainedModel.tensors(machine, parameters, Standardisation.identity(visible)), facts);
  }
}
