package io.boltzspark.engine.inference;

import io.boltzspark.engine.inference.SamplingTask.Shown;
import io.boltzspark.engine.inference.SamplingTask.Slice;
import io.boltzspark.evaluation.ModelSamples;
import io.boltzspark.math.Matrix;
import io.boltzspark.math.RandomStream;
import io.boltzspark.math.RandomStream.Purpose;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.MachineSpec;
import io.boltzspark.sampling.ChainCodec;
import io.boltzspark.sampling.ChainStates;
import io.boltzspark.spark.Failures;
import io.boltzspark.spark.JobGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;

/**
 * Gibbs chains of a trained machine as a Spark job. Chains are cut into slices of a fixed size,
 * each with its own random numbers, so the result does not depend on the number of tasks.
 */
public final class SamplingJob {
  /** Chains per slice: enough for an efficient product, few enough to distribute 100 chains. */
  private static final int SLICE = 25;

  /** For thousands of chains: still many slices, and larger products are faster. */
  private static final int LARGE_SLICE = 100;

  private final JavaSparkContext spark;
  private final BoltzmannMachine machine;
  private final float[] parameters;

  public SamplingJob(JavaSparkContext spark, BoltzmannMachine machine, float[] parameters) {
    this.spark = spark;
    this.machine = machine;
    this.parameters = parameters;
  }

  /**
   * Chains whose visible units start at unbiased draws: fair coin tosses for units of two states,
   * standard normal numbers for Gaussian ones.
   */
  public Samples fromNoise(int chains, SamplingPlan plan) {
    Matrix visible = Matrix.zeros(chains, machine.visible().size());
    RandomStream random = new RandomStream(plan.seed(), Purpose.SAMPLING, -1, 0);
    machine.visible().sampleInPlace(visible, new float[parameters.length], random);
    return fromVisible(visible, plan);
  }

  /**
   * Chains whose visible units start at standard normal numbers, whatever their type, and labels at
   * unbiased draws.
   */
  public Samples fromGaussian(int chains, SamplingPlan plan) {
    Matrix visible = Matrix.zeros(chains, machine.visible().size());
    RandomStream random = new RandomStream(plan.seed(), Purpose.SAMPLING, -1, 0);
    machine.visible().sampleInPlace(visible, new float[parameters.length], random);
    float[] normal = new float[machine.spec().values()];
    for (int chain = 0; chain < chains; chain++) {
      random.nextNormals(normal, normal.length);
      System.arraycopy(normal, 0, visible.values(), visible.offset(chain), normal.length);
    }
    return fromVisible(visible, plan);
  }

  /**
   * Chains that start at given visible states, from which the hidden layers are drawn upwards, each
   * given the layer below.
   *
   * @param visible chains x visible units; labels held by the plan replace those of the states
   */
  public Samples fromVisible(Matrix visible, SamplingPlan plan) {
    List<Slice> slices = new ArrayList<>();
    for (int from = 0; from < visible.rows(); from += SLICE) {
      int to = Math.min(visible.rows(), from + SLICE);
      float[] states = visible.rows(from, to).toArray();
      slices.add(new Slice(slices.size(), to - from, states, null, labels(plan, from, to)));
    }
    return run(slices, visible.rows(), plan);
  }

  /**
   * Chains that continue from the states of others.
   *
   * @param encoded the layers that carry them, as {@link ChainCodec} writes them
   * @param each bytes from one chain to the next, of which its layers are the first; others are of
   *     replicas at other temperatures, or say at which one the chain was
   * @param count the number of chains, at most as many as there are
   */
  public Samples fromChains(byte[] encoded, int each, int count, SamplingPlan plan) {
    int bytes = new ChainCodec(machine).bytesPerChain();
    int chains = Math.min(count, encoded.length / each);
    List<Slice> slices = new ArrayList<>();
    for (int from = 0; from < chains; from += SLICE) {
      int to = Math.min(chains, from + SLICE);
      byte[] own = new byte[(to - from) * bytes];
      for (int c = from; c < to; c++) {
        System.arraycopy(encoded, c * each, own, (c - from) * bytes, bytes);
      }
      slices.add(new Slice(slices.size(), to - from, null, own, labels(plan, from, to)));
    }
    return run(slices, chains, plan);
  }

  /**
   * Joint states of all layers: {@link ModelSamples} of each slice of chains, with its own random
   * numbers.
   */
  public ChainStates statesFromNoise(int chains, int sweeps, long seed) {
    int slices = (chains + LARGE_SLICE - 1) / LARGE_SLICE;
    List<float[][]> found =
        map(
            IntStream.range(0, slices).boxed().toList(),
            chains,
            shared -> new JointStates(machine.spec(), shared, chains, sweeps, seed));
    ChainStates all = ChainStates.zeros(machine, chains);
    for (int slice = 0; slice < slices; slice++) {
      for (int l = 0; l < found.get(slice).length; l++) {
        float[] part = found.get(slice)[l];
        Matrix layer = all.layer(l);
        System.arraycopy(part, 0, layer.values(), layer.offset(slice * LARGE_SLICE), part.length);
      }
    }
    return all;
  }

  private static int[] labels(SamplingPlan plan, int from, int to) {
    return plan.labels().isEmpty()
        ? null
        : plan.labels().subList(from, to).stream().mapToInt(Integer::intValue).toArray();
  }

  private Samples run(List<Slice> slices, int chains, SamplingPlan plan) {
    List<Shown> found =
        map(
            slices,
            chains,
            shared -> new SamplingTask(machine.spec(), shared, plan.withLabels(List.of())));
    Matrix all = Matrix.zeros(plan.times() * chains, machine.visible().size());
    double[] energies = new double[plan.energies() ? chains : 0];
    int first = 0;
    for (int s = 0; s < slices.size(); s++) {
      int own = slices.get(s).chains();
      Matrix part = new Matrix(found.get(s).states(), 0, plan.times() * own, all.columns());
      for (int time = 0; time < plan.times(); time++) {
        int at = time * chains + first;
        all.rows(at, at + own).setFrom(part.rows(time * own, (time + 1) * own));
      }
      if (plan.energies()) {
        System.arraycopy(found.get(s).energies(), 0, energies, first, own);
      }
      first += own;
    }
    return new Samples(all, energies);
  }

  /**
   * The results of all slices, in their order.
   *
   * @param call the task of a slice, given the parameters that executors share
   */
  private <A, B> List<B> map(
      List<A> slices,
      int chains,
      java.util.function.Function<Broadcast<float[]>, Function<A, B>> call) {
    if (slices.isEmpty()) {
      return List.of();
    }
    Broadcast<float[]> shared = spark.broadcast(parameters);
    try {
      return JobGroup.run(
          spark.sc(),
          "boltz-sample",
          "Gibbs sampling of " + chains + " chains",
          () ->
              spark
                  .parallelize(slices, slices.size()) // small tasks: states travel with them
                  .map(call.apply(shared))
                  .collect());
    } catch (Exception e) { // SparkException is checked, but not declared
      throw Failures.firstCause(e);
    } finally {
      shared.destroy();
    }
  }

  /** A slice's states, a layer each, on an executor. */
  private record JointStates(
      MachineSpec spec, Broadcast<float[]> parameters, int chains, int sweeps, long seed)
      implements Function<Integer, float[][]> {
    @Override
    public float[][] call(Integer slice) {
      // Keys up to 0 belong to chains of which only visible states are returned.
      RandomStream random = new RandomStream(seed, Purpose.SAMPLING, 1, slice);
      int count = Math.min(LARGE_SLICE, chains - slice * LARGE_SLICE);
      return ModelSamples.draw(BoltzmannMachine.of(spec), parameters.value(), count, sweeps, random)
          .layers()
          .stream()
          .map(Matrix::toArray)
          .toArray(float[][]::new);
    }
  }
}
