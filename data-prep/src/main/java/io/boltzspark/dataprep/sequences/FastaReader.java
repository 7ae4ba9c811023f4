package io.boltzspark.dataprep.sequences;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.NoSuchElementException;

/** The sequences of a FASTA or A3M file, one at a time. */
final class FastaReader implements Iterator<AlignedSequence> {
  private final BufferedReader lines;
  private final boolean withoutInsertions;
  private final String file;
  private long number;
  private AlignedSequence next;
  private AlignedSequence following; // its letters have not been read

  /**
   * @param withoutInsertions whether insertions are taken out, as in A3M
   * @param file for messages
   */
  FastaReader(BufferedReader lines, boolean withoutInsertions, String file) throws IOException {
    this.lines = lines;
    this.withoutInsertions = withoutInsertions;
    this.file = file;
    advance();
  }

  @Override
  public boolean hasNext() {
    return next != null;
  }

  @Override
  public AlignedSequence next() {
    if (next == null) {
      throw new NoSuchElementException();
    }
    AlignedSequence current = next;
    try {
      advance();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return current;
  }

  private void advance() throws IOException {
    next = following;
    following = null;
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      number++;
      if (line.startsWith(">")) {
        AlignedSequence begun = new AlignedSequence(nameIn(line), number);
        if (next != null) {
          following = begun;
          break;
        }
        next = begun;
      } else if (next != null) {
        next.add(line, withoutInsertions, number);
      } else if (!line.isBlank()) {
        throw AlignmentFile.bad(file, number, "letters before the first line with '>'");
      }
    }
    if (next != null && next.length() == 0) {
      throw AlignmentFile.bad(
          file, next.line(), "the sequence '%s' has no letters".formatted(next.name()));
    }
  }

  private static String nameIn(String line) {
    String[] words = line.substring(1).strip().split("\\s+", 2);
    return words[0];
  }
}
