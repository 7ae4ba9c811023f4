package io.boltzspark.dataprep.sequences;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * The letters of aligned sequences; a letter's state is its place, from 0.
 *
 * @param name {@code protein}, {@code rna}, {@code dna} or {@link #CUSTOM}
 * @param letters distinct printable ASCII characters other than a space, 2 to 255 of them
 */
public record Alphabet(String name, String letters) implements Serializable {
  /** The letter of a gap, which is a state like the others. */
  public static final char GAP = '-';

  /** The name of letters that were given one by one. */
  public static final String CUSTOM = "custom";

  /** The twenty amino acids behind the gap. */
  public static final Alphabet PROTEIN = new Alphabet("protein", "-ACDEFGHIKLMNPQRSTVWY");

  public static final Alphabet RNA = new Alphabet("rna", "-ACGU");
  public static final Alphabet DNA = new Alphabet("dna", "-ACGT");

  private static final List<Alphabet> NAMED = List.of(PROTEIN, RNA, DNA);
  private static final int MOST = 255;

  /** What stands for several or unusual amino acids: ambiguity codes, U, O and the stop. */
  private static final String UNKNOWN_AMINO_ACIDS = "XBZJUO*";

  /** The codes of IUPAC for several nucleotides. */
  private static final String UNKNOWN_NUCLEOTIDES = "NRYSWKMBDHVX";

  private static final String NUCLEOTIDES = "ACGTU";

  /** Of the letters that are no gaps, at least this share are A, C, G, T or U in a nucleic acid. */
  private static final double SHARE_OF_NUCLEOTIDES = 0.9;

  public Alphabet {
    Objects.requireNonNull(name);
    if (letters.length() < 2
        || letters.length() > MOST
        || letters.chars().distinct().count() < letters.length()
        || letters.chars().anyMatch(c -> c <= ' ' || c > '~')) {
      throw new BoltzException(
          ExitCode.BAD_CONFIGURATION,
          "--alphabet '%s' is invalid; expected protein, rna, dna or 2 to %d different printable ASCII letters, such as -AB, in the order of their states"
              .formatted(letters, MOST));
    }
  }

  /**
   * The alphabet of an option: a name or the letters themselves.
   *
   * @throws BoltzException BAD_CONFIGURATION
   */
  public static Alphabet of(String text) {
    return NAMED.stream()
        .filter(known -> known.name.equals(text))
        .findFirst()
        .orElseGet(
            () ->
                NAMED.stream()
                    .filter(known -> known.letters.equals(text))
                    .findFirst()
                    .orElseGet(() -> new Alphabet(CUSTOM, text)));
  }

  /**
   * Finds out what sequences are written in: nucleotides where at least nine of ten letters are A,
   * C, G, T or U and the others stand for several of them, RNA if there is a U and DNA if there is
   * a T; otherwise amino acids.
   *
   * @param counts how often each character occurs, 128 numbers
   * @param name of the file, for the message
   * @throws BoltzException BAD_INPUT when the letters do not tell
   */
  public static Alphabet found(long[] counts, String name) {
    long all = 0;
    long nucleotides = 0;
    boolean others = false;
    for (char c = 'A'; c <= 'Z'; c++) {
      all += counts[c];
      nucleotides += NUCLEOTIDES.indexOf(c) >= 0 ? counts[c] : 0;
      others |= counts[c] > 0 && (NUCLEOTIDES + UNKNOWN_NUCLEOTIDES).indexOf(c) < 0;
    }
    if (others || nucleotides < SHARE_OF_NUCLEOTIDES * all) {
      return PROTEIN;
    }
    if ((counts['T'] > 0) == (counts['U'] > 0)) {
      throw new BoltzException(
          ExitCode.BAD_INPUT,
          "%s has %s, so its letters do not tell the alphabet; give --alphabet protein, rna or dna"
              .formatted(
                  name,
                  counts['T'] > 0 ? "both T and U" : "no letters but A, C, G and their codes"));
    }
    return counts['U'] > 0 ? RNA : DNA;
  }

  /** Number of states. */
  public int states() {
    return letters.length();
  }

  /** The state of each ASCII character: -1 for one that is no letter. */
  public byte[] table() {
    byte[] table = new byte[128];
    Arrays.fill(table, (byte) -1);
    for (int i = 0; i < letters.length(); i++) {
      table[letters.charAt(i)] = (byte) i;
    }
    return table;
  }

  /** The state of a gap; -1 where there is none. */
  public int gap() {
    return letters.indexOf(GAP);
  }

  /** The characters that stand for letters that are not known; none in a custom alphabet. */
  public String unknown() {
    return switch (name) {
      case "protein" -> UNKNOWN_AMINO_ACIDS;
      case "rna", "dna" -> UNKNOWN_NUCLEOTIDES;
      default -> "";
    };
  }
}
