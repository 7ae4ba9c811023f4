package io.boltzspark.dataprep.idx;

import static io.boltzspark.dataprep.idx.IdxFixtures.assertFails;
import static io.boltzspark.dataprep.idx.IdxFixtures.gzip;
import static io.boltzspark.dataprep.idx.IdxFixtures.hadoop;
import static io.boltzspark.dataprep.idx.IdxFixtures.images;
import static io.boltzspark.dataprep.idx.IdxFixtures.labels;
import static io.boltzspark.dataprep.idx.IdxFixtures.noise;
import static io.boltzspark.dataprep.idx.IdxFixtures.write;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.errors.ExitCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdxFileTest {
  private static final Configuration HADOOP = new Configuration();
  private static final byte[] PIXELS = noise(7 * 6, 1);
  private static final byte[] IMAGES = images(7, 2, 3, PIXELS);

  @TempDir Path directory;

  @Test
  void readsPlainAndCompressedAlike() throws Exception {
    String sha256 = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(IMAGES));
    IdxFile plain = check("a", IMAGES);
    IdxFile named = check("a.gz", gzip(IMAGES));
    IdxFile unnamed = check("b", gzip(IMAGES));
    for (IdxFile file : new IdxFile[] {plain, named, unnamed}) {
      assertEquals(new IdxHeader(IdxHeader.Kind.IMAGES, 7, 2, 3), file.header());
      assertEquals(sha256, file.sha256());
      assertEquals(file != plain, file.gzip());
      IdxFile labelFile =
          IdxFile.check(
              HADOOP,
              hadoop(
                  write(
                      directory,
                      "labels",
                      labels(
                          (byte) 9, (byte) -1, (byte) 7, (byte) 6, (byte) 5, (byte) 4, (byte) 3))),
              IdxHeader.Kind.LABELS);
      for (int from = 0; from <= 7; from++) {
        try (IdxRows rows = new IdxRows(HADOOP, new IdxPair(file, labelFile), from, 7)) {
          for (int id = from; id < 7; id++) {
            IdxRows.IdxRow row = rows.next();
            assertEquals(id, row.id());
            assertEquals(id == 1 ? 255 : id == 0 ? 9 : 9 - id, row.label());
            assertArrayEquals(Arrays.copyOfRange(PIXELS, 6 * id, 6 * id + 6), row.pixels());
          }
          assertFalse(rows.hasNext());
        }
      }
    }
    try (IdxRows rows = new IdxRows(HADOOP, new IdxPair(plain, null), 0, 1)) {
      assertNull(rows.next().label());
    }
  }

  @Test
  void refusesTruncatedFilesAtEveryLength() throws Exception {
    for (int length = 0; length < IMAGES.length; length++) {
      byte[] cut = Arrays.copyOf(IMAGES, length);
      assertFails(ExitCode.BAD_INPUT, () -> check("cut", cut), "cut", "truncated");
    }
    byte[] packed = gzip(IMAGES);
    for (int length = 2; length < packed.length; length++) {
      byte[] cut = Arrays.copyOf(packed, length);
      assertFails(ExitCode.BAD_INPUT, () -> check("cut.gz", cut), "cut.gz", "truncated");
    }
  }

  @Test
  void refusesTrailingBytes() {
    byte[] longer = Arrays.copyOf(IMAGES, IMAGES.length + 1);
    assertFails(ExitCode.BAD_INPUT, () -> check("a", longer), "after its last item", "7 images");
    assertFails(ExitCode.BAD_INPUT, () -> check("a.gz", gzip(longer)), "after its last item");
  }

  @Test
  void refusesAWrongChecksum() throws Exception {
    byte[] packed = gzip(IMAGES);
    packed[packed.length - 8] ^= 1;
    assertFails(ExitCode.BAD_INPUT, () -> check("a.gz", packed), "a.gz is damaged", "trailer");
  }

  @Test
  void refusesOtherMagicNumbers() {
    byte[] floats = IMAGES.clone();
    floats[2] = 0x0d;
    assertFails(ExitCode.BAD_INPUT, () -> check("a", floats), "0x00000d03", "0x00000803");
    assertFails(
        ExitCode.BAD_INPUT, () -> check("a", labels(new byte[20])), "0x00000801 (that of labels)");
  }

  @Test
  void refusesWhatIsNotGzipAlthoughSoNamed() {
    assertFails(
        ExitCode.BAD_INPUT,
        () -> check("a.gz", IMAGES),
        "is named .gz but is not a gzip file",
        "00 00");
    assertFails(ExitCode.BAD_INPUT, () -> check("b.gz", new byte[0]), "fewer than 2 bytes");
  }

  @Test
  void refusesImpossibleExtentsBeforeItAllocates() {
    for (int[] extents :
        new int[][] {
          {0, 2, 3},
          {-1, 2, 3},
          {7, 0, 3},
          {7, 2, 0},
          {7, -1, -1},
          {7, 65536, 65536},
          {1, 1 << 20, 2}
        }) {
      byte[] header =
          ByteBuffer.allocate(16)
              .putInt(0x803)
              .putInt(extents[0])
              .putInt(extents[1])
              .putInt(extents[2])
              .array();
      assertFails(ExitCode.BAD_INPUT, () -> check("a", header), "expected 1 to");
    }
  }

  @Test
  void refusesMismatchedCounts() throws Exception {
    IdxFile images = check("images", IMAGES);
    IdxFile labels =
        IdxFile.check(
            HADOOP, hadoop(write(directory, "l", labels(new byte[6]))), IdxHeader.Kind.LABELS);
    assertFails(ExitCode.BAD_INPUT, () -> new IdxPair(images, labels), "7 images", "6 labels");
  }

  @Test
  void namesAMissingFile() {
    Path missing = directory.resolve("nowhere");
    assertFails(
        ExitCode.BAD_INPUT,
        () -> IdxFile.check(HADOOP, hadoop(missing), IdxHeader.Kind.IMAGES),
        "nowhere",
        "does not exist");
    assertTrue(java.nio.file.Files.notExists(missing));
  }

  private IdxFile check(String name, byte[] bytes) throws IOException {
    return IdxFile.check(HADOOP, hadoop(write(directory, name, bytes)), IdxHeader.Kind.IMAGES);
  }
}
