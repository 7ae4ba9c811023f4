package io.boltzspark.evaluation.partition;

import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.UnitSpec;
import java.util.List;

/** Whether parameters make a probability distribution of a machine. */
public final class Normalisable {
  private Normalisable() {}

  /** Why there is no partition function, for messages; empty if there is one. */
  public static String reasonNot(BoltzmannMachine machine, float[] parameters) {
    for (List<UnitSpec> layer : machine.spec().layers()) {
      for (UnitSpec units : layer) {
        if (!units.type().hasEnergy()) {
          return units.type().title() + " units are a rule for sampling without an energy";
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
          + " connected gaussian units are too many to tell whether they have a distribution; at"
          + " most "
          + GaussianPrecision.MOST_UNITS
          + " can be checked";
    }
    return gaussian.isPositiveDefinite()
        ? ""
        : "the weights between its gaussian units are so large that the energy falls without end"
            + " (their precision matrix is not positive definite)";
  }
}
