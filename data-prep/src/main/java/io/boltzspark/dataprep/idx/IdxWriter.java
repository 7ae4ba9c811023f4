package io.boltzspark.dataprep.idx;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** Writes gzipped IDX files. */
public final class IdxWriter implements AutoCloseable {
  private final OutputStream out;

  /**
   * @param out the target; closed by {@link #close}
   * @param header of the file; {@link #write} must be given what it declares
   */
  public IdxWriter(OutputStream out, IdxHeader header) throws IOException {
    this.out = new FastGzip(out);
    ByteBuffer bytes = ByteBuffer.allocate(header.kind().headerBytes());
    bytes.putInt(header.kind().magic()).putInt((int) header.items());
    if (header.kind() == IdxHeader.Kind.IMAGES) {
      bytes.putInt(header.height()).putInt(header.width());
    }
    this.out.write(bytes.array());
  }

  /** Appends whole items. */
  public void write(byte[] items) throws IOException {
    out.write(items);
  }

  @Override
  public void close() throws IOException {
    out.close();
  }

  /** The fastest compression: pictures of strokes shrink well at any level. */
  private static final class FastGzip extends GZIPOutputStream {
    FastGzip(OutputStream out) throws IOException {
      super(out, 1 << 16);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }
}
