package io.boltzspark.jobs.console;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.nio.charset.StandardCharsets;

/**
 * Standard error up to the last word of a process that a signal ends. Spark and the threads of a
 * command complain when they are torn down; that is no news to a user who pressed Ctrl-C.
 */
public final class StandardError {

  /** Passes everything on, and later nothing. */
  private static final class Stream extends FilterOutputStream {
    private volatile boolean silent;
    private volatile boolean lineOpen;

    Stream(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int one) throws IOException {
      if (!silent) {
        out.write(one);
        lineOpen = one != '\n';
      }
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      if (!silent) {
        out.write(bytes, from, length);
        lineOpen = length > 0 ? bytes[from + length - 1] != '\n' : lineOpen;
      }
    }
  }

  private static volatile Stream installed;

  private StandardError() {}

  /** Puts itself in the place of {@code System.err}, before anything else has kept that. */
  public static void install() {
    installed = new Stream(given());
    System.setErr(new PrintStream(installed, true, StandardCharsets.UTF_8));
  }

  /**
   * The descriptor that the launcher names, whose own standard error is filtered; otherwise
   * standard error.
   */
  private static OutputStream given() {
    Integer number = Integer.getInteger("boltz.stderr");
    if (number == null) {
      return System.err;
    }
    try {
      FileDescriptor descriptor = new FileDescriptor();
      Field field = FileDescriptor.class.getDeclaredField("fd");
      field.setAccessible(true);
      field.setInt(descriptor, number);
      return new FileOutputStream(descriptor);
    } catch (ReflectiveOperationException | InaccessibleObjectException e) {
      return System.err; // late, but complete
    }
  }

  /** Ends the line that has been begun, such as that of a progress bar. */
  static void endLine() {
    if (installed != null && installed.lineOpen) {
      System.err.println();
    }
  }

  /** Drops what is written from now on. */
  static void silence() {
    if (installed != null) {
      installed.silent = true;
    }
  }
}
