package io.boltzspark.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.files.Paths;
import io.boltzspark.files.StagedDirectory;
import io.boltzspark.files.WholeFiles;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The files of one checkpoint: {@code state.safetensors}, {@code state.json}, and {@code
 * SHA256SUMS} in the form that {@code sha256sum --check} reads. The sums are written last, so where
 * a directory may appear in parts they also mark it as complete.
 */
final class CheckpointDirectory {
  static final String TENSORS_FILE = "state.safetensors";
  static final String FACTS_FILE = "state.json";
  static final String SUMS_FILE = "SHA256SUMS";
  private static final long LARGEST_FACTS = 64L << 20;
  private static final long LARGEST_SUMS = 4096;
  private static final Pattern NAME = Pattern.compile("step-([0-9]{10,18})");

  private CheckpointDirectory() {}

  /** {@code step-0000001200}: ten digits, so that names sort as the steps do. */
  static String nameOf(long step) {
    return "step-%010d".formatted(step);
  }

  /** The step that a directory's name stands for, if it is a checkpoint's name. */
  static OptionalLong stepOf(String name) {
    Matcher matcher = NAME.matcher(name);
    if (matcher.matches()) {
      long step = Long.parseLong(matcher.group(1));
      if (nameOf(step).equals(name)) {
        return OptionalLong.of(step);
      }
    }
    return OptionalLong.empty();
  }

  static void write(StagedDirectory staged, Checkpoint checkpoint) {
    FileSystem fs = staged.fileSystem();
    String tensorsSum =
        SafeTensors.write(fs, Paths.in(staged.path(), TENSORS_FILE), checkpoint.tensors());
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("step", checkpoint.step());
    json.put("epoch", checkpoint.epoch());
    json.put("facts", checkpoint.facts());
    byte[] facts = Json.pretty(json);
    WholeFiles.write(fs, Paths.in(staged.path(), FACTS_FILE), facts);
    String sums = sums(tensorsSum, WholeFiles.sha256(facts));
    WholeFiles.write(
        fs, Paths.in(staged.path(), SUMS_FILE), sums.getBytes(StandardCharsets.US_ASCII));
  }

  /**
   * Reads and checks a checkpoint.
   *
   * @throws BoltzException BAD_INPUT if a file is missing, damaged or fails its checksum
   */
  static Checkpoint read(FileSystem fs, Path directory) {
    byte[] facts = WholeFiles.read(fs, Paths.in(directory, FACTS_FILE), LARGEST_FACTS);
    SafeTensors.Content content = SafeTensors.read(fs, Paths.in(directory, TENSORS_FILE));
    Path sumsFile = Paths.in(directory, SUMS_FILE);
    String sums =
        new String(WholeFiles.read(fs, sumsFile, LARGEST_SUMS), StandardCharsets.ISO_8859_1);
    if (!sums.equals(sums(content.sha256(), WholeFiles.sha256(facts)))) {
      throw new BoltzException(
          ExitCode.BAD_INPUT, directory + " is damaged: its files do not match " + SUMS_FILE);
    }
    ObjectNode json = parseFacts(facts, Paths.in(directory, FACTS_FILE));
    long step = json.get("step").longValue();
    if (!directory.getName().equals(nameOf(step))) {
      throw new BoltzException(
          ExitCode.BAD_INPUT,
          directory + " holds the checkpoint of step " + step + ", so it was renamed");
    }
    return new Checkpoint(
        step,
        json.get("epoch").intValue(),
        content.tensors(),
        Json.toMap((ObjectNode) json.get("facts")));
  }

  /**
   * Only the epoch, from the small file, without verifying its checksum.
   *
   * @throws BoltzException BAD_INPUT if that file is missing or damaged
   */
  static int readEpoch(FileSystem fs, Path directory) {
    Path file = Paths.in(directory, FACTS_FILE);
    return parseFacts(WholeFiles.read(fs, file, LARGEST_FACTS), file).get("epoch").intValue();
  }

  private static ObjectNode parseFacts(byte[] bytes, Path file) {
    ObjectNode json = Json.parse(bytes, file.toString());
    JsonNode step = json.path("step");
    JsonNode epoch = json.path("epoch");
    if (!step.isIntegralNumber()
        || !step.canConvertToLong()
        || step.longValue() < 0
        || !epoch.isIntegralNumber()
        || !epoch.canConvertToInt()
        || epoch.intValue() < 0
        || !json.path("facts").isObject()) {
      throw new BoltzException(
          ExitCode.BAD_INPUT, file + " is damaged: step, epoch or facts are missing or invalid");
    }
    return json;
  }

  private static String sums(String tensors, String facts) {
    return tensors + "  " + TENSORS_FILE + "\n" + facts + "  " + FACTS_FILE + "\n";
  }
}
