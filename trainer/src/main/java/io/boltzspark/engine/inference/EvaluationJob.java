package io.boltzspark.engine.inference;

import io.boltzspark.evaluation.partition.AnnealedImportance;
import io.boltzspark.evaluation.partition.AnnealingPlan;
import io.boltzspark.evaluation.partition.AnnealingWalk;
import io.boltzspark.evaluation.partition.ChainSlice;
import io.boltzspark.evaluation.partition.ChainWeights;
import io.boltzspark.evaluation.partition.ExactLogPartition;
import io.boltzspark.evaluation.partition.ReverseAnnealing;
import io.boltzspark.evaluation.partition.ReverseAnnealing.Start;
import io.boltzspark.math.Matrix;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.MachineSpec;
import io.boltzspark.spark.Failures;
import io.boltzspark.spark.JobGroup;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;

/**
 * The partition function of a trained machine, spread over Spark: slices of chains or of states,
 * each a pure function of its number, so that the result does not depend on how many tasks there
 * are. Long walks of chains are split into many jobs of about two seconds, between which the driver
 * holds the chains and reports progress.
 */
public final class EvaluationJob implements AutoCloseable {
  private static final double SECONDS = 2;
  private static final int FIRST_STEPS = 10;
  private static final int TASKS_A_CORE = 4;

  /** Told of the progress of a computation. */
  public interface Listener {
    void update(long done, long total);
  }

  private final JavaSparkContext spark;
  private final BoltzmannMachine machine;
  private final float[] parameters;
  private final Broadcast<float[]> shared;

  public EvaluationJob(JavaSparkContext spark, BoltzmannMachine machine, float[] parameters) {
    this.spark = spark;
    this.machine = machine;
    this.parameters = parameters;
    this.shared = spark.broadcast(parameters);
  }

  /** The chains of annealed importance sampling from independent units to the machine. */
  public ChainWeights annealed(AnnealingPlan plan, Listener listener) {
    AnnealedImportance walk = new AnnealedImportance(machine, parameters, plan);
    List<ChainSlice> slices =
        numbers(plan).mapToObj(s -> walk.start(s, ChainSlice.chains(s, plan.chains()))).toList();
    WalkCall call = new WalkCall(machine.spec(), shared, plan, null, 0, 0);
    return walk(walk, call, slices, "annealing", listener);
  }

  /**
   * The chains of reverse annealing that start at data.
   *
   * @param sweeps of the chains before they are used as particles
   * @param visible states, as many rows as the plan has chains
   */
  public ChainWeights reversedFromData(
      AnnealingPlan plan, int sweeps, Matrix visible, Listener listener) {
    if (visible.rows() != plan.chains()) {
      throw new IllegalArgumentException(visible + " for " + plan.chains() + " chains");
    }
    ReverseAnnealing walk = new ReverseAnnealing(machine, parameters, plan, Start.DATA, sweeps);
    List<ChainSlice> slices =
        numbers(plan)
            .mapToObj(
                s -> {
                  int from = s * ChainSlice.CHAINS;
                  int to = from + ChainSlice.chains(s, plan.chains());
                  return walk.startAtData(s, visible.rows(from, to));
                })
            .toList();
    WalkCall call = new WalkCall(machine.spec(), shared, plan, Start.DATA, sweeps, 0);
    return walk(walk, call, slices, "reverse annealing from data", listener);
  }

  /** As {@link #reversedFromData}, with chains that start at noise. */
  public ChainWeights reversedFromNoise(AnnealingPlan plan, int sweeps, Listener listener) {
    ReverseAnnealing walk = new ReverseAnnealing(machine, parameters, plan, Start.NOISE, sweeps);
    List<ChainSlice> slices =
        numbers(plan)
            .mapToObj(s -> walk.startAtNoise(s, ChainSlice.chains(s, plan.chains())))
            .toList();
    WalkCall call = new WalkCall(machine.spec(), shared, plan, Start.NOISE, sweeps, 0);
    return walk(walk, call, slices, "reverse annealing from noise", listener);
  }

  private static IntStream numbers(AnnealingPlan plan) {
    return IntStream.range(0, ChainSlice.slices(plan.chains()));
  }

  private ChainWeights walk(
      AnnealingWalk walk, WalkCall call, List<ChainSlice> start, String what, Listener listener) {
    List<ChainSlice> slices = start;
    int total = walk.steps();
    int steps = FIRST_STEPS;
    listener.update(0, total);
    while (slices.get(0).step() < total) {
      int done = slices.get(0).step();
      String range = "steps " + (done + 1) + " to " + Math.min(total, done + steps);
      long begin = System.nanoTime();
      slices =
          map(
              slices,
              call.with(steps),
              "%s, %d chains, %s of %d".formatted(what, call.plan().chains(), range, total));
      double took = (System.nanoTime() - begin) / 1e9;
      steps = (int) Math.max(1, Math.min(4.0 * steps, steps * SECONDS / took));
      listener.update(slices.get(0).step(), total);
    }
    return walk.weights(
        slices.stream().flatMapToDouble(s -> Arrays.stream(s.logWeights())).toArray());
  }

  /**
   * log Z by enumeration.
   *
   * @throws IllegalArgumentException when there are too many states, see {@link ExactLogPartition}
   */
  public double exactLogPartition(Listener listener) {
    int slices = new ExactLogPartition(machine, parameters).slices();
    double[] sums = new double[slices];
    int at = 0;
    int count = Math.min(slices, spark.defaultParallelism());
    listener.update(0, slices);
    while (at < slices) {
      List<Integer> numbers = IntStream.range(at, Math.min(slices, at + count)).boxed().toList();
      long begin = System.nanoTime();
      List<Double> found =
          map(
              new ArrayList<>(numbers),
              new EnumerationCall(machine.spec(), shared),
              "enumeration, slices " + (at + 1) + " to " + (at + numbers.size()) + " of " + slices);
      double took = (System.nanoTime() - begin) / 1e9;
      for (double sum : found) {
        sums[at++] = sum;
      }
      count = (int) Math.max(1, Math.min(4.0 * count, count * SECONDS / took));
      listener.update(at, slices);
    }
    return ExactLogPartition.combine(sums);
  }

  private <A, B> List<B> map(List<A> work, Function<A, B> function, String description) {
    int tasks = Math.min(work.size(), TASKS_A_CORE * spark.defaultParallelism());
    try {
      return JobGroup.run(
          spark.sc(),
          "boltz-evaluate",
          description,
          () -> spark.parallelize(work, tasks).map(function).collect());
    } catch (Exception e) { // SparkException is checked, but not declared
      throw Failures.firstCause(e);
    }
  }

  @Override
  public void close() {
    shared.destroy();
  }

  /** Some steps of a slice of chains, on an executor. */
  private record WalkCall(
      MachineSpec spec,
      Broadcast<float[]> parameters,
      AnnealingPlan plan,
      Start start,
      int sweeps,
      int steps)
      implements Function<ChainSlice, ChainSlice> {

    WalkCall with(int count) {
      return new WalkCall(spec, parameters, plan, start, sweeps, count);
    }

    @Override
    public ChainSlice call(ChainSlice slice) {
      BoltzmannMachine machine = BoltzmannMachine.of(spec);
      AnnealingWalk walk =
          start == null
              ? new AnnealedImportance(machine, parameters.value(), plan)
              : new ReverseAnnealing(machine, parameters.value(), plan, start, sweeps);
      return walk.advance(slice, steps);
    }
  }

  /** A slice of states, on an executor. */
  private record EnumerationCall(MachineSpec spec, Broadcast<float[]> parameters)
      implements Function<Integer, Double> {
    @Override
    public Double call(Integer slice) {
      return new ExactLogPartition(BoltzmannMachine.of(spec), parameters.value()).logSum(slice);
    }
  }
}
