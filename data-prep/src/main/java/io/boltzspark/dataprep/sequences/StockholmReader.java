package io.boltzspark.dataprep.sequences;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** The sequences of a file in Stockholm's format, which may come in blocks and so are all held. */
final class StockholmReader {
  private StockholmReader() {}

  /**
   * @param lines from the first, which begins with {@code # STOCKHOLM}
   * @param file for messages
   */
  static Iterator<AlignedSequence> read(BufferedReader lines, String file) throws IOException {
    Map<String, AlignedSequence> sequences = new LinkedHashMap<>();
    long number = 0;
    boolean ended = false;
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      number++;
      if (line.isBlank() || line.startsWith("#") && !ended) {
        continue;
      }
      if (ended) {
        throw AlignmentFile.bad(
            file, number, "a second alignment begins after '//'; only one of a file is prepared");
      }
      if (line.strip().equals("//")) {
        ended = true;
        continue;
      }
      String[] words = line.strip().split("\\s+");
      if (words.length != 2) {
        throw AlignmentFile.bad(
            file,
            number,
            "expected a name and letters, but there are %d words".formatted(words.length));
      }
      long here = number;
      sequences
          .computeIfAbsent(words[0], name -> new AlignedSequence(name, here))
          .add(words[1], false, number);
    }
    if (!ended) {
      throw AlignmentFile.bad(file, number, "the file ends without '//', so it is truncated");
    }
    boolean insertions = sequences.values().stream().anyMatch(AlignedSequence::hasLowerCase);
    sequences
        .values()
        .forEach(insertions ? AlignedSequence::removeInsertions : AlignedSequence::dotsAreGaps);
    return sequences.values().iterator();
  }
}
