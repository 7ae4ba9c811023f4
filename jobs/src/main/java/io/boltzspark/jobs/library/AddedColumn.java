package io.boltzspark.jobs.library;

import io.boltzspark.evaluation.HiddenMeans;
import io.boltzspark.evaluation.LabelPosterior;
import io.boltzspark.evaluation.RowFreeEnergy;
import io.boltzspark.math.Matrix;
import io.boltzspark.math.RandomStream;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.Standardisation;
import io.boltzspark.sampling.UpDownPass;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/** What {@link BoltzmannModel#transform} adds to rows. */
enum AddedColumn {
  /** Means of the last hidden layer. */
  FEATURES(DataTypes.createArrayType(DataTypes.FloatType, false)) {
    @Override
    boolean isOf(BoltzmannMachine machine) {
      return machine.layers().size() > 1;
    }

    @Override
    Object[] of(
        BoltzmannMachine machine, float[] parameters, Standardisation scales, Matrix states) {
      return arrays(new HiddenMeans(machine.layers().size() - 1).of(machine, parameters, states));
    }
  },

  /** Minus the logarithm of the probability of a row, without the partition function. */
  FREE_ENERGY(DataTypes.DoubleType) {
    @Override
    boolean isOf(BoltzmannMachine machine) {
      return machine.hasEnergy();
    }

    @Override
    Object[] of(
        BoltzmannMachine machine, float[] parameters, Standardisation scales, Matrix states) {
      double[] found = new RowFreeEnergy().of(machine, parameters, states, new RandomStream());
      return Arrays.stream(found).boxed().toArray();
    }
  },

  /** Values after one pass up to the last hidden layer and back, by means. */
  RECONSTRUCTION(DataTypes.createArrayType(DataTypes.FloatType, false)) {
    @Override
    boolean isOf(BoltzmannMachine machine) {
      return machine.layers().size() > 1;
    }

    @Override
    Object[] of(
        BoltzmannMachine machine, float[] parameters, Standardisation scales, Matrix states) {
      Matrix passed = UpDownPass.of(machine, parameters, states, UpDownPass.Step.MEANS);
      return arrays(scales.values(passed, machine.spec().values()));
    }
  },

  /** The most probable class. */
  PREDICTED_LABEL(DataTypes.IntegerType) {
    @Override
    boolean isOf(BoltzmannMachine machine) {
      return machine.spec().labels() > 0 && machine.hasEnergy();
    }

    @Override
    Object[] of(
        BoltzmannMachine machine, float[] parameters, Standardisation scales, Matrix states) {
      double[][] logs = new LabelPosterior(machine, parameters).logProbabilities(states);
      return Arrays.stream(logs).map(LabelPosterior::mostProbable).toArray();
    }
  };

  private final DataType type;

  AddedColumn(DataType type) {
    this.type = type;
  }

  /** Its name in rows. */
  String column() {
    return name().toLowerCase(Locale.ROOT);
  }

  DataType type() {
    return type;
  }

  /** Whether the machine has it. */
  abstract boolean isOf(BoltzmannMachine machine);

  /**
   * Its cell for each row.
   *
   * @param scales how values became visible states
   * @param states rows x visible units, those of a label 0
   */
  abstract Object[] of(
      BoltzmannMachine machine, float[] parameters, Standardisation scales, Matrix states);

  static List<AddedColumn> allOf(BoltzmannMachine machine) {
    return Arrays.stream(values()).filter(column -> column.isOf(machine)).toList();
  }

  /** Boxed, because Spark takes no primitive arrays. */
  private static Object[] arrays(Matrix rows) {
    Object[] found = new Object[rows.rows()];
    for (int r = 0; r < found.length; r++) {
      Float[] row = new Float[rows.columns()];
      for (int i = 0; i < row.length; i++) {
        row[i] = rows.get(r, i);
      }
      found[r] = row;
    }
    return found;
  }
}
