package io.boltzspark.dataprep.idx;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.ByteBuffer;

/**
 * The header of an IDX file: a magic number, then the extents, all big-endian 32-bit integers
 * (LeCun, Cortes and Burges, "The MNIST database of handwritten digits").
 *
 * @param kind what an item is
 * @param items images or labels
 * @param height rows of an image; 1 for labels
 * @param width columns of an image; 1 for labels
 */
public record IdxHeader(Kind kind, long items, int height, int width) implements Serializable {

  /** The most pixels of an image: a buffer of this size is allocated because a header says so. */
  public static final int MAXIMUM_UNITS = 1 << 20;

  /** The two kinds of file; both hold unsigned bytes. */
  public enum Kind {
    /** Unsigned bytes in three dimensions. */
    IMAGES(0x00000803, 3),
    /** Unsigned bytes in one dimension. */
    LABELS(0x00000801, 1);

    private final int magic;
    private final int dimensions;

    Kind(int magic, int dimensions) {
      this.magic = magic;
      this.dimensions = dimensions;
    }

    int magic() {
      return magic;
    }

    /** Bytes before the first item. */
    int headerBytes() {
      return 4 + 4 * dimensions;
    }

    String label() {
      return this == IMAGES ? "images" : "labels";
    }
  }

  /** Bytes of one item: units of an image, or 1. */
  public int itemBytes() {
    return height * width;
  }

  /** Bytes of the whole uncompressed file. */
  long fileBytes() {
    return kind.headerBytes() + items * itemBytes();
  }

  /**
   * Reads a header.
   *
   * @param name the name of the file in errors
   * @throws BoltzException BAD_INPUT when it is truncated, has another magic number, or extents
   *     that are zero or too large
   * @throws IOException when the stream cannot be read
   */
  static IdxHeader read(InputStream in, Kind kind, String name) throws IOException {
    byte[] bytes = in.readNBytes(kind.headerBytes());
    if (bytes.length >= 4) {
      checkMagic(ByteBuffer.wrap(bytes).getInt(), kind, name);
    }
    if (bytes.length < kind.headerBytes()) {
      throw bad(
          name
              + " is truncated: it has "
              + bytes.length
              + " bytes, fewer than the header of IDX "
              + kind.label());
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes).position(4);
    long items = Integer.toUnsignedLong(buffer.getInt());
    if (items < 1 || items > Integer.MAX_VALUE) {
      throw bad(name + " declares " + items + " " + kind.label() + "; expected 1 to 2147483647");
    }
    if (kind == Kind.LABELS) {
      return new IdxHeader(kind, items, 1, 1);
    }
    long height = Integer.toUnsignedLong(buffer.getInt());
    long width = Integer.toUnsignedLong(buffer.getInt());
    if (height < 1
        || width < 1
        || height > MAXIMUM_UNITS
        || width > MAXIMUM_UNITS
        || height * width > MAXIMUM_UNITS) {
      throw bad(
          name
              + " declares images of "
              + height
              + " rows and "
              + width
              + " columns; expected 1 to "
              + MAXIMUM_UNITS
              + " pixels per image");
    }
    return new IdxHeader(kind, items, (int) height, (int) width);
  }

  private static void checkMagic(int magic, Kind kind, String name) {
    if (magic == kind.magic()) {
      return;
    }
    String seen =
        magic == Kind.IMAGES.magic()
            ? " (that of images)"
            : magic == Kind.LABELS.magic() ? " (that of labels)" : "";
    throw bad(
        String.format(
            "%s has the magic number 0x%08x%s; IDX %s of unsigned bytes have 0x%08x",
            name, magic, seen, kind.label(), kind.magic()));
  }

  private static BoltzException bad(String message) {
    return new BoltzException(ExitCode.BAD_INPUT, message);
  }
}
