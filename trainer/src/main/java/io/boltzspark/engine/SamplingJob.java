package io.boltzspark.engine;

import io.boltzspark.math.Matrix;
import io.boltzspark.math.RandomStream;
import io.boltzspark.math.RandomStream.Purpose;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.sampling.ChainCodec;
import io.boltzspark.sampling.ChainStates;
import io.boltzspark.sampling.GibbsSampler;
import java.io.Serializable;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;

/**
 * Gibbs chains of a trained machine as a Spark job. Chains are cut into slices of a fixed size,
 * each with random numbers of its own, so the result does not depend on how many tasks there are.
 */
public final class SamplingJob {
  /** Chains of a slice: enough for an efficient product, few enough to spread 100 chains. */
  private static final int SLICE = 25;

  private final JavaSparkContext spark;
  private final BoltzmannMachine machine;
  private final float[] parameters;

  public SamplingJob(JavaSparkContext spark, BoltzmannMachine machine, float[] parameters) {
    this.spark = spark;
    this.machine = machine;
    this.parameters = parameters;
  }

  /**
   * Chains whose visible units start at fair coin tosses.
   *
   * @param sweeps at least 1; the last one ends with the means of the visible units
   * @return their visible means, chains x units
   */
  public Matrix fromNoise(int chains, int sweeps, long seed) {
    Matrix visible = Matrix.zeros(chains, machine.visible().size());
    RandomStream random = new RandomStream(seed, Purpose.SAMPLING, -1, 0);
    float[] uniforms = new float[visible.columns()];
    for (int c = 0; c < chains; c++) {
      random.nextUniforms(uniforms, uniforms.length);
      for (int i = 0; i < uniforms.length; i++) {
        visible.set(c, i, uniforms[i] < 0.5f ? 1f : 0f);
      }
    }
    return fromVisible(visible, sweeps, seed);
  }

  /** Chains that start at given visible states; else as {@link #fromNoise}. */
  public Matrix fromVisible(Matrix visible, int sweeps, long seed) {
    return run(visible, 0, sweeps, seed);
  }

  /** Chains that start at given states of layer 1; else as {@link #fromNoise}. */
  public Matrix fromChains(Matrix hidden, int sweeps, long seed) {
    return run(hidden, 1, sweeps, seed);
  }

  /** The layer-1 states of the first {@code count} of some encoded chains, fewer if there are. */
  public static Matrix hiddenStates(BoltzmannMachine machine, byte[] chains, int count) {
    ChainCodec codec = new ChainCodec(machine);
    int found = Math.min(count, chains.length / codec.bytesPerChain());
    ChainStates states = ChainStates.zeros(machine, found);
    codec.decode(chains, 0, states);
    return states.layer(1);
  }

  private Matrix run(Matrix start, int layer, int sweeps, long seed) {
    int slices = (start.rows() + SLICE - 1) / SLICE;
    List<Slice> work =
        IntStream.range(0, slices)
            .mapToObj(s -> new Slice(s, slice(start, s).toArray(), layer))
            .toList();
    spark.setJobGroup("boltz-sample", "Gibbs sampling of " + start.rows() + " chains", true);
    Broadcast<float[]> shared = spark.broadcast(parameters);
    try {
      List<float[]> means =
          spark
              .parallelize(work, Math.min(slices, spark.defaultParallelism()))
              .map(new Sweeps(machine.dimensions(), shared, sweeps, seed))
              .collect();
      Matrix all = Matrix.zeros(start.rows(), machine.visible().size());
      int offset = 0;
      for (float[] part : means) {
        System.arraycopy(part, 0, all.values(), offset, part.length);
        offset += part.length;
      }
      return all;
    } catch (Exception e) { // SparkException is checked, but not declared
      throw Failures.firstCause(e);
    } finally {
      shared.destroy();
      spark.clearJobGroup();
    }
  }

  private static Matrix slice(Matrix all, int slice) {
    return all.rows(slice * SLICE, Math.min(all.rows(), (slice + 1) * SLICE));
  }

  private record Slice(int number, float[] states, int layer) implements Serializable {}

  private static final class Sweeps implements Function<Slice, float[]> {
    private static final long serialVersionUID = 1;
    private final List<Integer> dimensions;
    private final Broadcast<float[]> parameters;
    private final int sweeps;
    private final long seed;

    Sweeps(List<Integer> dimensions, Broadcast<float[]> parameters, int sweeps, long seed) {
      this.dimensions = dimensions;
      this.parameters = parameters;
      this.sweeps = sweeps;
      this.seed = seed;
    }

    @Override
    public float[] call(Slice slice) {
      BoltzmannMachine machine = BoltzmannMachine.bernoulli(dimensions);
      GibbsSampler sampler = new GibbsSampler(machine);
      float[] values = parameters.value();
      int chains = slice.states().length / dimensions.get(slice.layer());
      ChainStates states = ChainStates.zeros(machine, chains);
      System.arraycopy(
          slice.states(), 0, states.layer(slice.layer()).values(), 0, slice.states().length);
      RandomStream random = new RandomStream(seed, Purpose.SAMPLING, 0, slice.number());
      if (slice.layer() == 0) {
        sampler.sampleOdd(states, values, random);
      }
      sampler.sweep(states, sweeps - 1, values, random);
      sampler.visibleMeans(states, values);
      return states.visible().toArray();
    }
  }
}
