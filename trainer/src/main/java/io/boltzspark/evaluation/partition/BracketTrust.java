package io.boltzspark.evaluation.partition;

import io.boltzspark.evaluation.partition.BracketFinding.Kind;
import io.boltzspark.evaluation.partition.WeightedValues.Difference;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Whether several estimates of one log Z may be trusted, from what their chains say about
 * themselves and about each other. Two estimates of one number differ by no more than their errors.
 * If they do,
 *
 * <ul>
 *   <li>a reverse side above the forward one means too few temperatures: log Z lies between the
 *       sides, and the interval is as wide as they are apart;
 *   <li>a reverse side below the forward one contradicts it, because the first is too high on
 *       average and the second too low, if chains are samples of the machine: they are not;
 *   <li>reverse sides from data and from noise that differ contradict each other likewise.
 * </ul>
 *
 * <p>Chains that cannot cross from one mode of the machine to another show in these differences,
 * unless the errors are large. So the chains' own log Z are compared as well: walks of every side,
 * properly weighted, have one distribution ({@link ChainWeights}), but not if one side has chains
 * in a mode that the other one has not.
 *
 * <p>A mode that no chain of any side has entered cannot show in anything that they say.
 *
 * @param findings reasons for doubt, the gravest first; empty if all is well
 */
public record BracketTrust(List<BracketFinding> findings) {

  /** The estimates of a bracket. */
  public enum Side {
    FORWARD("forward"),
    FROM_DATA("reverse from data"),
    FROM_NOISE("reverse from noise");

    private final String words;

    Side(String words) {
      this.words = words;
    }

    /** Its name for messages. */
    public String words() {
      return words;
    }
  }

  /** Differences of log Z up to this, in nats, may be those of single-precision sums. */
  private static final double ROUNDING = 1e-3;

  /**
   * Chains of two sides are in different places if the largest difference of their distribution
   * functions exceeds this multiple of its scale, which has a probability of 0.001 otherwise.
   */
  private static final double SCALES = 1.95;

  /**
   * ... and if it is at least this share of the chains: a smaller one that a side lacks changes log
   * Z by half a nat at most, and chains of large machines rarely mix better.
   */
  private static final double LEAST_DISTANCE = 0.4;

  public BracketTrust {
    findings = List.copyOf(findings);
  }

  /**
   * Judges the sides that were estimated, one at least. Exact values need no judgement.
   *
   * @param sides their chains
   */
  public static BracketTrust of(Map<Side, ChainWeights> sides) {
    Map<Side, LogPartitionEstimate> estimates = new EnumMap<>(Side.class);
    sides.forEach((side, weights) -> estimates.put(side, weights.estimate()));
    Set<Side> finite = EnumSet.noneOf(Side.class);
    estimates.forEach(
        (side, estimate) -> {
          if (estimate.isFinite()) {
            finite.add(side);
          }
        });
    BracketFindings found = new BracketFindings(estimates);
    for (Side side : Side.values()) {
      if (estimates.containsKey(side) && !finite.contains(side)) {
        found.add(Kind.NOT_FINITE, 0, side);
      } else if (finite.contains(side) && !estimates.get(side).isReliable()) {
        found.add(Kind.ROUGH, 0, side);
      }
    }
    for (Side one : finite) {
      for (Side other : finite) {
        if (one.compareTo(other) < 0) {
          compare(one, other, sides, estimates, found);
        }
      }
    }
    return new BracketTrust(found.all());
  }

  private static void compare(
      Side one,
      Side other,
      Map<Side, ChainWeights> sides,
      Map<Side, LogPartitionEstimate> estimates,
      BracketFindings found) {
    double difference = estimates.get(other).logPartition() - estimates.get(one).logPartition();
    if (differ(estimates.get(one), estimates.get(other))) {
      Kind kind =
          one != Side.FORWARD ? Kind.STARTS : difference > 0 ? Kind.ROUGH : Kind.REVERSE_BELOW;
      found.add(kind, difference, one, other);
    }
    double apart = apart(sides.get(one), sides.get(other), one != Side.FORWARD);
    if (apart > 0) {
      // Of the machine's states a share that one side has not reached is missing in its log Z.
      int chains = Math.min(estimates.get(one).chains(), estimates.get(other).chains());
      found.add(Kind.APART, -Math.log(Math.max(1 - apart, 1.0 / chains)), one, other);
    }
  }

  /** Whether two estimates differ by more than three standard errors of their difference. */
  private static boolean differ(LogPartitionEstimate a, LogPartitionEstimate b) {
    LogPartitionEstimate below = a.logPartition() < b.logPartition() ? a : b;
    LogPartitionEstimate above = below == a ? b : a;
    double allowed =
        Math.hypot(below.upper() - below.logPartition(), above.logPartition() - above.lower());
    return above.logPartition() - below.logPartition() > Math.max(ROUNDING, allowed);
  }

  /** The share of the chains of two sides that are in different places; 0 if it may be chance. */
  private static double apart(ChainWeights a, ChainWeights b, boolean bothReverse) {
    Difference down = a.fromMachine().from(b.fromMachine(), ROUNDING);
    Difference up = bothReverse ? down : a.fromBase().from(b.fromBase(), ROUNDING);
    return Stream.of(down, up)
        .filter(d -> d.distance() >= LEAST_DISTANCE && d.distance() > SCALES * d.error())
        .mapToDouble(Difference::distance)
        .max()
        .orElse(0);
  }

  /** Whether nothing was found. */
  public boolean isTrusted() {
    return findings.isEmpty();
  }

  /** Whether nothing was found that concerns this side. */
  public boolean isTrusted(Side side) {
    return findings.stream().noneMatch(finding -> finding.sides().contains(side));
  }

  /** Whether sides contradict each other, so that log Z may be outside of the interval. */
  public boolean isContradictory() {
    return findings.stream().anyMatch(finding -> finding.kind().isContradiction());
  }

  /** The nats by which sides contradict each other; 0 if they do not. */
  public double conflict() {
    return findings.stream().mapToDouble(BracketFinding::nats).max().orElse(0);
  }

  /** The findings as sentences, each with what to do. */
  public List<String> warnings() {
    return findings.stream().map(BracketFinding::text).toList();
  }
}
