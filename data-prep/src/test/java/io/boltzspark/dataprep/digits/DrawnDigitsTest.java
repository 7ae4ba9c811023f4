package io.boltzspark.dataprep.digits;

import static io.boltzspark.dataprep.idx.IdxFixtures.assertFails;
import static io.boltzspark.dataprep.idx.IdxFixtures.hadoop;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.dataprep.idx.CheckedSources;
import io.boltzspark.dataprep.idx.IdxDirectory;
import io.boltzspark.dataprep.idx.IdxPair;
import io.boltzspark.dataprep.idx.IdxRows;
import io.boltzspark.errors.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DrawnDigitsTest {
  private static final Configuration HADOOP = new Configuration();
  private static final int TRAIN = 2_000;
  private static final int TEST = 500;

  @TempDir Path directory;

  @Test
  void areTheSameEachTime() throws Exception {
    CheckedSources first = draw("first");
    CheckedSources second = draw("second");
    assertEquals(first.sha256(), second.sha256());
    assertTrue(first.drawn());
    assertEquals(TRAIN, first.train().rows());
    assertEquals(TEST, first.test().orElseThrow().rows());
    assertArrayEquals(DigitPainter.paint(3, 17), DigitPainter.paint(3, 17));
    assertFalse(Arrays.equals(DigitPainter.paint(3, 17), DigitPainter.paint(3, 18)));
  }

  @Test
  void showEachDigitEquallyOften() throws Exception {
    CheckedSources drawn = draw("d");
    int[] counts = new int[10];
    for (IdxRows.IdxRow row : rows(drawn.train())) {
      counts[row.label()]++;
    }
    for (int count : counts) {
      assertEquals(TRAIN / 10, count);
    }
  }

  @Test
  void haveAboutAsMuchInkAsMnistAndAnEmptyRim() throws Exception {
    long ink = 0;
    List<IdxRows.IdxRow> rows = rows(draw("d").train());
    for (IdxRows.IdxRow row : rows) {
      for (int i = 0; i < 784; i++) {
        int grey = row.pixels()[i] & 0xff;
        ink += grey;
        boolean rim = i < 28 || i >= 756 || i % 28 == 0 || i % 28 == 27;
        assertTrue(!rim || grey == 0, "ink at the rim of row " + row.id());
      }
    }
    // MNIST's mean grey value is 0.131.
    double mean = ink / 255.0 / 784 / rows.size();
    assertTrue(mean > 0.09 && mean < 0.18, "mean grey is " + mean);
  }

  @Test
  void canBeToldApart() throws Exception {
    CheckedSources drawn = draw("d");
    double[][] centroids = new double[10][784];
    for (IdxRows.IdxRow row : rows(drawn.train())) {
      for (int i = 0; i < 784; i++) {
        centroids[row.label()][i] += (row.pixels()[i] & 0xff) / (TRAIN / 10.0);
      }
    }
    int right = 0;
    for (IdxRows.IdxRow row : rows(drawn.test().orElseThrow())) {
      int nearest = -1;
      double least = Double.MAX_VALUE;
      for (int digit = 0; digit < 10; digit++) {
        double distance = 0;
        for (int i = 0; i < 784; i++) {
          double difference = centroids[digit][i] - (row.pixels()[i] & 0xff);
          distance += difference * difference;
        }
        if (distance < least) {
          least = distance;
          nearest = digit;
        }
      }
      right += nearest == row.label() ? 1 : 0;
    }
    // Chance is 0.1; on MNIST the nearest centroid is right for 0.82.
    assertTrue(right > 0.6 * TEST, right + " of " + TEST + " digits told apart");
  }

  @Test
  void areKeptWhenThereAndReplacedWhenOthers() throws Exception {
    draw("d");
    Path images = directory.resolve("d/train-images-idx3-ubyte.gz");
    FileTime early = FileTime.fromMillis(1_000_000);
    Files.setLastModifiedTime(images, early);
    draw("d");
    assertEquals(early, Files.getLastModifiedTime(images), "drawn again without need");
    DrawnDigits.writeUnlessThere(HADOOP, hadoop(directory.resolve("d")), 20, 10);
    assertEquals(20, CheckedSources.check(HADOOP, hadoop(directory.resolve("d"))).train().rows());
  }

  @Test
  void neverReplaceOtherThings() throws Exception {
    Files.createDirectory(directory.resolve("d"));
    Files.writeString(directory.resolve("d/mine"), "x");
    assertFails(ExitCode.OUTPUT_EXISTS, () -> draw("d"), IdxDirectory.DRAWN_MARKER);
    assertTrue(Files.exists(directory.resolve("d/mine")));
  }

  private CheckedSources draw(String name) {
    Path path = directory.resolve(name);
    DrawnDigits.writeUnlessThere(HADOOP, hadoop(path), TRAIN, TEST);
    return CheckedSources.check(HADOOP, hadoop(path));
  }

  private static List<IdxRows.IdxRow> rows(IdxPair pair) throws Exception {
    List<IdxRows.IdxRow> rows = new ArrayList<>();
    try (IdxRows in = new IdxRows(HADOOP, pair, 0, pair.rows())) {
      in.forEachRemaining(rows::add);
    }
    return rows;
  }
}
