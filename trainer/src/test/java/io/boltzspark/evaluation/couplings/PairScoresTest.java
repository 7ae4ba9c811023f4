package io.boltzspark.evaluation.couplings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.boltzspark.evaluation.couplings.Contacts.Pair;
import io.boltzspark.math.Matrix;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.MachineSpec;
import io.boltzspark.model.SmallMachine;
import io.boltzspark.model.UnitSpec;
import io.boltzspark.model.UnitType;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Scores of pairs of sites, computed by hand. */
class PairScoresTest {
  private static final BoltzmannMachine SITES =
      BoltzmannMachine.of(
          new MachineSpec(List.of(List.of(UnitSpec.of(UnitType.POTTS, 6, 2))), List.of(0)));

  /** Three sites of two states; blocks of couplings with one or two numbers. */
  private static float[] parameters() {
    float[] parameters = new float[SITES.layout().size()];
    couple(parameters, 0, 0, 1, 0, 3);
    couple(parameters, 0, 1, 1, 1, -4);
    couple(parameters, 0, 1, 2, 1, 2);
    couple(parameters, 1, 0, 2, 1, 1);
    return parameters;
  }

  private static void couple(float[] parameters, int i, int a, int j, int b, float value) {
    Matrix couplings = SITES.couplings(0).weights(parameters);
    couplings.set(2 * i + a, 2 * j + b, value);
    couplings.set(2 * j + b, 2 * i + a, value);
  }

  @Test
  void normsAreCorrectedByTheirMeans() {
    PairScores scores = PairScores.ofNorms(SITES, parameters(), state -> true);
    // Norms 5 (3 and 4), 2 and 1; means over the other two sites 3.5, 3 and 1.5, of all pairs 8/3.
    assertEquals(5, scores.raw()[0][1], 1e-12);
    assertEquals(5, scores.raw()[1][0], 1e-12);
    assertEquals(5 - 3.5 * 3 / (8 / 3.0), scores.scores()[0][1], 1e-12);
    assertEquals(2 - 3.5 * 1.5 / (8 / 3.0), scores.scores()[2][0], 1e-12);
    assertEquals(1 - 3 * 1.5 / (8 / 3.0), scores.scores()[1][2], 1e-12);
    assertEquals(0, scores.scores()[1][1]);
  }

  @Test
  void statesCanBeLeftOut() {
    PairScores scores = PairScores.ofNorms(SITES, parameters(), state -> state > 0);
    assertEquals(4, scores.raw()[0][1], 1e-12);
    assertEquals(2, scores.raw()[0][2], 1e-12);
    assertEquals(0, scores.raw()[1][2], 1e-12);
  }

  @Test
  void noCouplingsGiveNoScores() {
    PairScores none = PairScores.ofNorms(SITES, new float[SITES.layout().size()], state -> true);
    assertEquals(0, none.scores()[0][1]);
    BoltzmannMachine restricted = SmallMachine.POTTS_BERNOULLI.machine();
    assertThrows(
        IllegalArgumentException.class,
        () ->
            PairScores.ofNorms(
                restricted, SmallMachine.POTTS_BERNOULLI.parameters(1), state -> true));
  }

  @Test
  void pairsAreRankedByTheSizeOfTheirCouplings() {
    BoltzmannMachine spins =
        BoltzmannMachine.of(
            new MachineSpec(List.of(List.of(UnitSpec.of(UnitType.SPIN, 4))), List.of(0)));
    float[] parameters = new float[spins.layout().size()];
    float[][] pairs = {{0, 1, 0.5f}, {0, 2, -2}, {1, 2, 0.1f}, {1, 3, 1}, {2, 3, 1}};
    for (float[] pair : pairs) {
      spins.couplings(0).weights(parameters).set((int) pair[0], (int) pair[1], pair[2]);
      spins.couplings(0).weights(parameters).set((int) pair[1], (int) pair[0], pair[2]);
    }
    PairScores scores = PairScores.ofCouplings(spins, parameters);
    List<RankedPair> ranking = scores.ranked(1);
    assertEquals(
        List.of(
            new RankedPair(0, 2, 2, -2),
            new RankedPair(1, 3, 1, 1),
            new RankedPair(2, 3, 1, 1),
            new RankedPair(0, 1, 0.5, 0.5)),
        ranking.subList(0, 4));
    assertEquals(6, ranking.size());
    assertEquals(
        List.of(0, 1, 0), scores.ranked(2).stream().map(RankedPair::i).toList(), "0-2, 1-3, 0-3");
  }

  @Test
  void precisionIsTheShareOfContacts() {
    Contacts contacts = new Contacts(Set.of(new Pair(2, 0), new Pair(3, 2), new Pair(1, 2)));
    List<RankedPair> ranking =
        List.of(
            new RankedPair(0, 2, 4, 4),
            new RankedPair(1, 3, 3, 3),
            new RankedPair(2, 3, 2, 2),
            new RankedPair(0, 3, 1, 1));
    assertEquals(1, contacts.precision(ranking, 1));
    assertEquals(0.5, contacts.precision(ranking, 2));
    assertEquals(2.0 / 3, contacts.precision(ranking, 3), 1e-15);
    assertEquals(0.5, contacts.precision(ranking, 4));
    assertEquals(3, contacts.count(1));
    assertEquals(1, contacts.count(2));
  }
}
