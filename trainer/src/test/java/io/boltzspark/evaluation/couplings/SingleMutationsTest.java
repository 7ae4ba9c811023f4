package io.boltzspark.evaluation.couplings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.boltzspark.model.EnumeratedMachine;
import io.boltzspark.model.SmallMachine;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Free energies of mutations, by the probabilities of all sequences. */
class SingleMutationsTest {
  private static final int Q = 3;

  @ParameterizedTest
  @EnumSource(
      value = SmallMachine.class,
      names = {"COUPLED_POTTS", "POTTS_BERNOULLI", "SEMI_RESTRICTED_POTTS"})
  void theyAreRatiosOfProbabilities(SmallMachine small) {
    float[] parameters = small.parameters(3);
    EnumeratedMachine all = small.enumerated(parameters);
    double[] probabilities = all.marginal(0);
    int sites = all.size(0) / Q;
    SingleMutations mutations = new SingleMutations(small.machine(), parameters);
    int[] sequence = IntStream.range(0, sites).map(site -> (site + 1) % Q).toArray();
    double[][] differences = mutations.of(sequence);
    double present = probabilities[number(sequence)];
    for (int site = 0; site < sites; site++) {
      for (int a = 0; a < Q; a++) {
        int[] mutant = sequence.clone();
        mutant[site] = a;
        double expected = Math.log(present / probabilities[number(mutant)]);
        // Some ten sums of parameters of about 1 in single precision.
        assertEquals(expected, differences[site][a], 1e-5);
      }
      assertEquals(0, differences[site][sequence[site]]);
    }
  }

  /** The first site changes fastest. */
  private static int number(int[] sequence) {
    int number = 0;
    for (int site = sequence.length - 1; site >= 0; site--) {
      number = Q * number + sequence[site];
    }
    return number;
  }

  @Test
  void otherMachinesHaveNone() {
    for (SmallMachine small :
        new SmallMachine[] {SmallMachine.COUPLED_SPIN, SmallMachine.COUPLED_HIDDEN}) {
      assertThrows(
          IllegalArgumentException.class,
          () -> new SingleMutations(small.machine(), small.parameters(1)));
    }
  }
}
