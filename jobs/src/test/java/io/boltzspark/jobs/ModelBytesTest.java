package io.boltzspark.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Models have the bytes that are recorded, so that no change alters them unnoticed. One that means
 * to alter them renews {@code model-bytes.txt}, by {@code -Dboltz.bytes.renew=true}, in a commit
 * that says why.
 */
class ModelBytesTest {
  private static final boolean RENEW = Boolean.getBoolean("boltz.bytes.renew");
  private static final RecordedValues RECORDED = new RecordedValues("model-bytes.txt");

  @TempDir static Path directory;
  private static Map<String, String> found;

  @BeforeAll
  static void train() throws Exception {
    FixedKernels.assumeThere();
    found = RecordedTrainings.run(directory);
    if (RENEW) {
      RECORDED.write(found);
    }
  }

  @Test
  void areThoseRecorded() throws IOException {
    assertEquals(lines(RECORDED.read()), lines(found));
  }

  /** One a line: a failure then shows which differ. */
  private static String lines(Map<String, String> values) {
    StringBuilder lines = new StringBuilder();
    values.forEach((name, value) -> lines.append(name).append(' ').append(value).append('\n'));
    return lines.toString();
  }

  @Test
  void bothEnginesAndAResumedRunGiveTheSame() {
    assertEquals(
        found.get(RecordedTrainings.ON_ROUNDS), found.get(RecordedTrainings.ON_JOBS), "engines");
    assertEquals(
        found.get(RecordedTrainings.UNBROKEN), found.get(RecordedTrainings.RESUMED), "resumed");
  }

  /** Otherwise everything above would be about other kernels. */
  @Test
  void wereComputedByTheKernelsThatTheFileIsAbout() throws IOException {
    Path model = RecordedTrainings.model(directory, RecordedTrainings.ON_ROUNDS);
    String description = Files.readString(model.resolve("model.json"));
    assertTrue(description.contains("kernels " + FixedKernels.NAME), description);
  }
}
