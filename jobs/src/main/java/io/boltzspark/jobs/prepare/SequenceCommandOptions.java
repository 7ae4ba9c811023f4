package io.boltzspark.jobs.prepare;

import io.boltzspark.dataprep.PrepareSequencesAction.Settings;
import io.boltzspark.dataprep.sequences.AlignmentFormat;
import io.boltzspark.dataprep.sequences.Alphabet;
import io.boltzspark.dataprep.sequences.SequenceOptions;
import io.boltzspark.dataprep.sequences.SequenceOptions.Duplicates;
import io.boltzspark.dataprep.sequences.SequenceOptions.Unknown;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import picocli.CommandLine.Option;

/** The options of {@code boltz prepare} for files of sequences. */
final class SequenceCommandOptions {
  /** What only files of sequences have. */
  static final List<String> NAMES =
      List.of(
          "--format",
          "--alphabet",
          "--unknown",
          "--duplicates",
          "--max-gaps",
          "--max-column-gaps",
          "--weights",
          "--identity");

  private static final String IDENTITY_WEIGHTS = "identity";

  @Option(
      names = "--format",
      paramLabel = "fasta|a3m|stockholm",
      description =
          "With a file of sequences: its format. a3m takes out insertions (lower case, dots)."
              + " Default: from the file's name and beginning.")
  private String format;

  @Option(
      names = "--alphabet",
      paramLabel = "protein|rna|dna|LETTERS",
      description =
          "With a file of sequences: the letters, or their alphabet. Default: from the letters in"
              + " the file.")
  private String alphabet;

  @Option(
      names = "--unknown",
      paramLabel = "drop|gap",
      description =
          "With a file of sequences: what becomes of letters that stand for several others (X, B, Z"
              + " and so on; N, R and so on): drop leaves out the sequence, gap counts the letter"
              + " as a gap (default: drop).")
  private String unknown = SequenceOptions.DEFAULTS.unknown().label();

  @Option(
      names = "--duplicates",
      paramLabel = "keep|drop",
      description =
          "With a file of sequences: what becomes of one that repeats an earlier one (default:"
              + " keep).")
  private String duplicates = SequenceOptions.DEFAULTS.duplicates().label();

  @Option(
      names = "--max-gaps",
      paramLabel = "SHARE",
      description =
          "With a file of sequences: leave out sequences with a larger share of gaps, 0 to 1"
              + " (default: 1).")
  private double maxGaps = SequenceOptions.DEFAULTS.maxGaps();

  @Option(
      names = "--max-column-gaps",
      paramLabel = "SHARE",
      description =
          "With a file of sequences: then leave out columns with a larger share of gaps, 0 to 1"
              + " (default: 1).")
  private double maxColumnGaps = SequenceOptions.DEFAULTS.maxColumnGaps();

  @Option(
      names = "--weights",
      paramLabel = IDENTITY_WEIGHTS,
      description =
          "With a file of sequences: write a weight for each, by which training and evaluation"
              + " count it: 1 / the number of sequences like it, itself included.")
  private String weights;

  @Option(
      names = "--identity",
      paramLabel = "SHARE",
      description =
          "With --weights identity: sequences are alike if at least this share of their sites is"
              + " identical (default: 0.8).")
  private Double identity;

  /**
   * The settings that the options give.
   *
   * @throws BoltzException BAD_CONFIGURATION for an invalid value; USAGE for --identity without
   *     --weights
   */
  Settings settings(double validFraction, int shards, long seed, boolean overwrite) {
    return new Settings(
        new SequenceOptions(
            Optional.ofNullable(format).map(AlignmentFormat::of),
            Optional.ofNullable(alphabet).map(Alphabet::of),
            Unknown.of(unknown),
            Duplicates.of(duplicates),
            maxGaps,
            maxColumnGaps),
        identity(),
        validFraction,
        shards,
        seed,
        overwrite);
  }

  private OptionalDouble identity() {
    if (weights == null) {
      if (identity != null) {
        throw new BoltzException(
            ExitCode.USAGE, "--identity " + identity + " requires --weights identity");
      }
      return OptionalDouble.empty();
    }
    if (!weights.equals(IDENTITY_WEIGHTS)) {
      throw new BoltzException(
          ExitCode.BAD_CONFIGURATION, "--weights '" + weights + "' is unknown; expected identity");
    }
    return OptionalDouble.of(identity == null ? Settings.DEFAULT_IDENTITY : identity);
  }
}
