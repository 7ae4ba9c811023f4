package io.boltzspark.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.boltzspark.errors.ExitCode;
import io.boltzspark.jobs.testing.FileTree;
import io.boltzspark.jobs.testing.Outcome;
import io.boltzspark.jobs.testing.TinyDigits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Input that is missing, damaged or of another form ends with 3 and one line that names it, and
 * leaves nothing behind.
 */
class BadInputTest {
  @TempDir static Path shared;
  private static Path goodData;
  private static Path goodRun;

  @TempDir Path directory;
  private Path source;
  private Path out;

  @BeforeAll
  static void prepareAndTrain() throws IOException {
    Path idx = TinyDigits.write(shared.resolve("idx"));
    goodData = shared.resolve("data");
    goodRun = shared.resolve("run");
    Outcome.json("prepare", "--source", idx.toString(), "--out", goodData.toString());
    Outcome.json(
        "train",
        "--data",
        goodData.toString(),
        "--out",
        goodRun.toString(),
        "--epochs",
        "1",
        "--dimensions",
        "36,8");
  }

  @BeforeEach
  void writeSource() throws IOException {
    source = TinyDigits.write(directory.resolve("idx"));
    out = directory.resolve("out");
  }

  @Test
  void aMissingSource() throws IOException {
    refused(
        List.of("none", "does not exist"),
        "prepare",
        "--source",
        directory.resolve("none").toString(),
        "--out",
        out.toString());
  }

  @Test
  void aDirectoryWithoutIdxFiles() throws IOException {
    Path empty = Files.createDirectory(directory.resolve("empty"));
    refused(
        List.of("empty", "train-images"),
        "prepare",
        "--source",
        empty.toString(),
        "--out",
        out.toString());
  }

  @Test
  void aGzipThatIsCutOff() throws IOException {
    Path file = source.resolve(TinyDigits.TRAIN_IMAGES);
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length / 2));
    prepareIsRefused(TinyDigits.TRAIN_IMAGES, "truncated");
  }

  @Test
  void fewerImagesThanTheHeaderSays() throws IOException {
    byte[] whole = TinyDigits.images(TinyDigits.TRAIN_ROWS, 1);
    Files.write(
        source.resolve(TinyDigits.TRAIN_IMAGES),
        TinyDigits.gzip(Arrays.copyOf(whole, whole.length - 1)));
    prepareIsRefused(TinyDigits.TRAIN_IMAGES, "truncated");
  }

  @Test
  void aWrongMagicNumber() throws IOException {
    byte[] images = TinyDigits.images(TinyDigits.TRAIN_ROWS, 1);
    images[2] = 0x0D; // floats instead of bytes
    Files.write(source.resolve(TinyDigits.TRAIN_IMAGES), TinyDigits.gzip(images));
    prepareIsRefused(TinyDigits.TRAIN_IMAGES, "magic", "0x00000803");
  }

  @Test
  void labelsOfAnotherCount() throws IOException {
    Files.write(
        source.resolve(TinyDigits.TRAIN_LABELS),
        TinyDigits.gzip(TinyDigits.labels(TinyDigits.TRAIN_ROWS - 1)));
    prepareIsRefused("199", "200");
  }

  @Test
  void aFileThatIsNotGzipAlthoughSoNamed() throws IOException {
    Files.write(
        source.resolve(TinyDigits.TRAIN_IMAGES), TinyDigits.images(TinyDigits.TRAIN_ROWS, 1));
    prepareIsRefused(TinyDigits.TRAIN_IMAGES, "gzip");
  }

  @Test
  void dataThatIsNotThere() throws IOException {
    trainIsRefused(directory.resolve("none"), "none");
  }

  @Test
  void aDamagedManifest() throws IOException {
    Path data = copy(goodData, directory.resolve("data"));
    Path manifest = data.resolve("manifest.json");
    String text = Files.readString(manifest);
    Files.writeString(manifest, text.substring(0, text.length() / 2));
    trainIsRefused(data, "manifest.json");
  }

  @Test
  void aPartThatIsMissing() throws IOException {
    Path data = copy(goodData, directory.resolve("data"));
    delete(data.resolve("train"));
    trainIsRefused(data, "train");
  }

  @Test
  void aParquetFileThatIsCutOff() throws IOException {
    Path data = copy(goodData, directory.resolve("data"));
    Path file = parquet(data.resolve("train"));
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length / 2));
    trainIsRefused(data, file.getFileName().toString());
  }

  @Test
  void aParquetFileWithDamagedPages() throws IOException {
    for (String part : List.of("train", "valid")) {
      Path data = copy(goodData, directory.resolve("data-" + part));
      Path file = parquet(data.resolve(part));
      byte[] bytes = Files.readAllBytes(file);
      // All but the magic number in front and the last tenth, where the footer starts.
      Arrays.fill(bytes, 4, bytes.length / 10, (byte) 0xff);
      Files.write(file, bytes);
      trainIsRefused(data, file.getFileName().toString());
    }
  }

  private static Path parquet(Path part) throws IOException {
    try (Stream<Path> files = Files.list(part)) {
      Path file =
          files.filter(path -> path.toString().endsWith(".parquet")).sorted().toList().get(0);
      Files.deleteIfExists(file.resolveSibling("." + file.getFileName() + ".crc"));
      return file;
    }
  }

  @Test
  void aModelThatIsMissingOrDamaged() throws IOException {
    refused(
        List.of("none", "does not exist"),
        "sample",
        "--model",
        directory.resolve("none").toString(),
        "--out",
        out + ".png");
    refused(
        List.of("not a run directory"),
        "sample",
        "--model",
        goodData.toString(),
        "--out",
        out + ".png");
    Path run = copy(goodRun, directory.resolve("run"));
    Path tensors = run.resolve("model/model.safetensors");
    byte[] bytes = Files.readAllBytes(tensors);
    bytes[bytes.length - 3] ^= 0x40;
    Files.write(tensors, bytes);
    Files.deleteIfExists(tensors.resolveSibling(".model.safetensors.crc"));
    refused(
        List.of("model.safetensors", "SHA-256"),
        "sample",
        "--model",
        run.toString(),
        "--out",
        out + ".png");
    delete(run.resolve("model"));
    refused(
        List.of("has no model", "@step:"),
        "sample",
        "--model",
        run.toString(),
        "--out",
        out + ".png");
  }

  @Test
  void rowsOfAnotherWidthThanTheModels() throws IOException {
    Path wide = directory.resolve("wide");
    Path run = directory.resolve("wide-run");
    Path idx = source;
    // Half as high, twice as wide a picture is the same for training, so cut a column's worth off.
    byte[] images = TinyDigits.images(TinyDigits.TRAIN_ROWS, 1);
    images[15] = 3;
    images[7] = (byte) 144; // 200 * 36 pixels are 400 pictures of 6 x 3
    images[6] = 1;
    Files.write(idx.resolve(TinyDigits.TRAIN_IMAGES), TinyDigits.gzip(images));
    Files.delete(idx.resolve(TinyDigits.TRAIN_LABELS));
    Files.delete(idx.resolve("t10k-images-idx3-ubyte.gz"));
    Files.delete(idx.resolve("t10k-labels-idx1-ubyte.gz"));
    Outcome.json("prepare", "--source", idx.toString(), "--out", wide.toString());
    refused(
        List.of("18", "36"),
        "sample",
        "--model",
        goodRun.toString(),
        "--out",
        out + ".png",
        "--start",
        "data",
        "--data",
        wide.toString());
    refused(
        ExitCode.BAD_CONFIGURATION,
        List.of("[36, 8]", "18", "--dimensions"),
        "train",
        "--data",
        wide.toString(),
        "--out",
        run.toString(),
        "--dimensions",
        "36,8");
  }

  private void prepareIsRefused(String... said) throws IOException {
    refused(List.of(said), "prepare", "--source", source.toString(), "--out", out.toString());
  }

  private void trainIsRefused(Path data, String said) throws IOException {
    refused(List.of(said), "train", "--data", data.toString(), "--out", out.toString());
  }

  private void refused(List<String> said, String... arguments) throws IOException {
    refused(ExitCode.BAD_INPUT, said, arguments);
  }

  private void refused(ExitCode code, List<String> said, String... arguments) throws IOException {
    Map<Path, Integer> before = FileTree.of(directory);
    Outcome.fails(code, said, arguments);
    assertEquals(before, FileTree.of(directory));
  }

  private static Path copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path path : all.toList()) {
        Files.copy(path, to.resolve(from.relativize(path).toString()));
      }
    }
    return to;
  }

  private static void delete(Path tree) throws IOException {
    try (Stream<Path> all = Files.walk(tree)) {
      for (Path path : all.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.delete(path);
      }
    }
  }
}
