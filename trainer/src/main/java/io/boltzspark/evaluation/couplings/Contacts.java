package io.boltzspark.evaluation.couplings;

import java.util.List;
import java.util.Set;

/**
 * Pairs of sites that are close in a structure.
 *
 * @param pairs each once
 */
public record Contacts(Set<Pair> pairs) {

  /**
   * Two sites, in any order.
   *
   * @param i the lower one, from 0
   * @param j the higher one
   */
  public record Pair(int i, int j) {
    public Pair {
      int lower = Math.min(i, j);
      j = Math.max(i, j);
      i = lower;
    }
  }

  public Contacts {
    pairs = Set.copyOf(pairs);
  }

  /** Whether two sites are a contact. */
  public boolean holds(int i, int j) {
    return pairs.contains(new Pair(i, j));
  }

  /** Number of contacts that are at least this far from each other along the sequence. */
  public long count(int least) {
    return pairs.stream().filter(pair -> pair.j() - pair.i() >= least).count();
  }

  /**
   * The share of contacts among the first pairs of a ranking: the positive predictive value.
   *
   * @param first how many pairs, from 1 to all
   */
  public double precision(List<RankedPair> ranking, int first) {
    long found = ranking.stream().limit(first).filter(pair -> holds(pair.i(), pair.j())).count();
    return (double) found / first;
  }
}
