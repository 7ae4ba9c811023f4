package io.boltzspark.jobs.pictures;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.files.Paths;
import io.boltzspark.jobs.actions.PictureFiles;
import io.boltzspark.jobs.images.NamedModel;
import io.boltzspark.jobs.images.Restored;
import io.boltzspark.jobs.states.StatesFile;
import io.boltzspark.jobs.states.StatesTable;
import io.boltzspark.math.Matrix;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.UnitType;
import io.boltzspark.sampling.UpDownPass;
import java.util.List;
import java.util.function.Supplier;
import org.apache.spark.sql.SparkSession;

/** Writes what models made of rows: a picture of some of them, or all of one model as data. */
final class RestoredOutput {
  private RestoredOutput() {}

  /**
   * Refuses, before work begins, values that the format cannot hold.
   *
   * @throws BoltzException USAGE when they are means of sites, which have categories
   */
  static void require(ComparisonRequest request, NamedModel model, UpDownPass.Step step) {
    UnitType type = model.model().machine().spec().layers().get(0).get(0).type();
    if (!request.format().isPicture() && type == UnitType.POTTS && step == UpDownPass.Step.MEANS) {
      throw new BoltzException(
          ExitCode.USAGE,
          "--by means: a site of the model %s has one of its states, and a mean is none; choose --by modes"
              .formatted(model.reference()));
    }
  }

  /**
   * Writes the request's file, which appears whole. With data goes the free energy of each row at
   * the values that are written, and with labels the most probable one.
   *
   * @param restored rows by each model; one where the format is of data
   * @param picture makes the PNG
   */
  static void write(
      SparkSession spark,
      ComparisonRequest request,
      List<Restored> restored,
      Supplier<byte[]> picture) {
    if (request.format().isPicture()) {
      PictureFiles.write(spark.sparkContext().hadoopConfiguration(), request.out(), picture.get());
      return;
    }
    NamedModel model = restored.get(0).model();
    Matrix states = decided(model, restored.get(0).states());
    BoltzmannMachine machine = model.model().machine();
    double[] energies =
        machine.hasClosedFreeEnergy()
            ? machine.freeEnergy(states, model.model().parameters())
            : new double[0];
    StatesFile.write(
        spark,
        StatesTable.of(model.reference(), model.model(), states, energies),
        request.format(),
        Paths.of(request.out()));
  }

  /** States with the most probable label in place of the probabilities of labels. */
  private static Matrix decided(NamedModel model, Matrix states) {
    Matrix decided = new Matrix(states.toArray(), 0, states.rows(), states.columns());
    int first = model.pixels();
    for (int r = 0; r < states.rows() && first < states.columns(); r++) {
      int most = first;
      for (int i = first; i < states.columns(); i++) {
        most = states.get(r, i) > states.get(r, most) ? i : most;
        decided.set(r, i, 0);
      }
      decided.set(r, most, 1);
    }
    return decided;
  }
}
