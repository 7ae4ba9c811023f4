package io.boltzspark.jobs;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/** Standard output that remembers why it failed, which printing to it does not say. */
final class StandardOutput extends FilterOutputStream {
  /** As the system calls a reader that has seen enough, such as {@code head}. */
  private static final String NO_READER = "Broken pipe";

  private IOException failure;

  StandardOutput(OutputStream out) {
    super(out);
  }

  @Override
  public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
    try {
      out.write(bytes, offset, length);
    } catch (IOException e) {
      failure = e;
      throw e;
    }
  }

  /** Why a result is incomplete; empty also where its reader wanted no more. */
  synchronized Optional<String> failure() {
    return Optional.ofNullable(failure)
        .map(IOException::getMessage)
        .filter(reason -> !reason.contains(NO_READER));
  }
}
