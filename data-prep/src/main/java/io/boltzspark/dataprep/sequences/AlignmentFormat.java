package io.boltzspark.dataprep.sequences;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** How aligned sequences are written in a file. */
public enum AlignmentFormat {
  /** A line {@code >NAME} before the lines of each sequence; all of one length. */
  FASTA,
  /**
   * The same with insertions, which belong to no column of the alignment: lower case, and dots
   * where others have insertions. Both are taken out.
   */
  A3M,
  /**
   * Lines of a name and letters, perhaps in several blocks, between {@code # STOCKHOLM} and {@code
   * //}. With lower case anywhere, insertions are taken out as in A3M; otherwise a dot is a gap.
   */
  STOCKHOLM;

  /** The name on the command line and in the manifest. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The inverse of {@link #label()}.
   *
   * @throws BoltzException BAD_CONFIGURATION when there is no such format
   */
  public static AlignmentFormat of(String label) {
    return Arrays.stream(values())
        .filter(format -> format.label().equals(label))
        .findFirst()
        .orElseThrow(
            () ->
                new BoltzException(
                    ExitCode.BAD_CONFIGURATION,
                    "--format '%s' is unknown; expected one of %s"
                        .formatted(
                            label,
                            Arrays.stream(values())
                                .map(AlignmentFormat::label)
                                .collect(Collectors.joining(", ")))));
  }

  /** A letter that belongs to no column of the alignment. */
  static boolean isInsertion(char letter) {
    return letter >= 'a' && letter <= 'z' || letter == '.';
  }
}
