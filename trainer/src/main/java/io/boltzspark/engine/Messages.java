package io.boltzspark.engine;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The words of the exchange, as JDK types only. A message is {@code {long[] header, ...}}, its
 * header {@code {kind, run, round, attempt, step, task}}. Arrays of numbers travel as {@code
 * float[]} within a process, by reference, and as little-endian bytes between processes, which
 * Java's serialisation copies whole.
 */
final class Messages {
  /**
   * Task to driver: I hold my lanes. Followed by the BLAS kernel, the executor's name, and whether
   * it is the driver's process.
   */
  static final long HELLO = 1;

  /** Task to driver: the statistics of my lanes for this step, an array a subtree. */
  static final long STATISTICS = 2;

  /** Driver to task: make this step with these parameters. */
  static final long GO = 3;

  /** Driver to task: the round is over, return the states of your lanes. */
  static final long END = 4;

  private static final int HEADER = 6;
  private static final int SUMS = 256;

  private Messages() {}

  record Header(long kind, long run, long round, long attempt, long step, long task) {}

  static long[] header(long kind, RoundId id, long step, long task) {
    return new long[] {kind, id.run(), id.round(), id.attempt(), step, task};
  }

  /** The header of a message, or null where it has none. */
  static Header headerOf(Object[] message) {
    if (message.length < 1 || !(message[0] instanceof long[] h) || h.length != HEADER) {
      return null;
    }
    return new Header(h[0], h[1], h[2], h[3], h[4], h[5]);
  }

  /** Which try of which round of which run. */
  record RoundId(long run, long round, long attempt) implements java.io.Serializable {
    boolean matches(Header header) {
      return header.run() == run && header.round() == round && header.attempt() == attempt;
    }
  }

  /** Numbers as they travel: themselves within a process, else as bytes in {@code reused}. */
  static Object pack(float[] values, boolean sameProcess, byte[] reused) {
    if (sameProcess) {
      return values;
    }
    ByteBuffer.wrap(reused).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(values);
    return reused;
  }

  /** Whether numbers are finite: 0 times an infinity, or times what is no number, is not 0. */
  static boolean areFinite(float[] values) {
    // A loop over many sums is one that HotSpot vectorises.
    float[] sums = new float[SUMS];
    for (int from = 0; from < values.length; from += SUMS) {
      int count = Math.min(SUMS, values.length - from);
      for (int i = 0; i < count; i++) {
        sums[i] += 0 * values[from + i];
      }
    }
    for (float sum : sums) {
      if (sum != 0) {
        return false;
      }
    }
    return true;
  }

  /**
   * The numbers again, in {@code reused} if they came as bytes; null where they do not fit, or came
   * as bytes and there is nothing to put them in.
   */
  static float[] unpack(Object packed, int length, float[] reused) {
    if (packed instanceof float[] values) {
      return values.length == length ? values : null;
    }
    if (packed instanceof byte[] bytes && reused != null && bytes.length == length * Float.BYTES) {
      ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(reused);
      return reused;
    }
    return null;
  }
}
