package io.boltzspark.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.boltzspark.jobs.testing.FileTree;
import io.boltzspark.jobs.testing.TinySquares;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs and models that commit 78a5f46 wrote, before its code was rearranged: they open, and are
 * resumed. Products of binary states have been rounded in another way since, so the resumed models
 * are not those of an unbroken run of 78a5f46, and a note says so; their bytes are recorded ({@code
 * -Dboltz.bytes.renew=true} renews them, as in {@link ModelBytesTest}). {@code
 * runs-of-78a5f46/README.md} says how the runs came about.
 */
class EarlierRunsTest {
  private static final String RUNS = "runs-of-78a5f46";
  private static final String ISING = "ising-stopped";
  private static final String DEEP = "deep-stopped";
  private static final String FINISHED = "ising-finished";
  private static final int VISIBLE = 16;
  private static final int HIDDEN = 4;

  private static final RecordedValues RECORDED = new RecordedValues(RUNS + "/recorded.txt");

  @TempDir static Path directory;
  private static Map<String, String> recorded;
  private static JsonNode ising;
  private static JsonNode deep;
  private static JsonNode evaluated;

  @BeforeAll
  static void resumeAndEvaluate() throws Exception {
    FixedKernels.assumeThere();
    recorded = RECORDED.read();
    Path squares = directory.resolve("squares-idx");
    TinySquares.write(squares, "train", 120, 1);
    TinySquares.write(squares, "t10k", 20, 2);
    for (String run : List.of(ISING, DEEP, FINISHED)) {
      FileTree.copy(RecordedValues.resources().resolve(RUNS).resolve(run), directory.resolve(run));
    }
    List<JsonNode> results =
        FixedKernels.run(
            directory,
            List.of(
                words(
                    "prepare --source ising --size 4 --temperature 2.269 --count 128 --seed 7 --out"
                        + " %s",
                    "data-ising"),
                words(
                    "prepare --source %s --valid-fraction 0.1 --out %s",
                    "squares-idx", "data-squares"),
                words("train --resume --out %s --data %s", ISING, "data-ising"),
                words("train --resume --out %s --data %s", DEEP, "data-squares"),
                words("evaluate --model %s --data %s --metrics exact", FINISHED, "data-ising")));
    ising = results.get(2);
    deep = results.get(3);
    evaluated = results.get(4);
    if (Boolean.getBoolean("boltz.bytes.renew")) {
      recorded.put(ISING, ising.get("model_sha256").textValue());
      recorded.put(DEEP, deep.get("model_sha256").textValue());
      RECORDED.write(recorded);
    }
  }

  /** A command line with the paths of these names in place of each %s. */
  private static List<String> words(String line, String... names) {
    List<String> words = new ArrayList<>();
    int next = 0;
    for (String word : line.split(" ")) {
      words.add(word.equals("%s") ? directory.resolve(names[next++]).toString() : word);
    }
    return words;
  }

  /** Centred, averaged and tempered, with the best parameters kept, from the middle of an epoch. */
  @Test
  void aRunThatStoppedWithinAnEpochIsResumed() {
    assertResumed(ISING, ising, 28);
  }

  /** With labels, momentum and averaging; the first pair is done, the second half done. */
  @Test
  void aDeepMachineThatStoppedWhileItsSecondPairWasPretrainedIsResumed() {
    assertResumed(DEEP, deep, 36);
  }

  private static void assertResumed(String run, JsonNode result, long step) {
    assertEquals("finished", result.get("ending").textValue());
    assertEquals(step, result.get("step").longValue());
    assertEquals(recorded.get(run), result.get("model_sha256").textValue());
  }

  @Test
  void aFinishedModelHasTheLogPartitionFunctionOfItsEnumeration() throws IOException {
    double logZ =
        evaluated
            .get("log_likelihood")
            .get("log_partition")
            .get("exact")
            .get("value")
            .doubleValue();
    assertEquals(enumeratedLogPartition(), logZ, 1e-5);
    assertEquals(Double.parseDouble(recorded.get(FINISHED + "-log-z")), logZ, 1e-12);
  }

  /** All 2^20 joint states, from the parameters as the file has them: E = -bv - ch - vWh. */
  private static double enumeratedLogPartition() throws IOException {
    byte[] bytes =
        Files.readAllBytes(directory.resolve(FINISHED).resolve("model/model.safetensors"));
    float[] visibleBias = tensor(bytes, "bias.0", VISIBLE);
    float[] hiddenBias = tensor(bytes, "bias.1", HIDDEN);
    float[] weights = tensor(bytes, "weights.0", VISIBLE * HIDDEN);
    double sum = 0;
    for (int h = 0; h < 1 << HIDDEN; h++) {
      for (int v = 0; v < 1 << VISIBLE; v++) {
        double exponent = 0;
        for (int j = 0; j < HIDDEN; j++) {
          exponent += (h >> j & 1) * (double) hiddenBias[j];
        }
        for (int i = 0; i < VISIBLE; i++) {
          double field = visibleBias[i];
          for (int j = 0; j < HIDDEN; j++) {
            field += (h >> j & 1) * (double) weights[i * HIDDEN + j];
          }
          exponent += (v >> i & 1) * field;
        }
        sum += Math.exp(exponent);
      }
    }
    return Math.log(sum);
  }

  /** Of a safetensors file: the header's length (8 bytes), the header, the numbers. */
  private static float[] tensor(byte[] file, String name, int count) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    int header = Math.toIntExact(buffer.getLong());
    JsonNode place =
        new ObjectMapper().readTree(file, Long.BYTES, header).get(name).get("data_offsets");
    assertEquals(count * Float.BYTES, place.get(1).intValue() - place.get(0).intValue(), name);
    float[] values = new float[count];
    buffer.position(Long.BYTES + header + place.get(0).intValue());
    buffer.asFloatBuffer().get(values);
    return values;
  }
}
