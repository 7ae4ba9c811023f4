package io.boltzspark.sampling;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.math.Matrix;
import io.boltzspark.model.BoltzmannMachine;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChainCodecTest {

  private static ChainStates randomChains(BoltzmannMachine machine, int chains, long seed) {
    ChainStates states = ChainStates.zeros(machine, chains);
    SplittableRandom random = new SplittableRandom(seed);
    for (Matrix layer : states.layers()) {
      for (int i = 0; i < layer.values().length; i++) {
        layer.values()[i] = random.nextInt(2);
      }
    }
    return states;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 8, 9, 16, 500, 503})
  void oddLayersSurviveWhateverTheirSize(int hidden) {
    for (List<Integer> shape : List.of(List.of(3, hidden), List.of(3, hidden, 4, 5))) {
      BoltzmannMachine machine = BoltzmannMachine.bernoulli(shape);
      ChainCodec codec = new ChainCodec(machine);
      ChainStates chains = randomChains(machine, 6, hidden);
      byte[] bytes = codec.encode(chains);
      int perChain = (hidden + 7) / 8 + (shape.size() == 4 ? 1 : 0);
      assertEquals(perChain, codec.bytesPerChain());
      assertEquals(6 * perChain, bytes.length);

      ChainStates read = randomChains(machine, 6, hidden + 1);
      codec.decode(bytes, 0, read);
      ChainStates untouched = randomChains(machine, 6, hidden + 1);
      for (int l = 0; l < shape.size(); l++) {
        Matrix expected = l % 2 == 1 ? chains.layer(l) : untouched.layer(l);
        assertArrayEquals(expected.toArray(), read.layer(l).toArray(), shape + ", layer " + l);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"0, 2", "1, 3", "5, 1", "6, 0"})
  void aRunOfChainsIsReadFromTheMiddle(int first, int count) {
    BoltzmannMachine machine = BoltzmannMachine.bernoulli(List.of(2, 11));
    ChainStates chains = randomChains(machine, 6, 3);
    ChainStates read = ChainStates.zeros(machine, count);
    new ChainCodec(machine).decode(new ChainCodec(machine).encode(chains), first, read);
    assertArrayEquals(
        chains.layer(1).rows(first, first + count).toArray(), read.layer(1).toArray());
  }

  @Test
  void bitsAreLeastSignificantFirstAndPaddedWithZeros() {
    BoltzmannMachine machine = BoltzmannMachine.bernoulli(List.of(1, 10));
    ChainStates chains = ChainStates.zeros(machine, 2);
    chains.layer(1).set(0, 0, 1);
    chains.layer(1).set(0, 3, 1);
    chains.layer(1).set(0, 9, 1);
    chains.layer(1).set(1, 7, 1);
    assertArrayEquals(
        new byte[] {0b0000_1001, 0b10, (byte) 0b1000_0000, 0},
        new ChainCodec(machine).encode(chains));
  }

  @Test
  void tooFewBytesAreRefused() {
    BoltzmannMachine machine = BoltzmannMachine.bernoulli(List.of(2, 11));
    ChainCodec codec = new ChainCodec(machine);
    byte[] bytes = codec.encode(randomChains(machine, 4, 3));
    ChainStates four = ChainStates.zeros(machine, 4);
    for (int length : new int[] {0, 1, bytes.length - 1}) {
      byte[] less = Arrays.copyOf(bytes, length);
      Exception e = assertThrows(IllegalArgumentException.class, () -> codec.decode(less, 0, four));
      assertTrue(e.getMessage().startsWith(length + " bytes do not hold chain 3"), e.getMessage());
    }
    assertThrows(IllegalArgumentException.class, () -> codec.decode(bytes, 1, four));
  }
}
