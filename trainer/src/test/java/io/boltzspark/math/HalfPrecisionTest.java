package io.boltzspark.math;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HalfPrecisionTest {

  /** Bit patterns from IEEE 754-2019, section 3.4: sign, five bits of exponent, ten of fraction. */
  @ParameterizedTest
  @CsvSource({
    "0x0000, 0",
    "0x3c00, 1",
    "0x3c01, 1.0009765625",
    "0xc000, -2",
    "0x7bff, 65504",
    "0x0400, 0.00006103515625",
    "0x0001, 0.000000059604644775390625",
    "0x3555, 0.333251953125",
    "0x7c00, Infinity",
    "0xfc00, -Infinity"
  })
  void patternsHaveTheirValues(String bits, double value) {
    assertEquals((float) value, HalfPrecision.toFloat((short) (int) Integer.decode(bits)));
  }

  @Test
  void negativeZeroAndNoNumberStayThemselves() {
    assertEquals(
        Float.floatToIntBits(-0f), Float.floatToIntBits(HalfPrecision.toFloat((short) 0x8000)));
    assertTrue(Float.isNaN(HalfPrecision.toFloat((short) 0x7e00)));
  }

  @Test
  void tensorsOfEveryTypeBecomeTheNearestFloats() {
    assertArrayEquals(
        new float[] {1, -2},
        floats(Tensor.Type.F16, little(4).putShort((short) 0x3c00).putShort((short) 0xc000)));
    assertArrayEquals(
        new float[] {1, -2},
        floats(Tensor.Type.BF16, little(4).putShort((short) 0x3f80).putShort((short) 0xc000)));
    assertArrayEquals(
        new float[] {0.1f, Float.POSITIVE_INFINITY},
        floats(Tensor.Type.F64, little(16).putDouble(0.1).putDouble(1e300)));
    assertArrayEquals(new float[] {-3}, floats(Tensor.Type.I64, little(8).putLong(-3)));
    assertArrayEquals(new float[] {255}, floats(Tensor.Type.U8, little(1).put((byte) 255)));
    assertArrayEquals(new float[] {0.1f}, floats(Tensor.Type.F32, little(4).putFloat(0.1f)));
  }

  private static ByteBuffer little(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static float[] floats(Tensor.Type type, ByteBuffer elements) {
    int[] shape = {elements.capacity() / type.size()};
    return new Tensor(type, shape, elements.array()).nearestFloats();
  }
}
