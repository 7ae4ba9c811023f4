package io.boltzspark.engine.inference;

import io.boltzspark.engine.data.TrainingData;
import io.boltzspark.engine.inference.SamplingPlan.Ending;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.evaluation.Classification;
import io.boltzspark.evaluation.LabelAgreement;
import io.boltzspark.evaluation.LabelPosterior;
import io.boltzspark.math.Matrix;
import io.boltzspark.math.RandomStream;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.MachineSpec;
import io.boltzspark.spark.Failures;
import io.boltzspark.spark.JobGroup;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;

/** Classification by a machine with labels, spread over Spark. */
public final class ClassificationJob {
  /** Draws classified together: enough for an efficient product, few enough to distribute. */
  private static final int SLICE = 100;

  private final JavaSparkContext spark;
  private final BoltzmannMachine machine;
  private final float[] parameters;
  private final int classes;

  /**
   * @throws BoltzException BAD_INPUT when the machine cannot classify, see {@link LabelPosterior}
   */
  public ClassificationJob(JavaSparkContext spark, BoltzmannMachine machine, float[] parameters) {
    this.spark = spark;
    this.machine = machine;
    this.parameters = parameters;
    this.classes = new LabelPosterior(machine, parameters).classes();
  }

  /**
   * Compares the labels of a part's rows with those that the machine assigns.
   *
   * @param rows of this machine
   * @throws BoltzException BAD_INPUT when a row has no label, or one of a class that the machine
   *     does not have
   */
  public Classification ofRows(EvaluationRows rows, TrainingData.Part part) {
    double[] cells = rows.scores(part, Integer.MAX_VALUE, new LabelAgreement());
    int unlabelled = indexOf(LabelAgreement.UNLABELLED, cells);
    if (unlabelled >= 0) {
      throw new BoltzException(
          ExitCode.BAD_INPUT,
          "the %s row at position %d has no label from 0 to %d, as the classes of the model"
              .formatted(part.directoryName(), unlabelled, classes - 1));
    }
    return Classification.of(cells, classes);
  }

  private static int indexOf(double value, double[] values) {
    for (int i = 0; i < values.length; i++) {
      if (values[i] == value) {
        return i;
      }
    }
    return -1;
  }

  /**
   * How often the machine, having drawn pixels with its label held fixed, assigns them that label.
   *
   * @param perClass chains per class, which start at noise
   * @param plan how they run; its labels and ending are replaced
   * @return the classification, with the held labels as the actual ones
   */
  public Classification ofDraws(int perClass, SamplingPlan plan) {
    List<Integer> labels = new ArrayList<>();
    for (int y = 0; y < classes; y++) {
      labels.addAll(Collections.nCopies(perClass, y));
    }
    Matrix drawn =
        new SamplingJob(spark, machine, parameters)
            .fromNoise(labels.size(), plan.withLabels(labels).with(Ending.STATES))
            .visible();
    List<Slice> slices = new ArrayList<>();
    for (int from = 0; from < drawn.rows(); from += SLICE) {
      int to = Math.min(drawn.rows(), from + SLICE);
      slices.add(new Slice(to - from, drawn.rows(from, to).toArray()));
    }
    Broadcast<float[]> shared = spark.broadcast(parameters);
    try {
      List<double[]> cells =
          JobGroup.run(
              spark.sc(),
              "boltz-classify",
              "classification of " + drawn.rows() + " draws",
              () ->
                  spark
                      .parallelize(slices, slices.size()) // small tasks: states travel with them
                      .map(new Classify(machine.spec(), shared))
                      .collect());
      return Classification.of(cells.stream().flatMapToDouble(Arrays::stream).toArray(), classes);
    } catch (Exception e) { // SparkException is checked, but not declared
      throw Failures.firstCause(e);
    } finally {
      shared.destroy();
    }
  }

  /**
   * Some visible states.
   *
   * @param states rows x units
   */
  private record Slice(int rows, float[] states) implements Serializable {}

  /** A slice's scores, on an executor. */
  private record Classify(MachineSpec spec, Broadcast<float[]> parameters)
      implements Function<Slice, double[]> {

    @Override
    public double[] call(Slice slice) {
      BoltzmannMachine machine = BoltzmannMachine.of(spec);
      Matrix states =
          new Matrix(slice.states(), 0, slice.rows(), slice.states().length / slice.rows());
      return new LabelAgreement().of(machine, parameters.value(), states, new RandomStream());
    }
  }
}
