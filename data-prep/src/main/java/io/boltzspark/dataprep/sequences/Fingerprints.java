package io.boltzspark.dataprep.sequences;

import io.boltzspark.files.WholeFiles;
import java.nio.ByteBuffer;
import java.security.MessageDigest;

/**
 * A set of byte strings, each known by the first 128 bits of its SHA-256: 32 to 64 bytes of memory
 * an element whatever their length, and two different strings in 10^9 are taken for one with a
 * probability of 10^-21.
 */
final class Fingerprints {
  private final MessageDigest digest = WholeFiles.newSha256();
  private long[] slots = new long[2 * 1024]; // pairs; (0, 0) is empty
  private int size;

  /** Adds a string; whether it was not there. */
  boolean add(byte[] bytes, int length) {
    digest.update(bytes, 0, length);
    ByteBuffer hash = ByteBuffer.wrap(digest.digest());
    long high = hash.getLong();
    long low = hash.getLong() | 1; // so that no pair is (0, 0)
    if (4L * size >= slots.length) {
      grow();
    }
    if (!put(slots, high, low)) {
      return false;
    }
    size++;
    return true;
  }

  private void grow() {
    long[] larger = new long[Math.multiplyExact(2, slots.length)];
    for (int i = 0; i < slots.length; i += 2) {
      if (slots[i + 1] != 0) {
        put(larger, slots[i], slots[i + 1]);
      }
    }
    slots = larger;
  }

  private static boolean put(long[] slots, long high, long low) {
    int pairs = slots.length / 2;
    int at = (int) Long.remainderUnsigned(high, pairs);
    while (slots[2 * at + 1] != 0) {
      if (slots[2 * at] == high && slots[2 * at + 1] == low) {
        return false;
      }
      at = (at + 1) % pairs;
    }
    slots[2 * at] = high;
    slots[2 * at + 1] = low;
    return true;
  }
}
