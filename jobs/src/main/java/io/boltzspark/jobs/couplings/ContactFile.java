package io.boltzspark.jobs.couplings;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.evaluation.couplings.Contacts;
import io.boltzspark.evaluation.couplings.Contacts.Pair;
import io.boltzspark.files.FileSystems;
import io.boltzspark.files.Paths;
import io.boltzspark.files.WholeFiles;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * A text file of contacts: a line for each, with its two sites, counted from 1, in the first two
 * columns. Columns are separated by spaces, tabs, commas or semicolons; others are ignored, as are
 * empty lines and what follows a {@code #}.
 */
final class ContactFile {
  private static final long LARGEST = 256L << 20;

  private ContactFile() {}

  /**
   * @param sites of the model
   * @throws BoltzException BAD_INPUT when the file cannot be read, is not made like this, names a
   *     site that the model lacks, or has no contacts
   */
  static Contacts read(Configuration hadoop, String file, int sites) {
    Path path = Paths.of(file);
    String text =
        new String(
            WholeFiles.read(FileSystems.of(hadoop, path), path, LARGEST), StandardCharsets.UTF_8);
    Set<Pair> pairs = new HashSet<>();
    List<String> lines = text.lines().toList();
    for (int n = 0; n < lines.size(); n++) {
      String line = lines.get(n).replaceAll("#.*", "").strip();
      if (!line.isEmpty()) {
        pairs.add(pair(line, file + ", line " + (n + 1), sites));
      }
    }
    if (pairs.isEmpty()) {
      throw new BoltzException(ExitCode.BAD_INPUT, "--contacts %s has no contacts".formatted(file));
    }
    return new Contacts(pairs);
  }

  private static Pair pair(String line, String where, int sites) {
    String[] columns = line.split("[\\s,;]+");
    if (columns.length < 2) {
      throw new BoltzException(
          ExitCode.BAD_INPUT,
          "--contacts %s: '%s' is invalid; expected two sites".formatted(where, line));
    }
    int i = site(columns[0], where, sites);
    int j = site(columns[1], where, sites);
    if (i == j) {
      throw new BoltzException(
          ExitCode.BAD_INPUT,
          "--contacts %s: site %d is no contact of itself".formatted(where, i + 1));
    }
    return new Pair(i, j);
  }

  private static int site(String text, String where, int sites) {
    int site = text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : 0;
    if (site < 1 || site > sites) {
      throw new BoltzException(
          ExitCode.BAD_INPUT,
          "--contacts %s: the site '%s' is invalid; expected a number from 1 to %d, which the model has"
              .formatted(where, text, sites));
    }
    return site - 1;
  }
}
