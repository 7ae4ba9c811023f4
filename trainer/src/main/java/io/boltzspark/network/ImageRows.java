package io.boltzspark.network;

import io.boltzspark.learning.RowFormat;
import io.boltzspark.math.Matrix;
import io.boltzspark.math.RowKernels;
import java.io.Serializable;

/**
 * How the bytes of a row become an image: values of 0..1 become -1..1.
 *
 * @param format encoding of the values
 * @param width number of values per row
 * @param labels number of classes; 0: none. With labels a row has one more byte, its label
 */
public record ImageRows(RowFormat format, int width, int labels) implements Serializable {

  /** Bytes per row. */
  public int rowBytes() {
    return format.bytes(width) + (labels > 0 ? 1 : 0);
  }

  /** Writes the pixels of a row of bytes into row {@code r}; {@code scratch} holds a row. */
  public void decode(byte[] bytes, Matrix images, int r, float[] scratch) {
    format.decode(bytes, 0, scratch, 0, width);
    RowKernels.affineInPlace(scratch, 2f, -1f, width);
    System.arraycopy(scratch, 0, images.values(), images.offset(r), width);
  }

  /** The label of a row of bytes; one that is no class (255) if it has none. */
  public int label(byte[] bytes) {
    return bytes[bytes.length - 1] & 0xff;
  }
}
