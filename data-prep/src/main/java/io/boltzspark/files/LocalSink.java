package io.boltzspark.files;

import java.io.IOException;
import java.io.OutputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.StreamCapabilities;
import org.apache.hadoop.fs.Syncable;

/** Writes a local file; the errors of a full or broken disk become exceptions. */
final class LocalSink extends OutputStream implements Syncable, StreamCapabilities {
  private final FSDataOutputStream out;

  LocalSink(FSDataOutputStream out) {
    this.out = out;
  }

  @Override
  public void write(int value) throws IOException {
    attempt(() -> out.write(value));
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    attempt(() -> out.write(bytes, offset, length));
  }

  @Override
  public void flush() throws IOException {
    attempt(out::flush);
  }

  /** Hadoop's own leaves in its buffer what that has room for. */
  @Override
  public void hflush() throws IOException {
    flush();
    attempt(out::hflush);
  }

  @Override
  public void hsync() throws IOException {
    flush();
    attempt(out::hsync);
  }

  @Override
  public boolean hasCapability(String capability) {
    return out.hasCapability(capability);
  }

  @Override
  public void close() throws IOException {
    attempt(out::close);
  }

  private interface Operation {
    void run() throws IOException;
  }

  private static void attempt(Operation operation) throws IOException {
    try {
      operation.run();
    } catch (FSError e) {
      throw LocalFiles.reason(e);
    }
  }
}
