package io.boltzspark.dataprep.sequences;

import java.util.Arrays;

/** One sequence of an alignment, as a reader found it, with the lines that it was found in. */
final class AlignedSequence {
  private final String name;
  private final long line;
  private byte[] letters = new byte[256];
  private int length;
  private long insertions;
  private int[] ends = new int[4];
  private long[] lines = new long[4];
  private int pieces;

  /**
   * @param name the first word after the {@code >}, or of a line in Stockholm
   * @param line where it begins, from 1
   */
  AlignedSequence(String name, long line) {
    this.name = name;
    this.line = line;
  }

  /** Adds the letters of a line; white space is left out. */
  void add(String text, boolean withoutInsertions, long number) {
    if (letters.length < length + text.length()) {
      letters = Arrays.copyOf(letters, Math.max(2 * letters.length, length + text.length()));
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (withoutInsertions && AlignmentFormat.isInsertion(c)) {
        insertions += c == '.' ? 0 : 1;
      } else if (c > ' ') {
        letters[length++] = (byte) c;
      }
    }
    if (pieces == ends.length) {
      ends = Arrays.copyOf(ends, 2 * pieces);
      lines = Arrays.copyOf(lines, 2 * pieces);
    }
    ends[pieces] = length;
    lines[pieces++] = number;
  }

  /** Takes out insertions that were kept when the letters were added. */
  void removeInsertions() {
    byte[] all = letters;
    int[] oldEnds = ends.clone();
    int kept = 0;
    int at = 0;
    for (int piece = 0; piece < pieces; piece++) {
      for (; at < oldEnds[piece]; at++) {
        if (AlignmentFormat.isInsertion((char) all[at])) {
          insertions += all[at] == '.' ? 0 : 1;
        } else {
          all[kept++] = all[at];
        }
      }
      ends[piece] = kept;
    }
    length = kept;
  }

  /** Makes every dot a gap. */
  void dotsAreGaps() {
    for (int i = 0; i < length; i++) {
      letters[i] = letters[i] == '.' ? (byte) Alphabet.GAP : letters[i];
    }
  }

  boolean hasLowerCase() {
    for (int i = 0; i < length; i++) {
      if (letters[i] >= 'a' && letters[i] <= 'z') {
        return true;
      }
    }
    return false;
  }

  String name() {
    return name;
  }

  /** The line that it begins on, from 1. */
  long line() {
    return line;
  }

  int length() {
    return length;
  }

  /** Insertions that were taken out; dots do not count. */
  long insertions() {
    return insertions;
  }

  /** A letter, as a Latin-1 character. */
  char letter(int site) {
    return (char) (letters[site] & 0xff);
  }

  /** The line of a letter, from 1. */
  long lineOf(int site) {
    int piece = 0;
    while (ends[piece] <= site) {
      piece++;
    }
    return lines[piece];
  }
}
