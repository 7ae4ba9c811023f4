package io.boltzspark.jobs.states;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.math.Matrix;
import io.boltzspark.model.UnitSpec;
import io.boltzspark.model.UnitType;
import io.boltzspark.store.TrainedModel;
import java.util.Optional;

/**
 * States of a model's visible units as a table: the form in which its data could be.
 *
 * @param values rows x columns, numbers in the units of the data (a spin is 0 or 1 there); of Potts
 *     units rows x sites, the category of each site from 0
 * @param categories of each site; 0 where values are numbers
 * @param alphabet a letter for each category; empty where the model is not of sequences
 * @param labels the class of each row, from 0; empty where the model has no labels
 * @param energyColumn {@link #FREE_ENERGY}, or {@link #ENERGY} where the free energy is not closed;
 *     empty where there is neither
 * @param energies of each row, in nats; as many as rows if there is such a column
 */
public record StatesTable(
    Matrix values,
    int categories,
    String alphabet,
    int[] labels,
    Optional<String> energyColumn,
    double[] energies) {

  /** Minus the logarithm of a row's probability, up to a constant. */
  public static final String FREE_ENERGY = "free_energy";

  /** The energy of the joint states of all layers, of which a row shows the visible ones. */
  public static final String ENERGY = "energy";

  /** The number of a row, from 0. */
  static final String SAMPLE = "sample";

  static final String VALUES = "values";
  static final String LABEL = "label";

  /**
   * A model's visible states.
   *
   * @param reference how the model was named, for messages
   * @param visible rows x visible units; of Potts units, a 1 in each group
   * @param energies of each row; empty: none
   * @throws BoltzException BAD_INPUT when a state is not a finite number
   */
  public static StatesTable of(
      String reference, TrainedModel model, Matrix visible, double[] energies) {
    int units = model.machine().spec().values();
    UnitSpec first = model.machine().spec().layers().get(0).get(0);
    boolean areSites = first.type() == UnitType.POTTS;
    Matrix values =
        areSites
            ? categories(visible, units, first.count())
            : model.standardisation().values(visible, units);
    requireFinite(reference, values);
    Matrix labels = categories(visible.columns(units, visible.columns()));
    boolean isClosed = model.machine().hasClosedFreeEnergy();
    return new StatesTable(
        values,
        areSites ? first.count() : 0,
        alphabet(model),
        ints(labels),
        energies.length == 0 ? Optional.empty() : Optional.of(isClosed ? FREE_ENERGY : ENERGY),
        energies);
  }

  /** A letter for each category of a model's sites; empty where it is not of sequences. */
  public static String alphabet(TrainedModel model) {
    return model.description().path("data").path("alphabet").asText();
  }

  public int rows() {
    return values.rows();
  }

  /** Values of a row, or sites. */
  public int width() {
    return values.columns();
  }

  private static void requireFinite(String reference, Matrix values) {
    for (float value : values.toArray()) {
      if (!Float.isFinite(value)) {
        throw new BoltzException(
            ExitCode.BAD_INPUT,
            "a state of the model %s is %s, because training diverged or the temperature is too high; choose an earlier checkpoint, or a lower --temperature"
                .formatted(reference, value));
      }
    }
  }

  /** Which of a group's columns is 1; one category for each group of so many columns. */
  private static Matrix categories(Matrix visible, int units, int states) {
    Matrix found = Matrix.zeros(visible.rows(), units / states);
    for (int r = 0; r < visible.rows(); r++) {
      for (int site = 0; site < found.columns(); site++) {
        int state = 0;
        while (visible.get(r, site * states + state) != 1f) {
          state++;
        }
        found.set(r, site, state);
      }
    }
    return found;
  }

  /** Of a single group, a column; without columns none. */
  private static Matrix categories(Matrix group) {
    return group.columns() == 0
        ? Matrix.zeros(0, 0)
        : categories(group, group.columns(), group.columns());
  }

  private static int[] ints(Matrix numbers) {
    int[] found = new int[numbers.rows()];
    for (int r = 0; r < found.length; r++) {
      found[r] = (int) numbers.get(r, 0);
    }
    return found;
  }
}
