package io.boltzspark.evaluation.partition;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.evaluation.partition.AnnealingSchedule.Spacing;
import io.boltzspark.evaluation.partition.BracketTrust.Side;
import io.boltzspark.evaluation.partition.ReverseAnnealing.Start;
import io.boltzspark.evaluation.partition.TroublesomeMachine.Family;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whole brackets of enumerable machines: where log Z is outside of the interval, a warning says so,
 * and machines without modes give none. {@code -Dboltz.brackets=100} makes 100 of each kind.
 */
class BracketCoverageTest {
  private static final int BRACKETS = Integer.getInteger("boltz.brackets", 36);
  private static final int CHAINS = 100;
  private static final int TEMPERATURES = 60;
  private static final int SWEEPS = 30;

  /** The share of brackets that may be wrong without a warning, or warn without a reason. */
  private static final double RATE = 0.05;

  private static final Map<Family, Tally> TALLIES = new EnumMap<>(Family.class);

  /** What became of some brackets. */
  private static final class Tally {
    int outside;
    int silent;
    int silentByWeights;
    int warned;

    void add(TroublesomeMachine machine, Map<Side, ChainWeights> sides) {
      double lower = Double.POSITIVE_INFINITY;
      double upper = Double.NEGATIVE_INFINITY;
      boolean reliable = true;
      for (ChainWeights weights : sides.values()) {
        LogPartitionEstimate estimate = weights.estimate();
        lower = Math.min(lower, estimate.lower());
        upper = Math.max(upper, estimate.upper());
        reliable &= estimate.isReliable();
      }
      boolean trusted = BracketTrust.of(sides).isTrusted();
      // Some 60 differences of single-precision sums below 50.
      double rounding = 60 * 50 * 0x1p-24;
      double exact = machine.logPartition();
      boolean isOutside = exact < lower - rounding || exact > upper + rounding;
      outside += isOutside ? 1 : 0;
      silent += isOutside && trusted ? 1 : 0;
      silentByWeights += isOutside && reliable ? 1 : 0;
      warned += trusted ? 0 : 1;
    }

    @Override
    public String toString() {
      return "of %d brackets %d miss log Z, %d of these without a warning (%d by weights alone); %d warn"
          .formatted(BRACKETS, outside, silent, silentByWeights, warned);
    }
  }

  private static Map<Side, ChainWeights> sides(TroublesomeMachine found, long seed) {
    AnnealingPlan plan =
        new AnnealingPlan(
            CHAINS, new AnnealingSchedule(TEMPERATURES, Spacing.DENSE), found.base(), seed);
    AnnealedImportance up = new AnnealedImportance(found.machine(), found.parameters(), plan);
    Map<Side, ChainWeights> sides = new EnumMap<>(Side.class);
    sides.put(Side.FORWARD, weights(up, up.start(0, CHAINS)));
    for (Start start : Start.values()) {
      ReverseAnnealing down =
          new ReverseAnnealing(found.machine(), found.parameters(), plan, start, SWEEPS);
      if (start == Start.DATA) {
        sides.put(Side.FROM_DATA, weights(down, down.startAtData(0, found.rows())));
      } else {
        sides.put(Side.FROM_NOISE, weights(down, down.startAtNoise(0, CHAINS)));
      }
    }
    return sides;
  }

  private static ChainWeights weights(AnnealingWalk walk, ChainSlice start) {
    return walk.weights(walk.advance(start, walk.steps()).logWeights());
  }

  private static Tally tally(Family family) {
    return TALLIES.computeIfAbsent(
        family,
        f -> {
          Tally tally = new Tally();
          for (int seed = 0; seed < BRACKETS; seed++) {
            TroublesomeMachine machine = TroublesomeMachine.of(f, CHAINS, seed);
            tally.add(machine, sides(machine, seed));
          }
          System.out.println(f + ": " + tally);
          return tally;
        });
  }

  /**
   * The largest number of events among some that an event with a probability of {@link #RATE}
   * exceeds with a probability of 1 % at most.
   */
  private static int most(int among) {
    double probability = Math.pow(1 - RATE, among);
    double sum = probability;
    int k = 0;
    while (1 - sum > 0.01) {
      k++;
      probability *= (among - k + 1.0) / k * RATE / (1 - RATE);
      sum += probability;
    }
    return k;
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  void aBracketThatMissesLogZWarns(Family family) {
    Tally tally = tally(family);
    assertTrue(tally.silent <= most(tally.outside), family + ": " + tally);
  }

  /** Otherwise nothing would be tested: weights alone do not tell, and some brackets miss log Z. */
  @ParameterizedTest
  @EnumSource(names = {"TWO_PHASES", "MIXTURE", "NEARLY_DEGENERATE"})
  void weightsAloneDoNotTell(Family family) {
    Tally tally = tally(family);
    assertTrue(tally.silentByWeights > most(tally.outside), family + ": " + tally);
  }

  @Test
  void machinesOfOneModeGiveNoWarning() {
    Tally tally = tally(Family.ONE_MODE);
    assertTrue(tally.warned <= most(BRACKETS), tally.toString());
  }
}
