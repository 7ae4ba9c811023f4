package io.boltzspark.sampling;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.math.Matrix;
import io.boltzspark.math.RandomStream;
import io.boltzspark.math.RandomStream.Purpose;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.MachineSpec;
import io.boltzspark.model.UnitSpec;
import io.boltzspark.model.UnitType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
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

  /** A layer between two of one unit, and how many bytes a chain of it takes. */
  static Stream<Arguments> kinds() {
    return Stream.of(
        Arguments.of(List.of(UnitSpec.of(UnitType.SPIN, 11)), 2),
        Arguments.of(List.of(UnitSpec.of(UnitType.POTTS, 12, 4)), 2),
        Arguments.of(List.of(UnitSpec.of(UnitType.BINOMIAL, 5, 1)), 1),
        Arguments.of(List.of(UnitSpec.of(UnitType.BINOMIAL, 5, 3)), 20),
        Arguments.of(List.of(UnitSpec.of(UnitType.MULTINOMIAL, 5, 3)), 20),
        Arguments.of(List.of(UnitSpec.of(UnitType.GAUSSIAN, 5)), 20),
        Arguments.of(List.of(UnitSpec.of(UnitType.RECTIFIED, 5)), 20),
        Arguments.of(
            List.of(UnitSpec.of(UnitType.BERNOULLI, 5), UnitSpec.of(UnitType.POTTS, 3, 3)), 1),
        Arguments.of(
            List.of(UnitSpec.of(UnitType.BERNOULLI, 5), UnitSpec.of(UnitType.GAUSSIAN, 1)), 24),
        Arguments.of(
            List.of(UnitSpec.of(UnitType.BERNOULLI, 5), UnitSpec.of(UnitType.SPIN, 3)), 32));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void statesOfEveryKindSurviveAndTwoValuedOnesTakeABit(List<UnitSpec> layer, int bytes) {
    List<UnitSpec> one = List.of(UnitSpec.of(UnitType.BERNOULLI, 1));
    BoltzmannMachine machine = BoltzmannMachine.of(new MachineSpec(List.of(one, layer, one)));
    ChainStates chains = ChainStates.zeros(machine, 7);
    float[] parameters = new float[machine.layout().size()];
    machine
        .layer(1)
        .sampleInPlace(chains.layer(1), parameters, new RandomStream(8, Purpose.SAMPLING, 0, 0));
    ChainCodec codec = new ChainCodec(machine);
    assertEquals(bytes, codec.bytesPerChain());
    ChainStates read = ChainStates.zeros(machine, 7);
    codec.decode(codec.encode(chains), 0, read);
    assertArrayEquals(chains.layer(1).toArray(), read.layer(1).toArray());
  }

  @Test
  void replicasOfAChainLieTogether() {
    BoltzmannMachine machine = BoltzmannMachine.bernoulli(List.of(2, 11, 3, 5));
    ChainCodec codec = new ChainCodec(machine);
    List<ChainStates> replicas = new ArrayList<>();
    List<ChainStates> read = new ArrayList<>();
    for (int r = 0; r < 3; r++) {
      replicas.add(randomChains(machine, 6, 10 + r));
      read.add(ChainStates.zeros(machine, 2));
    }
    byte[] bytes = codec.encodeReplicas(replicas);
    assertEquals(6 * 3 * 3, bytes.length); // chains, replicas, bytes of 11 and 5 bits
    byte[] one = codec.encode(replicas.get(2));
    assertArrayEquals(
        Arrays.copyOfRange(one, 4 * 3, 5 * 3), Arrays.copyOfRange(bytes, 14 * 3, 15 * 3));
    codec.decodeReplicas(bytes, 3, read);
    for (int r = 0; r < 3; r++) {
      for (int l = 1; l < 4; l += 2) {
        assertArrayEquals(
            replicas.get(r).layer(l).rows(3, 5).toArray(), read.get(r).layer(l).toArray());
      }
    }
    ChainStates alone = replicas.get(0);
    assertArrayEquals(codec.encode(alone), codec.encodeReplicas(List.of(alone)));
  }

  /** The temperature follows the states of each chain. */
  @Test
  void drivenChainsKeepTheirTemperature() {
    BoltzmannMachine machine = BoltzmannMachine.bernoulli(List.of(2, 11));
    ChainCodec codec = new ChainCodec(machine, new DrivenTemperature(0.6, 0.9));
    assertEquals(2 + 4, codec.bytesPerChain());
    Matrix betas = new Matrix(new float[] {0.25f, 1.5f, 3f}, 0, 3, 1);
    ChainStates chains = randomChains(machine, 3, 1).at(betas);
    byte[] bytes = codec.encode(chains);
    byte[] states = new ChainCodec(machine).encode(chains);
    for (int c = 0; c < 3; c++) {
      assertArrayEquals(
          Arrays.copyOfRange(states, 2 * c, 2 * c + 2),
          Arrays.copyOfRange(bytes, 6 * c, 6 * c + 2));
      float beta = ByteBuffer.wrap(bytes, 6 * c + 2, 4).order(ByteOrder.LITTLE_ENDIAN).getFloat();
      assertEquals(betas.get(c, 0), beta);
    }
    ChainStates read = ChainStates.zeros(machine, 2).at(Matrix.zeros(2, 1));
    codec.decode(bytes, 1, read);
    assertArrayEquals(new float[] {1.5f, 3f}, read.betas().toArray());
    assertArrayEquals(chains.layer(1).rows(1, 3).toArray(), read.layer(1).toArray());
    ChainStates statesOnly = ChainStates.zeros(machine, 2);
    codec.decode(bytes, 1, statesOnly);
    assertArrayEquals(read.layer(1).toArray(), statesOnly.layer(1).toArray());
  }

  @Test
  void spinsTakeABitEachSetForTheHigherState() {
    BoltzmannMachine machine =
        BoltzmannMachine.of(
            MachineSpec.of(UnitSpec.of(UnitType.BERNOULLI, 1), UnitSpec.of(UnitType.SPIN, 9)));
    ChainStates chains = ChainStates.zeros(machine, 1);
    Arrays.fill(chains.layer(1).values(), -1f);
    chains.layer(1).set(0, 1, 1);
    chains.layer(1).set(0, 8, 1);
    byte[] bytes = new ChainCodec(machine).encode(chains);
    assertArrayEquals(new byte[] {0b10, 0b1}, bytes);
    ChainStates read = ChainStates.zeros(machine, 1);
    new ChainCodec(machine).decode(bytes, 0, read);
    assertArrayEquals(chains.layer(1).toArray(), read.layer(1).toArray());
  }

  @Test
  void unitsWithOtherStatesAreFloats() {
    for (BoltzmannMachine machine :
        List.of(
            hidden(UnitSpec.of(UnitType.GAUSSIAN, 3)),
            hidden(UnitSpec.of(UnitType.BINOMIAL, 3, 4)),
            hidden(UnitSpec.of(UnitType.SPIN, 1), UnitSpec.of(UnitType.BERNOULLI, 2)))) {
      ChainStates chains = ChainStates.zeros(machine, 2);
      float[] values = {0.1f, -1e-30f, 3, Float.MAX_VALUE, -0f, 1};
      System.arraycopy(values, 0, chains.layer(1).values(), 0, 6);
      ChainCodec codec = new ChainCodec(machine);
      assertEquals(12, codec.bytesPerChain());
      byte[] bytes = codec.encode(chains);
      ByteBuffer expected = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
      expected.asFloatBuffer().put(values);
      assertArrayEquals(expected.array(), bytes);
      ChainStates second = ChainStates.zeros(machine, 1);
      codec.decode(bytes, 1, second);
      assertArrayEquals(Arrays.copyOfRange(values, 3, 6), second.layer(1).toArray());
    }
  }

  private static BoltzmannMachine hidden(UnitSpec... groups) {
    List<UnitSpec> visible = List.of(UnitSpec.of(UnitType.BERNOULLI, 1));
    return BoltzmannMachine.of(new MachineSpec(List.of(visible, List.of(groups))));
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
      assertTrue(
          e.getMessage().startsWith(length + " bytes are too few to hold chain 3"), e.getMessage());
    }
    assertThrows(IllegalArgumentException.class, () -> codec.decode(bytes, 1, four));
  }
}
