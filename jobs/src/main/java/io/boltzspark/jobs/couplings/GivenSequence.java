package io.boltzspark.jobs.couplings;

import io.boltzspark.dataprep.sequences.AlignmentFile;
import io.boltzspark.dataprep.sequences.NamedSequence;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.files.FileSystems;
import io.boltzspark.files.Paths;
import io.boltzspark.jobs.actions.Sites;
import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * The sequence of an option: its letters, or the first sequence of a file, where there is a file of
 * that name.
 *
 * @param name of the sequence in the file; empty for letters
 * @param letters one for each site
 * @param states of the letters
 */
record GivenSequence(String name, String letters, int[] states) {

  /**
   * @param given the option's value
   * @param sites of the model
   * @throws BoltzException BAD_INPUT when the sequence has another length, or other letters, than
   *     those of the model, or the file cannot be read
   */
  static GivenSequence of(Configuration hadoop, String given, Sites sites) {
    if (!isFile(hadoop, given)) {
      return of(
          "", given, "the sequence '%s' (there is no file of this name)".formatted(given), sites);
    }
    NamedSequence first =
        AlignmentFile.open(hadoop, Paths.of(given), Optional.empty()).first(hadoop);
    return of(
        first.name(),
        first.letters(),
        "the first sequence of %s, %s,".formatted(given, first.name()),
        sites);
  }

  private static GivenSequence of(String name, String letters, String what, Sites sites) {
    if (letters.length() != sites.count()) {
      throw new BoltzException(
          ExitCode.BAD_INPUT,
          "--sequence: %s has %d letters, but the model has %d sites; give a sequence that is aligned like the model's training data"
              .formatted(what, letters.length(), sites.count()));
    }
    int[] states = new int[letters.length()];
    for (int site = 0; site < states.length; site++) {
      states[site] = sites.letters().indexOf(letters.charAt(site));
      if (states[site] < 0) {
        throw new BoltzException(
            ExitCode.BAD_INPUT,
            "--sequence: %s has '%s' at site %d; the letters of the model are '%s'"
                .formatted(what, letters.charAt(site), site + 1, sites.letters()));
      }
    }
    return new GivenSequence(name, letters, states);
  }

  /** What cannot be asked about is no file: letters need not make the name of one. */
  private static boolean isFile(Configuration hadoop, String given) {
    try {
      Path path = Paths.of(given);
      return FileSystems.of(hadoop, path).exists(path);
    } catch (IOException | BoltzException e) {
      return false;
    }
  }
}
