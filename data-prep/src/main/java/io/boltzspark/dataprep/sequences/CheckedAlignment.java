package io.boltzspark.dataprep.sequences;

import io.boltzspark.dataprep.idx.IdxHeader;
import io.boltzspark.dataprep.sequences.SequenceOptions.Duplicates;
import io.boltzspark.dataprep.sequences.SequenceOptions.Unknown;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.files.WholeFiles;
import java.io.Serializable;
import java.security.MessageDigest;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;

/**
 * An alignment that was read from end to end, twice: once to check it and to find its alphabet, and
 * once to decide what is kept. Needs memory for a bit and, for duplicates, some 50 bytes a
 * sequence.
 *
 * @param file where it is
 * @param alphabet its letters
 * @param unknown the states of letters that are unknown are gaps; sequences with them are not among
 *     {@code kept} if they are dropped
 * @param kept which sequences are prepared, by their number in the file, from 0
 * @param columns which columns are kept, in ascending order
 * @param report counts of all of it
 * @param sha256 of the uncompressed bytes of the file, in lower-case hexadecimal
 */
public record CheckedAlignment(
    AlignmentFile file,
    Alphabet alphabet,
    Unknown unknown,
    BitSet kept,
    int[] columns,
    SequenceReport report,
    String sha256)
    implements Serializable {

  /** What the first reading finds. */
  private static final class Letters {
    private final long[] counts = new long[128];
    private final long[] firstLine = new long[128];
    private final String file;
    private AlignedSequence first;
    private long sequences;
    private long insertions;

    Letters(String file) {
      this.file = file;
    }

    void add(AlignedSequence sequence) {
      sequences++;
      insertions += sequence.insertions();
      if (first == null) {
        first = sequence;
      }
      for (int i = 0; i < sequence.length(); i++) {
        char c = sequence.letter(i);
        if (c > '~') {
          throw AlignmentFile.bad(
              file,
              sequence.lineOf(i),
              "the character 0x%02x in the sequence '%s' is not printable ASCII"
                  .formatted((int) c, sequence.name()));
        }
        if (counts[c]++ == 0) {
          firstLine[c] = sequence.lineOf(i);
        }
      }
      if (sequence.length() != first.length()) {
        throw AlignmentFile.bad(
            file,
            sequence.line(),
            "the sequence '%s' has %d letters, but the first one, '%s' in line %d, has %d: sequences must be aligned%s"
                .formatted(
                    sequence.name(),
                    sequence.length(),
                    first.name(),
                    first.line(),
                    first.length(),
                    hasInsertions()
                        ? "; --format a3m takes out insertions (lower case, dots)"
                        : ""));
      }
    }

    private boolean hasInsertions() {
      return IntStream.range(0, 128)
          .anyMatch(c -> counts[c] > 0 && AlignmentFormat.isInsertion((char) c));
    }

    void requireAllIn(Alphabet alphabet) {
      for (char c = 0; c < 128; c++) {
        if (counts[c] > 0 && (alphabet.letters() + alphabet.unknown()).indexOf(c) < 0) {
          throw AlignmentFile.bad(
              file,
              firstLine[c],
              "the letter '%s' is not in the alphabet %s, '%s'%s"
                  .formatted(c, alphabet.name(), alphabet.letters(), remedy(c)));
        }
      }
    }

    private static String remedy(char c) {
      return AlignmentFormat.isInsertion(c)
          ? "; --format a3m takes out insertions (lower case, dots)"
          : "; choose another --alphabet, or mend the file";
    }
  }

  /** What the second reading counts. */
  private static final class Decisions {
    private final SequenceOptions options;
    private final byte[] table;
    private final int gap;
    private final String unknown;
    private final byte[] states;
    private final long[] columnGaps;
    private final BitSet kept = new BitSet();
    private final Fingerprints seen = new Fingerprints();
    private final SortedMap<String, Long> unknownLetters = new TreeMap<>();
    private final long mostGaps;
    private int number;
    private long withUnknown;
    private long droppedForUnknown;
    private long droppedForGaps;
    private long duplicates;
    private long droppedDuplicates;

    Decisions(SequenceOptions options, Alphabet alphabet, int columns) {
      this.options = options;
      this.table = alphabet.table();
      this.gap = alphabet.gap();
      this.unknown = alphabet.unknown();
      this.states = new byte[columns];
      this.columnGaps = new long[columns];
      this.mostGaps = SequenceOptions.most(options.maxGaps(), columns);
    }

    void add(AlignedSequence sequence) {
      if (keeps(sequence)) {
        kept.set(number);
        for (int i = 0; i < states.length; i++) {
          columnGaps[i] += isGap(states[i]) ? 1 : 0;
        }
      }
      number = Math.incrementExact(number);
    }

    private boolean isGap(byte state) {
      return (state & 0xff) == gap;
    }

    private boolean keeps(AlignedSequence sequence) {
      boolean hasUnknown = false;
      int gaps = 0;
      for (int i = 0; i < states.length; i++) {
        char c = sequence.letter(i);
        states[i] = table[c];
        if (unknown.indexOf(c) >= 0) {
          hasUnknown = true;
          unknownLetters.merge(String.valueOf(c), 1L, Long::sum);
          states[i] = (byte) gap;
        }
        gaps += isGap(states[i]) ? 1 : 0;
      }
      withUnknown += hasUnknown ? 1 : 0;
      if (hasUnknown && options.unknown() == Unknown.DROP) {
        droppedForUnknown++;
        return false;
      }
      if (gaps > mostGaps) {
        droppedForGaps++;
        return false;
      }
      if (!seen.add(states, states.length)) {
        duplicates++;
        if (options.duplicates() == Duplicates.DROP) {
          droppedDuplicates++;
          return false;
        }
      }
      return true;
    }

    int[] columns() {
      long most = SequenceOptions.most(options.maxColumnGaps(), kept.cardinality());
      return IntStream.range(0, columnGaps.length).filter(i -> columnGaps[i] <= most).toArray();
    }
  }

  /**
   * Reads an alignment.
   *
   * @throws BoltzException BAD_INPUT, with the line, for sequences that are not aligned, letters
   *     outside the alphabet, and what {@link AlignmentFile} refuses; BAD_CONFIGURATION when the
   *     options leave nothing
   */
  public static CheckedAlignment check(
      Configuration hadoop, AlignmentFile file, SequenceOptions options) {
    String name = file.path().toString();
    MessageDigest digest = WholeFiles.newSha256();
    Letters letters =
        file.read(
            hadoop,
            Optional.of(digest),
            sequences -> {
              Letters found = new Letters(name);
              sequences.forEachRemaining(found::add);
              return found;
            });
    if (letters.sequences == 0) {
      throw new BoltzException(ExitCode.BAD_INPUT, name + " has no sequences");
    }
    Alphabet alphabet = options.alphabet().orElseGet(() -> Alphabet.found(letters.counts, name));
    letters.requireAllIn(alphabet);
    int length = letters.first.length();
    Decisions decided =
        file.read(
            hadoop,
            Optional.empty(),
            sequences -> {
              Decisions decisions = new Decisions(options, alphabet, length);
              sequences.forEachRemaining(decisions::add);
              return decisions;
            });
    return of(file, options, alphabet, letters, decided, HexFormat.of().formatHex(digest.digest()));
  }

  private static CheckedAlignment of(
      AlignmentFile file,
      SequenceOptions options,
      Alphabet alphabet,
      Letters letters,
      Decisions decided,
      String sha256) {
    int length = letters.first.length();
    int[] columns = decided.columns();
    SequenceReport report =
        new SequenceReport(
            letters.sequences,
            length,
            letters.insertions,
            decided.unknownLetters,
            decided.withUnknown,
            decided.droppedForUnknown,
            decided.droppedForGaps,
            decided.duplicates,
            decided.droppedDuplicates,
            decided.kept.cardinality(),
            length - columns.length,
            IntStream.of(columns).mapToLong(i -> decided.columnGaps[i]).sum());
    requireSome(file, options, report);
    requireFew(file, alphabet, report);
    return new CheckedAlignment(
        file, alphabet, options.unknown(), decided.kept, columns, report, sha256);
  }

  private static void requireSome(
      AlignmentFile file, SequenceOptions options, SequenceReport report) {
    if (report.kept() == 0) {
      throw new BoltzException(
          ExitCode.BAD_CONFIGURATION,
          "none of the %d sequences of %s is left: %d have unknown letters (--unknown %s), %d of the others more than a share of %s gaps (--max-gaps)"
              .formatted(
                  report.sequences(),
                  file.path(),
                  report.withUnknown(),
                  options.unknown().label(),
                  report.droppedForGaps(),
                  options.maxGaps()));
    }
    if (report.sites() == 0) {
      throw new BoltzException(
          ExitCode.BAD_CONFIGURATION,
          "none of the %d columns of %s is left: all have more than a share of %s gaps; give a larger --max-column-gaps"
              .formatted(report.columns(), file.path(), options.maxColumnGaps()));
    }
  }

  private static void requireFew(AlignmentFile file, Alphabet alphabet, SequenceReport report) {
    int most = IdxHeader.MAXIMUM_UNITS / alphabet.states();
    if (report.sites() > most) {
      throw new BoltzException(
          ExitCode.BAD_CONFIGURATION,
          "%s has %d columns that are kept, but with %d states a row has at most %d; give a smaller --max-column-gaps"
              .formatted(file.path(), report.sites(), alphabet.states(), most));
    }
  }

  /** Number of sequences that are kept. */
  public int rows() {
    return kept.cardinality();
  }

  /** Sites of a row. */
  public int sites() {
    return columns.length;
  }

  /** The states of a sequence that is kept, in the columns that are kept. */
  byte[] states(AlignedSequence sequence, byte[] table) {
    byte[] states = new byte[columns.length];
    int gap = alphabet.gap();
    for (int i = 0; i < states.length; i++) {
      char c = sequence.letter(columns[i]);
      states[i] = alphabet.unknown().indexOf(c) >= 0 ? (byte) gap : table[c];
    }
    return states;
  }
}
