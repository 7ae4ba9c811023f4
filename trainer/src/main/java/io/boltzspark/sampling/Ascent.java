package io.boltzspark.sampling;

import io.boltzspark.math.Matrix;
import io.boltzspark.math.RandomStream;
import io.boltzspark.math.RowKernels;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.MachineSpec;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * Carries data up through trained pairs of layers to the states on which the next pair is trained:
 * in each pair it makes Gibbs sweeps from the states below and passes on the last hidden draw
 * (Hinton, Osindero and Teh 2006).
 *
 * @param pairs restricted machines, from the bottom up
 * @param parameters parameters of each pair, in its layout
 * @param sweeps Gibbs sweeps in each pair before its hidden states are passed on
 * @param copies factor of the data's states, for a lowest pair whose visible units are sums of that
 *     many copies
 */
public record Ascent(List<MachineSpec> pairs, List<float[]> parameters, int sweeps, int copies)
    implements Serializable {

  public Ascent {
    pairs = new ArrayList<>(pairs);
    parameters = new ArrayList<>(parameters);
  }

  /** The identity: the data itself. */
  public static Ascent none() {
    return new Ascent(List.of(), List.of(), 1, 1);
  }

  /** Whether states are unchanged. */
  public boolean isIdentity() {
    return pairs.isEmpty() && copies == 1;
  }

  /** Creates an ascent for many batches with reused buffers, for one thread. */
  public Climber climber() {
    return new Climber(this);
  }

  /** An ascent with its buffers. */
  public static final class Climber {
    private final Ascent ascent;
    private final List<BoltzmannMachine> machines;
    private final List<GibbsSampler> samplers;
    private final List<Matrix> hidden = new ArrayList<>(); // by pair, for all but the last

    private Climber(Ascent ascent) {
      this.ascent = ascent;
      this.machines = ascent.pairs().stream().map(BoltzmannMachine::of).toList();
      this.samplers = machines.stream().map(GibbsSampler::new).toList();
      machines.forEach(machine -> hidden.add(Matrix.zeros(0, machine.layer(1).size())));
    }

    /** Number of units of the states below. */
    public int unitsBelow(int otherwise) {
      return machines.isEmpty() ? otherwise : machines.get(0).visible().size();
    }

    /**
     * Sets {@code top} to the states at the end of the ascent.
     *
     * @param data visible states, contiguous rows, overwritten; {@code top} itself if there are no
     *     pairs
     */
    public void climb(Matrix data, Matrix top, RandomStream random) {
      if (ascent.copies() != 1) {
        RowKernels.scaleInPlace(
            data.values(), ascent.copies(), data.offset(), data.offset(data.rows()));
      }
      Matrix below = data;
      for (int p = 0; p < machines.size(); p++) {
        boolean last = p == machines.size() - 1;
        Matrix above = last ? top : hidden(p, data.rows());
        ChainStates states = new ChainStates(List.of(below, above));
        samplers.get(p).sampleLast(states, ascent.parameters().get(p), random);
        samplers.get(p).sweep(states, ascent.sweeps() - 1, ascent.parameters().get(p), random);
        below = above;
      }
    }

    /** Kept for the next batch. */
    private Matrix hidden(int pair, int rows) {
      if (hidden.get(pair).rows() < rows) {
        hidden.set(pair, Matrix.zeros(rows, hidden.get(pair).columns()));
      }
      return hidden.get(pair).rows(0, rows);
    }
  }
}
