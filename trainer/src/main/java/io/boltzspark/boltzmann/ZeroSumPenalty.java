package io.boltzspark.boltzmann;

import io.boltzspark.boltzmann.WeightBlocks.Block;
import io.boltzspark.math.ParallelRanges;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.Connection;
import io.boltzspark.model.Layer;
import java.util.ArrayList;
import java.util.List;

/**
 * The penalty l2 of couplings as they are in the zero-sum gauge, in which the couplings of two
 * sites sum to 0 over the states of either (Ekeberg et al. 2013, section II.B). Many couplings and
 * biases make one distribution; of these the penalty judges the distribution and not the choice.
 * With P the projection to that gauge, {@code l2 P J} is subtracted from the gradient:
 *
 * <pre>(P J)_ij(a, b) = J_ij(a, b) - J_ij(a, .) - J_ij(., b) + J_ij(., .)</pre>
 *
 * where a point stands for the mean over states. For sites of one column it does nothing, so those
 * of other units than Potts units are judged as they are.
 */
final class ZeroSumPenalty {
  private final BoltzmannMachine machine;
  private final float l2;
  private final ParallelRanges parallel;
  private final List<float[]> means = new ArrayList<>(); // layer: site, column; or null

  /**
   * @param l2 the coefficient
   */
  ZeroSumPenalty(BoltzmannMachine machine, double l2, ParallelRanges parallel) {
    this.machine = machine;
    this.l2 = (float) l2;
    this.parallel = parallel;
    for (Layer layer : machine.layers()) {
      boolean isCoupled = machine.couplings(means.size()) != null;
      means.add(isCoupled ? new float[Math.multiplyExact(layer.sites(), layer.size())] : null);
    }
  }

  /** Call before the weights of a step: sums up the means over each site's states. */
  void begin(float[] parameters) {
    for (int l = 0; l < means.size(); l++) {
      if (means.get(l) != null) {
        Connection couplings = machine.couplings(l);
        Layer layer = machine.layer(l);
        float[] mean = means.get(l);
        parallel.run(
            layer.sites(),
            1,
            (range, from, to) -> average(layer, couplings, parameters, mean, from, to));
      }
    }
  }

  private static void average(
      Layer layer, Connection couplings, float[] parameters, float[] mean, int from, int to) {
    int units = layer.size();
    for (int site = from; site < to; site++) {
      int first = layer.siteColumn(site);
      int end = layer.siteColumn(site + 1);
      int at = site * units;
      java.util.Arrays.fill(mean, at, at + units, 0f);
      for (int a = first; a < end; a++) {
        int row = couplings.offset() + a * units;
        for (int j = 0; j < units; j++) {
          mean[at + j] += parameters[row + j];
        }
      }
      for (int j = 0; j < units; j++) {
        mean[at + j] /= end - first;
      }
    }
  }

  /**
   * Adds to one row of the gradient of a block of couplings.
   *
   * @param blockRow the row's number in the block
   */
  void addTo(Block block, int blockRow, float[] gradient, float[] parameters) {
    Connection couplings = block.connection();
    Layer layer = machine.layer(couplings.from());
    float[] mean = means.get(couplings.from());
    int units = layer.size();
    int i = block.firstRow() + blockRow;
    int mine = layer.siteOfColumn(i);
    int row = block.offset(blockRow);
    for (int site = 0; site < layer.sites(); site++) {
      int first = layer.siteColumn(site);
      int end = layer.siteColumn(site + 1);
      if (site == mine) {
        continue;
      }
      boolean isOne = end - first == 1 || layer.siteColumn(mine + 1) - layer.siteColumn(mine) == 1;
      float overMine = 0; // mean over both sites' states
      for (int j = first; j < end; j++) {
        overMine += mean[mine * units + j];
      }
      overMine /= end - first;
      float ofRow = mean[site * units + i]; // couplings are symmetric
      for (int j = first; j < end; j++) {
        float projected =
            isOne
                ? parameters[row + j]
                : parameters[row + j] - ofRow - mean[mine * units + j] + overMine;
        gradient[row + j] -= l2 * projected;
      }
    }
  }
}
