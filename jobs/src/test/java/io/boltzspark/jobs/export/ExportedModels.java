package io.boltzspark.jobs.export;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.boltzspark.math.Matrix;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.MachineSpec;
import io.boltzspark.model.Standardisation;
import io.boltzspark.store.TrainedModel;
import java.util.Optional;
import java.util.SplittableRandom;

/** Models with random parameters. */
final class ExportedModels {
  private ExportedModels() {}

  /**
   * @param size standard deviation of the parameters
   */
  static TrainedModel random(MachineSpec spec, double size, boolean standardised, long seed) {
    BoltzmannMachine machine = BoltzmannMachine.of(spec);
    SplittableRandom random = new SplittableRandom(seed);
    float[] parameters = new float[machine.layout().size()];
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] = (float) (size * random.nextGaussian());
    }
    int visible = machine.visible().size();
    Standardisation standardisation = Standardisation.identity(visible);
    for (int i = 0; standardised && i < visible; i++) {
      standardisation.offset()[i] = (float) random.nextGaussian();
      standardisation.scale()[i] = (float) (0.5 + random.nextDouble());
    }
    return new TrainedModel(
        machine,
        parameters,
        standardisation,
        JsonNodeFactory.instance.objectNode(),
        Optional.empty());
  }

  /** What training would make of values of data. */
  static Matrix states(TrainedModel model, Matrix values) {
    Matrix states = Matrix.zeros(values.rows(), values.columns());
    for (int r = 0; r < values.rows(); r++) {
      for (int i = 0; i < values.columns(); i++) {
        float centred = values.get(r, i) - model.standardisation().offset()[i];
        states.set(r, i, centred / model.standardisation().scale()[i]);
      }
    }
    return states;
  }
}
