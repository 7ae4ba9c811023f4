package io.boltzspark.evaluation.partition;

import io.boltzspark.math.Matrix;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.Connection;
import io.boltzspark.model.Layer;
import io.boltzspark.model.UpdateOrder.Block;
import io.boltzspark.sampling.ChainStates;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The exact log Z by enumeration: the layers of one block take all their joint states, and the
 * other layers, whose units are then independent, are summed (or integrated) out in closed form,
 *
 * <pre>Z = sum over s of exp(-E(s)) prod over other layers of Z_l(input from s)</pre>
 *
 * <p>Layers with couplings within must be enumerated: if both blocks have some, all layers are.
 *
 * <p>States are cut into slices. Sums are in double precision; inputs and the units' log partition
 * functions are in single precision where they have kernels, so log Z is exact to about 1e-7 of the
 * sum of their absolute values. Not thread-safe.
 */
public final class ExactLogPartition {
  /** Largest number of enumerated states, that of 25 binary units. */
  public static final long MOST_STATES = 1L << 25;

  private static final int SLICE = 1 << 14;
  private static final int BLOCK = 256;

  private final BoltzmannMachine machine;
  private final float[] parameters;
  private final Block enumerated;
  private final Block summed;
  private final List<Connection> within; // connections and couplings of enumerated layers alone
  private final long states;
  private final ChainStates block;

  /**
   * @throws IllegalArgumentException if there are too many states
   */
  public ExactLogPartition(BoltzmannMachine machine, float[] parameters) {
    if (!isPossible(machine)) {
      throw new IllegalArgumentException(leastStates(machine) + " states");
    }
    this.machine = machine;
    this.parameters = parameters;
    this.enumerated = fewerStates(machine);
    this.summed = machine.updateOrder().rest(enumerated);
    this.within =
        machine.connectionsAndCouplings().stream()
            .filter(c -> !isIn(summed, c.from()) && !isIn(summed, c.to()))
            .toList();
    this.states = (long) states(machine, enumerated);
    this.block = ChainStates.zeros(machine, (int) Math.min(BLOCK, states));
  }

  private static boolean isIn(Block block, int layer) {
    for (int i = 0; i < block.size(); i++) {
      if (block.layer(i) == layer) {
        return true;
      }
    }
    return false;
  }

  /** Whether the layers to be enumerated have no more than {@link #MOST_STATES} joint states. */
  public static boolean isPossible(BoltzmannMachine machine) {
    return leastStates(machine) <= MOST_STATES;
  }

  /**
   * Number of joint states of the layers to be enumerated, the fewest possible; may be infinite.
   */
  public static double leastStates(BoltzmannMachine machine) {
    return states(machine, fewerStates(machine));
  }

  private static Block fewerStates(BoltzmannMachine machine) {
    return SummableBlocks.cheapestKept(machine, block -> states(machine, block));
  }

  private static double states(BoltzmannMachine machine, Block block) {
    double states = 1;
    for (int i = 0; i < block.size(); i++) {
      states *= machine.layer(block.layer(i)).configurations();
    }
    return states;
  }

  /** Number of enumerated joint states. */
  public long states() {
    return states;
  }

  /** Number of slices. */
  public int slices() {
    return (int) ((states + SLICE - 1) / SLICE);
  }

  /** The logarithm of a slice's part of Z. */
  public double logSum(int slice) {
    long end = Math.min(states, (slice + 1L) * SLICE);
    LogSum sum = new LogSum();
    for (long first = (long) slice * SLICE; first < end; first += BLOCK) {
      int rows = (int) Math.min(block.chains(), end - first);
      ChainStates part = rows(rows);
      Arrays.stream(logWeights(part, first)).forEach(sum::add);
    }
    return sum.value();
  }

  private ChainStates rows(int rows) {
    return new ChainStates(block.layers().stream().map(m -> m.rows(0, rows)).toList());
  }

  /** The logarithms of the terms of Z for states {@code first}, {@code first + 1}, .... */
  private double[] logWeights(ChainStates part, long first) {
    double[] logs = new double[part.chains()];
    for (int r = 0; r < logs.length; r++) {
      long index = first + r;
      for (int i = 0; i < enumerated.size(); i++) {
        int l = enumerated.layer(i);
        Layer layer = machine.layer(l);
        long here = (long) layer.configurations();
        layer.configurationInto(index % here, part.layer(l), r);
        index /= here;
        logs[r] -= layer.energy(part.layer(l), r, parameters);
      }
    }
    for (Connection c : within) {
      machine.addProducts(c, part.layers(), parameters, 1, logs);
    }
    for (int i = 0; i < summed.size(); i++) {
      int l = summed.layer(i);
      Matrix input = part.layer(l);
      machine.inputInto(l, part.layers(), parameters, input);
      machine.layer(l).addLogPartitions(input, parameters, logs);
    }
    return logs;
  }

  /** log Z from the {@link #logSum} of all slices, in their order. */
  public static double combine(double[] logSums) {
    LogSum sum = new LogSum();
    Arrays.stream(logSums).forEach(sum::add);
    return sum.value();
  }

  /** log Z, all slices one after another: for small machines. */
  public double logPartition() {
    return combine(IntStream.range(0, slices()).mapToDouble(this::logSum).toArray());
  }
}
