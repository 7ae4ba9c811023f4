package io.boltzspark.jobs.actions;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.model.UnitSpec;
import io.boltzspark.store.TrainedModel;
import java.util.List;

/** Refuses, before any work, models from which no number can come. */
public final class UsableModel {
  private UsableModel() {}

  /**
   * @param name as the model was named, for the message
   * @throws BoltzException BAD_INPUT when a parameter is not a finite number
   */
  public static void requireFinite(TrainedModel model, String name) {
    requireFinite(model.parameters(), name);
  }

  /**
   * @param parameters of a model of any kind
   * @param name as the model was named, for the message
   * @throws BoltzException BAD_INPUT when a parameter is not a finite number
   */
  public static void requireFinite(float[] parameters, String name) {
    int bad = 0;
    for (float parameter : parameters) {
      bad += Float.isFinite(parameter) ? 0 : 1;
    }
    if (bad > 0) {
      throw new BoltzException(
          ExitCode.BAD_INPUT,
          "%d of the %d parameters of %s are not finite numbers: its training diverged; take an"
                  .formatted(bad, parameters.length, name)
              + " earlier checkpoint (RUN@epoch:N), or train with a smaller learning rate");
    }
  }

  /**
   * @param name as the model was named, for the message
   * @throws BoltzException BAD_INPUT when it has units without an energy
   */
  public static void requireEnergy(TrainedModel model, String name) {
    for (List<UnitSpec> layer : model.machine().spec().layers()) {
      for (UnitSpec units : layer) {
        if (!units.type().hasEnergy()) {
          throw new BoltzException(
              ExitCode.BAD_INPUT,
              "%s has %s units, which are a rule for sampling without an energy, so that it has no free energy; take a model of other units"
                  .formatted(name, units.type().title()));
        }
      }
    }
  }
}
