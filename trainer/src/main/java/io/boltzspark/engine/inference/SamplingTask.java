package io.boltzspark.engine.inference;

import io.boltzspark.engine.inference.SamplingPlan.Ending;
import io.boltzspark.engine.inference.SamplingPlan.Reading;
import io.boltzspark.math.Matrix;
import io.boltzspark.math.RandomStream;
import io.boltzspark.math.RandomStream.Purpose;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.MachineSpec;
import io.boltzspark.sampling.BeliefNet;
import io.boltzspark.sampling.ChainCodec;
import io.boltzspark.sampling.ChainStates;
import io.boltzspark.sampling.Clamp;
import io.boltzspark.sampling.GibbsSampler;
import java.io.Serializable;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;

/**
 * A slice of a {@link SamplingJob}, on an executor.
 *
 * <p>A chain that starts from visible states has its hidden layers drawn upwards, which with the
 * visible layer drawn from them is its first sweep. Showing states does not change what follows:
 * the layers that it overwrites are drawn again before they are used, or put back if they carry the
 * chain, and its draws have their own random numbers, except those of the last sweep.
 */
final class SamplingTask implements Function<SamplingTask.Slice, SamplingTask.Shown> {
  private static final long serialVersionUID = 1;

  private final MachineSpec spec;
  private final Broadcast<float[]> parameters;
  private final SamplingPlan plan;

  SamplingTask(MachineSpec spec, Broadcast<float[]> parameters, SamplingPlan plan) {
    this.spec = spec;
    this.parameters = parameters;
    this.plan = plan;
  }

  /**
   * Some chains before their first sweep.
   *
   * @param number the number of the slice; with the seed, the key of its random numbers
   * @param chains the number of chains
   * @param visible their start, or null
   * @param encoded the states that they continue, if {@code visible} is null
   * @param labels a class for each chain, or null
   */
  record Slice(int number, int chains, float[] visible, byte[] encoded, int[] labels)
      implements Serializable {}

  /**
   * What a slice's chains show.
   *
   * @param states the visible states at all times that are shown, one after another, each chains x
   *     units
   * @param energies of the last of them, if the plan asks for these
   */
  record Shown(float[] states, double[] energies) implements Serializable {}

  @Override
  public Shown call(Slice slice) {
    return new Run(slice).sweepAndShow();
  }

  /** The running chains of one slice. */
  private final class Run {
    private final Slice slice;
    private final BoltzmannMachine machine = BoltzmannMachine.of(spec);
    private final BeliefNet net = new BeliefNet(machine);
    private final Clamp clamp;
    private final GibbsSampler sampler;
    private final GibbsSampler showing; // another one where kept inputs would notice
    private final ChainStates states;
    private final RandomStream random;
    private final float[] tempered;
    private float[] current = parameters.value(); // at the temperature of the sweep
    private final float[] shown;
    private int shownTimes;
    private final float[] carried; // the visible states while they are shown; none if not carried

    Run(Slice slice) {
      this.slice = slice;
      clamp = clamp();
      sampler = new GibbsSampler(machine, clamp);
      boolean carriesVisible = machine.updateOrder().isCarried(0);
      showing = carriesVisible ? new GibbsSampler(machine, clamp) : sampler;
      states = ChainStates.zeros(machine, slice.chains());
      random = new RandomStream(plan.seed(), Purpose.SAMPLING, 0, slice.number());
      tempered = new float[plan.isTempered() ? current.length : 0];
      int visible = slice.chains() * machine.visible().size();
      shown = new float[Math.multiplyExact(plan.times(), visible)];
      carried = new float[carriesVisible ? visible : 0];
    }

    /** Of labels and of other units that are held. */
    private Clamp clamp() {
      int[] labels = slice.labels();
      if (plan.held().isEmpty()) {
        return labels == null ? Clamp.none() : Clamp.labels(machine, labels);
      }
      Matrix visible = Matrix.zeros(slice.chains(), machine.visible().size());
      IntStream columns = plan.held().keySet().stream().mapToInt(Integer::intValue);
      if (labels != null) {
        Clamp.labels(machine, labels).applyTo(visible);
        columns =
            IntStream.concat(columns, IntStream.range(machine.spec().values(), visible.columns()));
      }
      for (int chain = 0; chain < visible.rows(); chain++) {
        for (Map.Entry<Integer, Float> unit : plan.held().entrySet()) {
          visible.set(chain, unit.getKey(), unit.getValue());
        }
      }
      return Clamp.of(visible, columns.toArray());
    }

    Shown sweepAndShow() {
      setTemperature(1);
      if (!plan.isAnnealed()) {
        sampler.fix(current, plan.sweeps());
      }
      start();
      for (int sweep = 1; sweep <= plan.sweeps(); sweep++) {
        if (sweep > 1) {
          if (plan.isAnnealed()) {
            setTemperature(sweep);
          }
          sweep();
        }
        if (plan.isShown(sweep)) {
          boolean last = sweep == plan.sweeps();
          show(last ? random : streamToShow(sweep), last);
        }
      }
      return new Shown(shown, plan.energies() ? energies() : new double[0]);
    }

    /** At the machine's own temperature, whatever that of the sweeps. */
    private double[] energies() {
      return machine.hasClosedFreeEnergy()
          ? machine.freeEnergy(states.visible(), parameters.value())
          : machine.energy(states.layers(), parameters.value());
    }

    private void setTemperature(int sweep) {
      if (plan.isTempered()) {
        machine.temperInto(parameters.value(), plan.beta(sweep), tempered);
        current = tempered;
      }
    }

    private void start() {
      boolean isNet = plan.reading() == Reading.BELIEF_NET;
      if (slice.visible() == null) {
        new ChainCodec(machine).decode(slice.encoded(), 0, states);
        boolean hasTop = machine.updateOrder().isCarried(states.layers().size() - 1);
        if (isNet && !hasTop) {
          net.sampleTop(states, current, random);
        }
        if (plan.every() > 0) {
          show(streamToShow(0), false);
        }
      } else {
        System.arraycopy(slice.visible(), 0, states.visible().values(), 0, slice.visible().length);
        clamp.applyTo(states.visible());
        if (plan.every() > 0) {
          keep();
        }
        sampler.sampleUpwards(states, current, random);
      }
    }

    private void sweep() {
      if (plan.reading() == Reading.BELIEF_NET) {
        net.sweepTop(states, 1, current, random);
      } else {
        sampler.sweep(states, 1, current, random);
      }
    }

    private RandomStream streamToShow(int sweep) {
      return new RandomStream(plan.seed(), Purpose.SAMPLING, -2L - sweep, slice.number());
    }

    /** Takes the hidden states down to the visible units, and keeps these. */
    private void show(RandomStream numbers, boolean last) {
      float[] visible = states.visible().values();
      System.arraycopy(visible, 0, carried, 0, carried.length);
      if (plan.reading() == Reading.BELIEF_NET) {
        net.sampleDownwards(states, current, numbers);
      }
      if (plan.ending() == Ending.MEANS) {
        showing.visibleMeans(states, current);
      } else if (plan.energies()) {
        showing.sampleFirst(states, current, numbers); // a joint state; the visible layer is first
      } else {
        showing.sampleVisible(states, current, numbers);
      }
      keep();
      if (!last) { // energies are those of the states shown last
        System.arraycopy(carried, 0, visible, 0, carried.length);
      }
    }

    private void keep() {
      Matrix visible = states.visible();
      int size = visible.rows() * visible.columns();
      System.arraycopy(visible.values(), visible.offset(), shown, shownTimes++ * size, size);
    }
  }
}
