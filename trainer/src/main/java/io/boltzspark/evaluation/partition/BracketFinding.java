package io.boltzspark.evaluation.partition;

import io.boltzspark.evaluation.partition.BracketTrust.Side;
import java.util.Set;

/**
 * A reason to doubt a bracket of log Z.
 *
 * @param sides the sides that it concerns
 * @param nats by how much they contradict each other, for chains in different modes roughly; 0 if
 *     they do not
 * @param text a sentence about it, and another one about what to do
 */
public record BracketFinding(Kind kind, Set<Side> sides, double nats, String text) {

  /** Kinds of reasons, the gravest first. */
  public enum Kind {
    /** There is no estimate. */
    NOT_FINITE,
    /** A reverse side is below the forward one. */
    REVERSE_BELOW,
    /** Reverse sides from different starts differ. */
    STARTS,
    /** Two sides have chains in different modes. */
    APART,
    /** The reverse side is above the forward one, or few chains count: the interval is wide. */
    ROUGH;

    /** Whether the sides contradict each other, so that log Z may be outside of the interval. */
    public boolean isContradiction() {
      return this != ROUGH;
    }
  }

  public BracketFinding {
    sides = Set.copyOf(sides);
  }
}
