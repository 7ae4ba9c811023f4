package io.boltzspark.jobs.testing;

import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.MachineSpec;
import io.boltzspark.model.Standardisation;
import io.boltzspark.store.ModelStore;
import io.boltzspark.store.TrainedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.hadoop.conf.Configuration;

/** Runs with models that nobody trained. */
public final class SavedModels {
  private SavedModels() {}

  /**
   * Saves a machine with normal parameters.
   *
   * @param alphabet of its data; empty: not of sequences
   * @param standardised whether each visible unit has an offset and a scale of its own
   * @return the run's directory
   */
  public static String save(
      Path run, MachineSpec spec, double deviation, String alphabet, boolean standardised)
      throws IOException {
    BoltzmannMachine machine = BoltzmannMachine.of(spec);
    float[] parameters = new float[machine.layout().size()];
    SplittableRandom random = new SplittableRandom(13);
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] = (float) (deviation * random.nextGaussian());
    }
    int visible = machine.visible().size();
    Standardisation standardisation = Standardisation.identity(visible);
    for (int i = 0; standardised && i < visible; i++) {
      standardisation.offset()[i] = 10 * i;
      standardisation.scale()[i] = 0.5f + i;
    }
    save(run, machine, parameters, standardisation, alphabet);
    return run.toString();
  }

  public static void save(
      Path run,
      BoltzmannMachine machine,
      float[] parameters,
      Standardisation standardisation,
      String alphabet)
      throws IOException {
    Files.createDirectories(run);
    Files.writeString(run.resolve("config.conf"), "");
    ModelStore.write(
        new Configuration(),
        new org.apache.hadoop.fs.Path(run.toUri().getPath() + "/model"),
        TrainedModel.tensors(machine, parameters, standardisation),
        Map.of(
            "layers",
            TrainedModel.layers(machine),
            "data",
            alphabet.isEmpty()
                ? Map.of("title", "made")
                : Map.of("title", "made", "alphabet", alphabet)),
        true);
  }
}
