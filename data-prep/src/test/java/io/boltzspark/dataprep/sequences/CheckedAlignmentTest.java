package io.boltzspark.dataprep.sequences;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.dataprep.sequences.SequenceOptions.Duplicates;
import io.boltzspark.dataprep.sequences.SequenceOptions.Unknown;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Alignments as they should be, and in each way in which they could be wrong. */
class CheckedAlignmentTest {
  private static final Configuration HADOOP = new Configuration();

  @TempDir Path directory;

  private AlignmentFile file(String name, String text) throws IOException {
    Path path = directory.resolve(name);
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    if (name.endsWith(".gz")) {
      ByteArrayOutputStream zipped = new ByteArrayOutputStream();
      try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
        out.write(bytes);
      }
      bytes = zipped.toByteArray();
    }
    Files.write(path, bytes);
    return AlignmentFile.open(
        HADOOP, new org.apache.hadoop.fs.Path(path.toUri()), Optional.empty());
  }

  private CheckedAlignment check(String name, String text, SequenceOptions options)
      throws IOException {
    return CheckedAlignment.check(HADOOP, file(name, text), options);
  }

  private CheckedAlignment check(String name, String text) throws IOException {
    return check(name, text, SequenceOptions.DEFAULTS);
  }

  /** Name and letters of each row. */
  private static List<String> rows(CheckedAlignment alignment) throws IOException {
    List<String> rows = new ArrayList<>();
    try (SequenceRows in = new SequenceRows(HADOOP, alignment)) {
      while (in.hasNext()) {
        SequenceRows.SequenceRow row = in.next();
        StringBuilder letters = new StringBuilder();
        for (byte state : row.states()) {
          letters.append(alignment.alphabet().letters().charAt(state));
        }
        rows.add(row.id() + " " + row.name() + " " + letters);
      }
    }
    return rows;
  }

  private static SequenceOptions options(
      Unknown unknown, Duplicates duplicates, double gaps, double columnGaps) {
    return new SequenceOptions(
        Optional.empty(), Optional.empty(), unknown, duplicates, gaps, columnGaps);
  }

  private void assertRefused(String part, ExitCode code, String name, String text) {
    assertRefused(part, code, name, text, SequenceOptions.DEFAULTS);
  }

  private void assertRefused(
      String part, ExitCode code, String name, String text, SequenceOptions options) {
    BoltzException error = assertThrows(BoltzException.class, () -> check(name, text, options));
    assertTrue(error.getMessage().contains(part), error.getMessage());
    assertEquals(code, error.exitCode());
  }

  @Test
  void readsLettersOverSeveralLines() throws IOException {
    CheckedAlignment rna =
        check("a.fasta.gz", ">one first\nACG\nU-\n\n>two\r\nGGGUU\r\n>\n--A U A");
    assertEquals(Alphabet.RNA, rna.alphabet());
    assertEquals(List.of("0 one ACGU-", "1 two GGGUU", "2  --AUA"), rows(rna));
    assertEquals(3, rna.report().gaps());
    assertEquals(0.2, rna.report().gapShare(), 1e-15);
    assertEquals(AlignmentFormat.FASTA, rna.file().format());
  }

  @Test
  void statesArePlacesInTheAlphabet() throws IOException {
    CheckedAlignment protein = check("p.fa", ">a\n-ACDEFGHIKLMNPQRSTVWY\n");
    try (SequenceRows in = new SequenceRows(HADOOP, protein)) {
      byte[] states = in.next().states();
      assertEquals(21, states.length);
      for (int i = 0; i < 21; i++) {
        assertEquals(i, states[i]);
      }
    }
  }

  @Test
  void insertionsOfA3mAreTakenOut() throws IOException {
    CheckedAlignment dna = check("a.a3m", ">a\nACggT.-\n>b\nAC..TaT\n");
    assertEquals(List.of("0 a ACT-", "1 b ACTT"), rows(dna));
    assertEquals(3, dna.report().insertions());
    assertEquals(Alphabet.DNA, dna.alphabet());
  }

  @Test
  void stockholmComesInBlocks() throws IOException {
    String text =
        "# STOCKHOLM 1.0\n"
            + "#=GF ID made\n"
            + "a/1-4 AC.U\n"
            + "b/1-4 GG-U\n"
            + "#=GC RF xxxx\n\n"
            + "a/1-4 AA\n"
            + "b/1-4 CU\n"
            + "//\n";
    assertEquals(List.of("0 a/1-4 AC-UAA", "1 b/1-4 GG-UCU"), rows(check("a.sto", text)));
    String withInsertions = "# STOCKHOLM 1.0\na ACu.U\nb AC..-\n//\n";
    CheckedAlignment inserted = check("b.sto", withInsertions);
    assertEquals(List.of("0 a ACU", "1 b AC-"), rows(inserted));
    assertEquals(1, inserted.report().insertions());
  }

  @ParameterizedTest
  @CsvSource({
    "ACGU-, rna",
    "ACGT-, dna",
    "ACDEFGHIKL, protein",
    "ACGTACGTACGTACGTACGTN, dna",
    "ACGTKWWRRS, protein", // fewer than nine of ten letters are nucleotides
    "ACGUACGUACGUACGUACGUE, protein",
  })
  void theAlphabetIsFoundFromTheLetters(String letters, String alphabet) throws IOException {
    SequenceOptions gap = options(Unknown.GAP, Duplicates.KEEP, 1, 1);
    assertEquals(alphabet, check("a.fa", ">a\n" + letters + "\n", gap).alphabet().name());
  }

  @Test
  void unknownLettersDropASequenceOrCountAsGaps() throws IOException {
    String text = ">a\nACDX\n>b\nEFGH\n>c\nXBIK\n>d\nLMNP\n";
    CheckedAlignment dropped = check("a.fa", text);
    assertEquals(List.of("1 b EFGH", "3 d LMNP"), rows(dropped));
    assertEquals(Map.of("X", 2L, "B", 1L), dropped.report().unknownLetters());
    assertEquals(2, dropped.report().withUnknown());
    assertEquals(2, dropped.report().droppedForUnknown());
    CheckedAlignment gaps = check("a.fa", text, options(Unknown.GAP, Duplicates.KEEP, 1, 1));
    assertEquals(List.of("0 a ACD-", "1 b EFGH", "2 c --IK", "3 d LMNP"), rows(gaps));
    assertEquals(2, gaps.report().withUnknown());
    assertEquals(0, gaps.report().droppedForUnknown());
    assertEquals(3, gaps.report().gaps());
  }

  @Test
  void gapsAndDuplicatesAreLimited() throws IOException {
    // Of ten letters, 3, 4, 3, 0 and 3 are gaps; a share of 0.3 is three, although 0.1 * 3 > 0.3.
    String text =
        ">a\n---DEFGHIK\n>b\n----EFGHIK\n>c\n---DEFGHIK\n>d\nACDDEFGHIK\n>e\n-C--EFGHIK\n";
    SequenceOptions options = options(Unknown.DROP, Duplicates.DROP, 0.3, 0.5);
    CheckedAlignment kept = check("a.fa", text, options);
    assertEquals(1, kept.report().droppedForGaps());
    assertEquals(1, kept.report().duplicates());
    assertEquals(1, kept.report().droppedDuplicates());
    assertEquals(3, kept.report().kept());
    // Gaps of a, d and e: 2 of 3 in the first and the third column, one in the second and fourth.
    assertArrayEquals(new int[] {1, 3, 4, 5, 6, 7, 8, 9}, kept.columns());
    assertEquals(2, kept.report().droppedColumns());
    assertEquals(8, kept.sites());
    assertEquals(List.of("0 a -DEFGHIK", "3 d CDEFGHIK", "4 e C-EFGHIK"), rows(kept));
    assertEquals(2, kept.report().gaps());
    CheckedAlignment all = check("a.fa", text);
    assertEquals(5, all.report().kept());
    assertEquals(1, all.report().duplicates());
    assertEquals(0, all.report().droppedDuplicates());
  }

  @Test
  void anAlphabetCanBeGiven() throws IOException {
    SequenceOptions spins =
        new SequenceOptions(
            Optional.empty(), Optional.of(Alphabet.of("du")), Unknown.DROP, Duplicates.KEEP, 1, 1);
    CheckedAlignment alignment = check("a.fa", ">a\nduud\n>b\nuuuu\n", spins);
    assertEquals(2, alignment.alphabet().states());
    assertEquals(List.of("0 a duud", "1 b uuuu"), rows(alignment));
    assertEquals(0, alignment.report().gaps());
    assertRefused(
        "line 4: the letter '-' is not in the alphabet custom, 'du'",
        ExitCode.BAD_INPUT,
        "b.fa",
        ">a\nduud\n>b\nuu-u\n",
        spins);
    for (String wrong : List.of("A", "AA", "A B", "Aé")) {
      BoltzException error = assertThrows(BoltzException.class, () -> Alphabet.of(wrong));
      assertEquals(ExitCode.BAD_CONFIGURATION, error.exitCode());
    }
  }

  @Test
  void whatIsWrongIsSaidWithItsLine() {
    ExitCode input = ExitCode.BAD_INPUT;
    assertRefused("is empty", input, "a.fa", "");
    assertRefused("line 1: begins with 'ACGU", input, "a.fa", "ACGU\n");
    assertRefused("line 1: the sequence 'a' has no letters", input, "a.fa", ">a\n");
    assertRefused("line 3: the sequence 'b' has no letters", input, "a.fa", ">a\nACGU\n>b\n>c\nAC");
    assertRefused(
        "line 3: the sequence 'b' has 3 letters, but the first one, 'a' in line 1, has 4",
        input,
        "a.fa",
        ">a\nACGU\n>b\nACG\n");
    assertRefused(
        "line 4: the letter 'g' is not in the alphabet rna, '-ACGU'; --format a3m",
        input,
        "a.fa",
        ">a\nACGU\n>b\nACgU\n");
    assertRefused("--format a3m", input, "a.fa", ">a\nACGU\n>b\nACgGU\n");
    assertRefused("line 3: the character 0xe9", input, "a.fa", ">a\nAC\nGé\n");
    assertRefused("line 3: the letter '1' is not", input, "a.fa", ">a\nACGU\nAC1U\n");
    assertRefused("both T and U", input, "a.fa", ">a\nACGU\n>b\nACGT\n");
    assertRefused("do not tell the alphabet", input, "a.fa", ">a\nACG\n");
    assertRefused(
        "line 2: the file ends without '//'", input, "a.sto", "# STOCKHOLM 1.0\na ACGU\n");
    assertRefused(
        "line 4: a second alignment",
        input,
        "a.sto",
        "# STOCKHOLM 1.0\na ACGU\n//\n# STOCKHOLM 1.0\n");
    assertRefused(
        "line 2: expected a name and letters", input, "a.sto", "# STOCKHOLM 1.0\na AC GU\n//\n");
    assertRefused("has no sequences", input, "a.sto", "# STOCKHOLM 1.0\n//\n");
    ExitCode setting = ExitCode.BAD_CONFIGURATION;
    assertRefused("none of the 1 sequences", setting, "a.fa", ">a\nACDX\n");
    assertRefused(
        "none of the 2 columns",
        setting,
        "a.fa",
        ">a\n-D\n>b\nE-\n",
        options(Unknown.DROP, Duplicates.KEEP, 1, 0.2));
  }
}
