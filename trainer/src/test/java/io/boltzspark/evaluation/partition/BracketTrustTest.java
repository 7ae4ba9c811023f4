package io.boltzspark.evaluation.partition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.evaluation.partition.BracketFinding.Kind;
import io.boltzspark.evaluation.partition.BracketTrust.Side;
import io.boltzspark.math.NormalDistribution;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

/**
 * Brackets of log Z = 50 whose chains are quantiles of known distributions. If each chain's own log
 * Z is normal with deviation s, a mean of 50 - s^2 / 2 forwards and of 50 + s^2 / 2 backwards gives
 * both sides the expectation 50 (the moment generating function of a normal number).
 */
class BracketTrustTest {
  private static final double LOG_Z = 50;
  private static final int CHAINS = 100;

  private static double[] normal(double mean, double deviation) {
    double[] values = new double[CHAINS];
    Arrays.setAll(values, i -> mean + deviation * quantile((i + 0.5) / CHAINS));
    return values;
  }

  /** Of a standard normal number, by bisection. */
  private static double quantile(double probability) {
    double low = -10;
    double high = 10;
    for (int k = 0; k < 60; k++) {
      double middle = (low + high) / 2;
      boolean below = NormalDistribution.logCdf(middle) < Math.log(probability);
      low = below ? middle : low;
      high = below ? high : middle;
    }
    return low;
  }

  private static ChainWeights forward(double... own) {
    return ChainWeights.forward(7, DoubleStream.of(own).map(x -> x - 7).toArray());
  }

  private static ChainWeights reverse(double... own) {
    return ChainWeights.reverse(7, DoubleStream.of(own).map(x -> 7 - x).toArray());
  }

  private static Map<Side, ChainWeights> sound(double deviation) {
    Map<Side, ChainWeights> sides = new EnumMap<>(Side.class);
    double bias = deviation * deviation / 2;
    sides.put(Side.FORWARD, forward(normal(LOG_Z - bias, deviation)));
    sides.put(Side.FROM_DATA, reverse(normal(LOG_Z + bias, deviation)));
    sides.put(Side.FROM_NOISE, reverse(normal(LOG_Z + bias, deviation)));
    return sides;
  }

  private static BracketFinding only(Map<Side, ChainWeights> sides, Kind kind) {
    BracketTrust trust = BracketTrust.of(sides);
    assertEquals(
        List.of(kind), trust.findings().stream().map(BracketFinding::kind).toList(), "" + trust);
    assertFalse(trust.isTrusted());
    assertEquals(kind != Kind.ROUGH, trust.isContradictory());
    assertEquals(trust.findings().get(0).text(), trust.warnings().get(0));
    return trust.findings().get(0);
  }

  @Test
  void sidesThatAgreeAreTrusted() {
    for (double deviation : new double[] {0, 0.3, 1}) {
      BracketTrust trust = BracketTrust.of(sound(deviation));
      assertTrue(trust.isTrusted(), deviation + ": " + trust);
      assertFalse(trust.isContradictory());
      assertTrue(trust.isTrusted(Side.FORWARD));
      assertEquals(List.of(), trust.warnings());
    }
  }

  @Test
  void differencesOfRoundingAreNone() {
    Map<Side, ChainWeights> sides = sound(0);
    sides.put(Side.FROM_DATA, reverse(normal(LOG_Z + 1e-4, 1e-5)));
    assertTrue(BracketTrust.of(sides).isTrusted(), "" + BracketTrust.of(sides));
  }

  @Test
  void aReverseSideBelowTheForwardOneContradictsIt() {
    Map<Side, ChainWeights> sides = sound(0.3);
    // Errors of 0.3 / 10 each: three of their difference are 0.13.
    sides.put(Side.FROM_DATA, reverse(normal(LOG_Z - 0.6, 0.3)));
    sides.remove(Side.FROM_NOISE);
    BracketFinding found = only(sides, Kind.REVERSE_BELOW);
    assertEquals(Set.of(Side.FORWARD, Side.FROM_DATA), found.sides());
    // Of quantiles instead of an integral: right to a hundredth.
    assertEquals(0.645, found.nats(), 0.01);
    assertTrue(found.text().contains("burn-in") && found.text().contains("uniform base"));
    sides.put(Side.FROM_DATA, reverse(normal(LOG_Z - 0.02, 0.3)));
    assertTrue(BracketTrust.of(sides).isTrusted(), "within the errors");
  }

  @Test
  void reverseSidesThatDifferContradictEachOther() {
    Map<Side, ChainWeights> sides = sound(0.3);
    sides.remove(Side.FORWARD);
    sides.put(Side.FROM_NOISE, reverse(normal(LOG_Z + 0.7, 0.3)));
    BracketFinding found = only(sides, Kind.STARTS);
    assertEquals(0.655, found.nats(), 0.01);
    assertTrue(found.text().contains("burn-in"), found.text());
  }

  @Test
  void aReverseSideFarAboveTheForwardOneIsRoughButNoContradiction() {
    Map<Side, ChainWeights> sides = sound(0.3);
    sides.put(Side.FROM_DATA, reverse(normal(LOG_Z + 0.4, 0.3)));
    sides.remove(Side.FROM_NOISE);
    BracketFinding found =
        BracketTrust.of(sides).findings().stream()
            .filter(finding -> finding.kind() == Kind.ROUGH)
            .findFirst()
            .orElseThrow();
    assertTrue(found.text().contains("0.36 nats above"), found.text());
    assertTrue(found.text().contains("more temperatures"), found.text());
    assertEquals(0, found.nats(), "no contradiction");
  }

  @Test
  void sidesOfWhichFewChainsCountAreRoughInOneLine() {
    BracketTrust trust = BracketTrust.of(sound(4));
    assertEquals(1, trust.warnings().size(), "" + trust);
    String text = trust.warnings().get(0);
    assertTrue(text.startsWith("rough, to about "), text);
    assertTrue(text.contains("(forward) and "), text);
    assertFalse(trust.isTrusted(Side.FORWARD));
    assertFalse(trust.isContradictory());
  }

  /**
   * Chains from data are all in one place. Of those from noise half are one nat above and half so
   * far below that the mean weight is the same.
   */
  @Test
  void chainsInDifferentPlacesAreFoundThoughTheirMeansAgree() {
    double[] two = new double[CHAINS];
    Arrays.setAll(two, i -> LOG_Z + (i % 2 == 0 ? 1 : -Math.log(2 - Math.exp(-1))));
    Map<Side, ChainWeights> sides = new EnumMap<>(Side.class);
    sides.put(Side.FROM_DATA, reverse(normal(LOG_Z, 0)));
    sides.put(Side.FROM_NOISE, reverse(two));
    assertEquals(LOG_Z, sides.get(Side.FROM_NOISE).estimate().logPartition(), 1e-9);
    BracketFinding found = only(sides, Kind.APART);
    assertTrue(found.text().contains("not crossed"), found.text());
  }

  @Test
  void weightsThatAreNotNumbersAreFound() {
    Map<Side, ChainWeights> sides = sound(0.3);
    sides.put(Side.FORWARD, forward(1, Double.NaN));
    BracketFinding found = only(sides, Kind.NOT_FINITE);
    assertEquals(Set.of(Side.FORWARD), found.sides());
    assertTrue(BracketTrust.of(sides).isTrusted(Side.FROM_DATA));
    assertTrue(found.text().contains("checkpoint"), found.text());
  }
}
