package io.boltzspark.math;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Draws and packs states of two values, for {@link VectorSparseKernels}. A vector of inputs stays
 * in registers until its units are drawn: with the plain loops of {@link RowKernels} and {@link
 * RandomStream} each of seven steps goes through memory. The operations on an element are the same,
 * in the same order, so the bits are.
 */
final class VectorStates {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Integer> INTS =
      VectorSpecies.of(int.class, SPECIES.vectorShape());
  private static final int WIDTH = SPECIES.length();
  private static final IntVector COUNTERS =
      IntVector.zero(INTS).addIndex(1).mul(RandomStream.COUNTER);
  private static final float[] POWERS = powers();

  private static float[] powers() {
    float[] powers = new float[PackedStates.VECTORS];
    for (int k = 0; k < powers.length; k++) {
      powers[k] = 1 << k;
    }
    return powers;
  }

  private VectorStates() {}

  /** As {@link SparseKernels#draw} says. */
  static void draw(
      float[] x,
      int at,
      float[] bias,
      int count,
      boolean spins,
      RandomStream random,
      float[] sample,
      int to,
      boolean means) {
    float factor = spins ? 2f : 1f;
    float low = spins ? -1f : 0f;
    long words = random.nextLong();
    int a = (int) words;
    int b = (int) (words >>> 32);
    int end = SPECIES.loopBound(count);
    FloatVector off = FloatVector.broadcast(SPECIES, low);
    for (int i = 0; i < end; i += WIDTH) {
      FloatVector input =
          FloatVector.fromArray(SPECIES, x, at + i).add(FloatVector.fromArray(SPECIES, bias, i));
      FloatVector on = sigmoid(input.mul(factor));
      VectorMask<Float> isOn = uniforms(i * RandomStream.COUNTER + a, b).lt(on);
      off.blend(1f, isOn).add(on.sub(on)).intoArray(sample, to + i); // keeps NaN
      if (means) {
        on.mul(factor).add(low).intoArray(x, at + i);
      }
    }
    for (int i = end; i < count; i++) {
      float on = RowKernels.sigmoid(factor * (x[at + i] + bias[i]));
      sample[to + i] = (RandomStream.uniform(i, a, b) < on ? 1f : low) + (on - on);
      if (means) {
        x[at + i] = factor * on + low;
      }
    }
  }

  /** As {@link SparseKernels#drawGiven} says. */
  static void drawGiven(float[] mean, int count, RandomStream random, float[] sample, int to) {
    long words = random.nextLong();
    int a = (int) words;
    int b = (int) (words >>> 32);
    int end = SPECIES.loopBound(count);
    FloatVector zero = FloatVector.zero(SPECIES);
    for (int i = 0; i < end; i += WIDTH) {
      FloatVector on = FloatVector.fromArray(SPECIES, mean, i);
      VectorMask<Float> isOn = uniforms(i * RandomStream.COUNTER + a, b).lt(on);
      zero.blend(1f, isOn).add(on.sub(on)).intoArray(sample, to + i);
    }
    for (int i = end; i < count; i++) {
      float on = mean[i];
      sample[to + i] = (RandomStream.uniform(i, a, b) < on ? 1f : 0f) + (on - on);
    }
  }

  /** {@link RowKernels#sigmoid} of each element. */
  private static FloatVector sigmoid(FloatVector x) {
    FloatVector v = x.min(RowKernels.SIGMOID_RANGE).max(-RowKernels.SIGMOID_RANGE);
    FloatVector z = v.mul(v);
    FloatVector p = z.mul(RowKernels.P4).add(RowKernels.P3);
    p = p.mul(z).add(RowKernels.P2);
    p = p.mul(z).add(RowKernels.P1);
    p = p.mul(z).add(RowKernels.P0);
    FloatVector q = z.mul(RowKernels.Q4).add(RowKernels.Q3);
    q = q.mul(z).add(RowKernels.Q2);
    q = q.mul(z).add(RowKernels.Q1);
    q = q.mul(z).add(1f);
    return v.mul(p).div(q).add(0.5f);
  }

  /** {@link RandomStream#uniform} of neighbouring elements. */
  private static FloatVector uniforms(int first, int b) {
    IntVector h = COUNTERS.add(first);
    h = h.lanewise(VectorOperators.XOR, h.lanewise(VectorOperators.LSHR, 16));
    h = h.mul(RandomStream.MIX_A);
    h = h.lanewise(VectorOperators.XOR, h.lanewise(VectorOperators.LSHR, 15));
    h = h.add(b);
    h = h.mul(RandomStream.MIX_B);
    h = h.lanewise(VectorOperators.XOR, h.lanewise(VectorOperators.LSHR, 15));
    h = h.mul(RandomStream.MIX_A);
    h = h.lanewise(VectorOperators.XOR, h.lanewise(VectorOperators.LSHR, 16));
    FloatVector whole =
        (FloatVector)
            h.lanewise(VectorOperators.LSHR, 9).convertShape(VectorOperators.I2F, SPECIES, 0);
    return whole.mul(0x1p-23f).add(0x1p-24f);
  }

  /** As {@link SparseKernels#pack} says. */
  static boolean pack(
      float[] x, int from, int count, boolean spins, long[] words, int at, float[] halves) {
    int vectors = count / PackedStates.VECTOR;
    int block = at;
    float half = spins ? 0.5f : 1f;
    float offset = spins ? 0.5f : 0f;
    float linear = spins ? 0f : 1f;
    boolean others = false;
    for (int first = 0; first * PackedStates.VECTOR < count; first += PackedStates.VECTORS) {
      int end = Math.max(first, Math.min(first + PackedStates.VECTORS, vectors));
      for (int place = 0; place < PackedStates.VECTOR; place += WIDTH) {
        FloatVector sum = FloatVector.zero(SPECIES);
        FloatVector distance = FloatVector.zero(SPECIES);
        for (int v = first; v < end; v++) {
          FloatVector units =
              FloatVector.fromArray(SPECIES, x, from + v * PackedStates.VECTOR + place);
          FloatVector other = units.mul(units).sub(units.mul(linear).add(1f - linear));
          distance = distance.add(other.abs());
          FloatVector bits = units.mul(half).add(offset);
          sum = sum.add(bits.mul(POWERS[v - first]));
        }
        sum.intoArray(halves, place);
        others |= distance.reduceLanes(VectorOperators.ADD) != 0;
      }
      for (int w = 0; w < PackedStates.WORDS; w++) {
        long second = (long) halves[w + PackedStates.WORDS];
        words[block + w] = (long) halves[w] | second << PackedStates.VECTORS;
      }
      block += PackedStates.WORDS;
    }
    int rest = vectors * PackedStates.VECTOR;
    return ScalarSparseKernels.packFrom(rest, x, from, count, spins, words, at) && !others;
  }
}
