package io.boltzspark.dataprep;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.boltzspark.dataprep.digits.MnistFile;
import io.boltzspark.dataprep.idx.IdxFixtures;
import io.boltzspark.dataprep.idx.SourceRole;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real MNIST, where it is there. */
class PrepareMnistTest {
  @TempDir Path directory;

  @Test
  void preparesMnistToItsPublishedNumbers() throws Exception {
    Path source = IdxFixtures.mnist();
    try (SparkSession spark = SparkSessions.start("local[2]")) {
      PrepareResult result =
          new PrepareAction(spark)
              .source(IdxFixtures.hadoop(source))
              .output(IdxFixtures.hadoop(directory.resolve("prepared")))
              .binarize(Binarization.NONE)
              .execute();

      Manifest manifest = result.manifest();
      assertEquals(57_000, result.rows(Part.TRAIN));
      assertEquals(3_000, result.rows(Part.VALID));
      assertEquals(10_000, result.rows(Part.TEST));
      assertEquals("MNIST", manifest.title());
      for (MnistFile file : MnistFile.values()) {
        String role = SourceRole.valueOf(file.name()).label();
        assertEquals(file.sha256(), manifest.source().sha256().get(role));
      }
      // The mean grey value of MNIST's 60,000 training images is published as 0.1307. Without 3,000
      // of them at random it differs by some 0.04 * sqrt(1 / 57,000 - 1 / 60,000) = 0.00004, where
      // 0.04 is about the deviation of an image's mean.
      double mean = manifest.mean().stream().mapToDouble(Double::doubleValue).average().orElse(0);
      assertEquals(0.1307, mean, 0.0005);
      // Published numbers of each digit among the test images.
      long[] testLabels = {980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009};
      for (int digit = 0; digit < 10; digit++) {
        assertEquals(testLabels[digit], manifest.parts().get(Part.TEST).labelCounts().get(digit));
      }
    }
  }
}
