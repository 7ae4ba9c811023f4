package io.boltzspark.evaluation.partition;

import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.UnitSpec;
import java.util.List;

/** Whether a machine with given parameters has a probability distribution. */
public final class Normalisable {
  private Normalisable() {}

  /** Why no partition function exists, for messages; empty if one exists. */
  public static String reasonNot(BoltzmannMachine machine, float[] parameters) {
    for (List<UnitSpec> layer : machine.spec().layers()) {
      for (UnitSpec units : layer) {
        if (!units.type().hasEnergy()) {
          return units.type().title() + " units are a sampling rule without an energy";
        }
      }
    }
    if (!machine.spec().reasonNotNormalisable().isEmpty()) {
      return machine.spec().reasonNotNormalisable();
    }
    GaussianPrecision gaussian = new GaussianPrecision(machine, parameters);
    if (!gaussian.isConnected()) {
      return "";
    }
    if (gaussian.units() > GaussianPrecision.MOST_UNITS) {
      return gaussian.units()
          + " connected gaussian units are too many to check whether they have a distribution: at"
          + " most "
          + GaussianPrecision.MOST_UNITS
          + " can be checked";
    }
    return gaussian.isPositiveDefinite()
        ? ""
        : "the weights or couplings between its gaussian units are so large that the energy is"
            + " unbounded below (their precision matrix is not positive definite)";
  }
}
