package io.boltzspark.evaluation.couplings;

import io.boltzspark.math.Matrix;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.Layer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * A number for each pair of sites of a visible layer with couplings: how strongly they depend on
 * each other.
 *
 * @param scores sites x sites, symmetric with a diagonal of 0: what pairs are ranked by
 * @param raw of the same shape: the scores without correction
 */
public record PairScores(double[][] scores, double[][] raw) {

  /**
   * Of Potts units: the Frobenius norms of the blocks of couplings,
   *
   * <pre>F_ij = sqrt(sum over a, b of J_ij(a, b)^2)</pre>
   *
   * as raw scores, and as scores the norms with the average-product correction of Dunn, Wahl and
   * Gloor (2008), which Ekeberg et al. (2013) apply to such norms:
   *
   * <pre>F_ij - F_i. F_.j / F_..</pre>
   *
   * Dots are means over all other sites, the last over all pairs. (Programs that count the diagonal
   * of zeros in these means subtract (L - 1) / L of this product, for L sites.)
   *
   * @param parameters in the gauge that norms are wanted in
   * @param counts which states of a site enter the sum, such as those that are no gap
   * @throws IllegalArgumentException unless the visible layer has couplings
   */
  public static PairScores ofNorms(
      BoltzmannMachine machine, float[] parameters, IntPredicate counts) {
    Matrix couplings = couplings(machine, parameters);
    Layer visible = machine.visible();
    int sites = visible.sites();
    double[][] norms = new double[sites][sites];
    for (int i = 0; i < sites; i++) {
      for (int j = i + 1; j < sites; j++) {
        norms[i][j] = norm(visible, couplings, i, j, counts);
        norms[j][i] = norms[i][j];
      }
    }
    return new PairScores(corrected(norms), norms);
  }

  private static double norm(Layer visible, Matrix couplings, int i, int j, IntPredicate counts) {
    double squares = 0;
    int row = visible.siteColumn(i);
    int column = visible.siteColumn(j);
    for (int a = row; a < visible.siteColumn(i + 1); a++) {
      for (int b = column; b < visible.siteColumn(j + 1); b++) {
        if (counts.test(a - row) && counts.test(b - column)) {
          squares += (double) couplings.get(a, b) * couplings.get(a, b);
        }
      }
    }
    return Math.sqrt(squares);
  }

  private static double[][] corrected(double[][] norms) {
    int sites = norms.length;
    double[] sums = new double[sites];
    double all = 0;
    for (int i = 0; i < sites; i++) {
      for (double norm : norms[i]) {
        sums[i] += norm;
      }
      all += sums[i];
    }
    double[][] corrected = new double[sites][sites];
    double means = (double) sites / (sites - 1);
    for (int i = 0; i < sites; i++) {
      for (int j = 0; j < sites; j++) {
        boolean isPair = i != j && all > 0;
        corrected[i][j] = isPair ? norms[i][j] - means * sums[i] * sums[j] / all : 0;
      }
    }
    return corrected;
  }

  /**
   * Of units with one column each: the magnitudes of the couplings as scores, and the couplings.
   *
   * @throws IllegalArgumentException unless the visible layer has couplings
   */
  public static PairScores ofCouplings(BoltzmannMachine machine, float[] parameters) {
    Matrix couplings = couplings(machine, parameters);
    int units = couplings.rows();
    double[][] scores = new double[units][units];
    double[][] raw = new double[units][units];
    for (int i = 0; i < units; i++) {
      for (int j = 0; j < units; j++) {
        raw[i][j] = couplings.get(i, j);
        scores[i][j] = Math.abs(raw[i][j]);
      }
    }
    return new PairScores(scores, raw);
  }

  private static Matrix couplings(BoltzmannMachine machine, float[] parameters) {
    if (machine.couplings(0) == null) {
      throw new IllegalArgumentException("no visible couplings: " + machine.spec());
    }
    return machine.couplings(0).weights(parameters);
  }

  /** Number of sites. */
  public int sites() {
    return scores.length;
  }

  /**
   * Pairs by descending score, equal ones by their sites.
   *
   * @param least the smallest distance {@code j - i} of pairs that are ranked
   */
  public List<RankedPair> ranked(int least) {
    List<RankedPair> pairs = new ArrayList<>();
    for (int i = 0; i < sites(); i++) {
      int site = i;
      IntStream.range(i + Math.max(1, least), sites())
          .forEach(j -> pairs.add(new RankedPair(site, j, scores[site][j], raw[site][j])));
    }
    pairs.sort(Comparator.comparingDouble(RankedPair::score).reversed());
    return pairs;
  }
}
