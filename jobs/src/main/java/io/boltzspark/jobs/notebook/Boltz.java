package io.boltzspark.jobs.notebook;

import com.fasterxml.jackson.databind.JsonNode;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.files.Paths;
import io.boltzspark.jobs.BoltzCommandLine;
import io.boltzspark.store.Json;
import io.boltzspark.store.RunDirectory;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.apache.hadoop.conf.Configuration;

/**
 * Runs commands of {@code ./boltz} in this process, without progress and log lines. Each argument
 * is one word of the command line; a command that fails throws the error that the command line
 * would have shown.
 *
 * <p>Output shows locations below the working directory relative to it.
 */
public final class Boltz {
  /**
   * Loggers to silence in a kernel that sets java.util.logging to log everything: netlib, which
   * would fill the notebook, and Janino, Spark's compiler, which fails when it logs types whose
   * names it cannot write. Held here because loggers are weakly referenced.
   */
  private static final List<Logger> LIBRARIES =
      List.of(Logger.getLogger("dev.ludovic.netlib"), Logger.getLogger("org.codehaus.janino"));

  private Boltz() {}

  /**
   * Runs a command and prints its summary.
   *
   * @throws BoltzException when it fails
   */
  public static void run(String... line) {
    System.out.print(output(line));
  }

  /**
   * Runs a command and returns its {@code --json} object.
   *
   * @throws BoltzException when it fails
   */
  public static JsonNode json(String... line) {
    String said = output(with(line, "--json"));
    return Json.object(said)
        .orElseThrow(() -> new IllegalStateException("the result is not JSON:  " + said));
  }

  /**
   * Runs a command that writes a picture, such as {@code sample}, {@code look} or {@code denoise},
   * and returns the picture. Adds {@code --out} itself.
   *
   * @throws BoltzException when it fails
   */
  public static BufferedImage draw(String... line) {
    try {
      Path directory = Files.createTempDirectory("boltz-picture");
      Path file = directory.resolve("picture.png");
      try {
        output(with(line, "--out", file.toString()));
        return image(file.toString());
      } finally {
        Files.deleteIfExists(file);
        Files.deleteIfExists(directory);
      }
    } catch (IOException e) {
      throw new BoltzException(
          ExitCode.ENVIRONMENT,
          "cannot write a picture to %s: %s; free some space, or set java.io.tmpdir to another directory"
              .formatted(System.getProperty("java.io.tmpdir"), e.getMessage()),
          e);
    }
  }

  /**
   * Reads a picture, such as those in the {@code samples} of a run.
   *
   * @param file a local file
   * @throws BoltzException BAD_INPUT when there is none
   */
  public static BufferedImage image(String file) {
    try {
      BufferedImage image =
          Files.exists(Path.of(file)) ? ImageIO.read(Path.of(file).toFile()) : null;
      if (image != null) {
        return image;
      }
    } catch (IOException e) {
      throw new BoltzException(
          ExitCode.BAD_INPUT, "cannot read the picture %s: %s".formatted(file, e.getMessage()), e);
    }
    throw new BoltzException(
        ExitCode.BAD_INPUT,
        "the picture %s does not exist or is not an image; give an existing .png file"
            .formatted(file));
  }

  /**
   * The lines of a run's {@code metrics.jsonl} in order, one map each.
   *
   * @throws BoltzException when there is no such run
   */
  public static List<Map<String, Object>> metrics(String run) {
    return RunDirectory.open(new Configuration(), Paths.of(run)).metrics().read();
  }

  private static String output(String... line) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    LIBRARIES.forEach(logger -> logger.setLevel(Level.WARNING));
    int exitCode =
        BoltzCommandLine.run(
            new PrintWriter(out, true), new PrintWriter(err, true), with(line, "--quiet"));
    if (exitCode != ExitCode.OK.number()) {
      String said = err.toString().isBlank() ? out.toString() : err.toString();
      throw new BoltzException(ExitCode.ofNumber(exitCode), relative(said).strip());
    }
    return relative(out.toString());
  }

  private static String relative(String text) {
    String here = Path.of("").toAbsolutePath() + "/";
    return text.replace("file:" + here, "").replace(here, "");
  }

  private static String[] with(String[] line, String... more) {
    return Stream.concat(Arrays.stream(line), Arrays.stream(more)).toArray(String[]::new);
  }
}
