package io.boltzspark.dataprep;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.boltzspark.dataprep.idx.IdxFile;
import io.boltzspark.dataprep.idx.IdxHeader;
import io.boltzspark.dataprep.idx.IdxPair;
import io.boltzspark.dataprep.idx.IdxRows;
import io.boltzspark.dataprep.ising.IsingDescription;
import io.boltzspark.dataprep.sequences.AlignmentFile;
import io.boltzspark.dataprep.sequences.AlignmentFormat;
import io.boltzspark.dataprep.sequences.Alphabet;
import io.boltzspark.dataprep.sequences.CheckedAlignment;
import io.boltzspark.dataprep.sequences.SequenceOptions;
import io.boltzspark.dataprep.sequences.SequenceReport;
import io.boltzspark.dataprep.sequences.SequenceRows;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.testing.Fuzz;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Sources and manifests of hostile content. This test lies in the trainer, because {@link Fuzz}
 * does, which the trainer's test jar publishes.
 */
class PreparedReadersFuzzTest {
  private static final int ITEMS = 7;

  @TempDir Path directory;
  private final Configuration hadoop = new Configuration();

  private static byte[] images() {
    byte[] pixels = new byte[ITEMS * 6];
    new Random(1).nextBytes(pixels);
    return ByteBuffer.allocate(16 + pixels.length)
        .putInt(0x00000803)
        .putInt(ITEMS)
        .putInt(3)
        .putInt(2)
        .put(pixels)
        .array();
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }

  private void readIdx(byte[] content, IdxHeader.Kind kind) throws IOException {
    Path file = Files.write(directory.resolve("idx"), content);
    org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(file.toUri());
    IdxFile checked = IdxFile.check(hadoop, path, kind);
    IdxPair pair = new IdxPair(checked, null);
    try (IdxRows rows = new IdxRows(hadoop, pair, 0, pair.rows())) {
      int count = 0;
      for (; rows.hasNext(); count++) {
        rows.next();
      }
      assertEquals(pair.rows(), count);
    }
  }

  @Test
  void idx() throws IOException {
    byte[] labels =
        ByteBuffer.allocate(8 + ITEMS)
            .putInt(0x00000801)
            .putInt(ITEMS)
            .put(new byte[ITEMS])
            .array();
    Fuzz.run(
        "IDX images",
        List.of(images(), gzip(images())),
        content -> readIdx(content, IdxHeader.Kind.IMAGES));
    Fuzz.run(
        "IDX labels",
        List.of(labels, gzip(labels)),
        content -> readIdx(content, IdxHeader.Kind.LABELS));
  }

  @Test
  void claimedExtentsAreNotBelieved() {
    for (int[] extents :
        new int[][] {
          {-1, 28, 28}, {Integer.MIN_VALUE, 28, 28}, {Integer.MAX_VALUE, 1024, 1024},
          {1, 65536, 65536}, {1, -1, -1}, {1, Integer.MIN_VALUE, 2}
        }) {
      ByteBuffer header = ByteBuffer.allocate(26).putInt(0x00000803);
      for (int extent : extents) {
        header.putInt(extent);
      }
      BoltzException e =
          assertThrows(BoltzException.class, () -> readIdx(header.array(), IdxHeader.Kind.IMAGES));
      assertEquals(ExitCode.BAD_INPUT, e.exitCode());
    }
  }

  private static Manifest manifest(Manifest.Source source) {
    return new Manifest(
        2,
        1,
        Binarization.THRESHOLD,
        OptionalDouble.of(0.5),
        42,
        0.1,
        new TreeSet<>(List.of(3)),
        source,
        Map.of(Part.TRAIN, new Manifest.PartSummary(90, new TreeMap<>(Map.of(0, 60L, 1, 30L)))),
        List.of(0.25, 1.0));
  }

  @Test
  void manifests() {
    TreeMap<String, String> sums =
        new TreeMap<>(Map.of("train-images", "0123456789abcdef".repeat(4)));
    Manifest idx =
        manifest(new Manifest.Source(Manifest.Source.IDX, false, Optional.empty(), sums));
    IsingDescription drawn = new IsingDescription(16, 2.27, IsingDescription.WOLFF, 9, 1);
    Manifest ising =
        manifest(new Manifest.Source(Manifest.Source.ISING, true, Optional.of(drawn), sums));
    List<byte[]> good = new ArrayList<>();
    for (Manifest one : List.of(idx, ising)) {
      good.add(ManifestJson.format(one));
    }
    Fuzz.run(
        "manifest.json",
        good,
        content -> {
          Files.write(directory.resolve(Manifest.FILE_NAME), content);
          Manifest read = Manifest.read(hadoop, new org.apache.hadoop.fs.Path(directory.toUri()));
          read.title();
        });
  }

  /** So that there is no content of which nothing is left. */
  private static final SequenceOptions KEEPS_ALL =
      new SequenceOptions(
          Optional.empty(),
          Optional.empty(),
          SequenceOptions.Unknown.GAP,
          SequenceOptions.Duplicates.KEEP,
          1,
          1);

  @Test
  void alignments() throws IOException {
    byte[] fasta = ">a x\nACGU\n-N\n>b\nGGUUAA\n>c\nACGUAA\n".getBytes(US_ASCII);
    byte[] stockholm =
        "# STOCKHOLM 1.0\n#=GF ID x\na AC.gU\nb AC..U\n\na A\nb -\n//\n".getBytes(US_ASCII);
    Fuzz.run(
        "alignment",
        List.of(fasta, gzip(fasta), stockholm),
        content -> {
          Path file = Files.write(directory.resolve("a.fasta"), content);
          org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(file.toUri());
          CheckedAlignment alignment =
              CheckedAlignment.check(
                  hadoop, AlignmentFile.open(hadoop, path, Optional.empty()), KEEPS_ALL);
          try (SequenceRows rows = new SequenceRows(hadoop, alignment)) {
            int count = 0;
            for (; rows.hasNext(); count++) {
              rows.next();
            }
            assertEquals(alignment.rows(), count);
          }
        });
  }

  @Test
  void manifestsOfSequences() {
    SequenceReport report =
        new SequenceReport(5, 3, 0, new TreeMap<>(Map.of("N", 2L)), 1, 1, 0, 1, 0, 4, 1, 2);
    SequenceManifest manifest =
        new SequenceManifest(
            "made",
            Alphabet.RNA,
            new SequenceManifest.Source(AlignmentFormat.FASTA, "0123456789abcdef".repeat(4)),
            new SequenceManifest.Choices(
                SequenceOptions.Unknown.DROP, SequenceOptions.Duplicates.KEEP, 1, 0.5, 0.25, 1),
            report,
            List.of(0, 2),
            Optional.of(new SequenceManifest.Weights(0.8, 3.5)),
            Map.of(Part.TRAIN, 3L, Part.VALID, 1L),
            List.of(1L, 1L, 0L, 1L, 0L, 0L, 0L, 3L, 0L, 0L));
    Fuzz.run(
        "manifest.json",
        List.of(SequenceManifestJson.format(manifest)),
        content -> {
          Files.write(directory.resolve(Manifest.FILE_NAME), content);
          org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(directory.toUri());
          SequenceManifest.isIn(hadoop, path);
          assertEquals(2, SequenceManifest.read(hadoop, path).sites());
        });
  }
}
