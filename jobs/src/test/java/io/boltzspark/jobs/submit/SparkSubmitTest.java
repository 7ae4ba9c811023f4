package io.boltzspark.jobs.submit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.boltzspark.jobs.testing.Outcome;
import io.boltzspark.jobs.testing.TinyDigits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Spark's own entry point, which loads the program from one jar, as on a cluster. */
class SparkSubmitTest {
  private static final String PROFILE =
      Path.of(System.getProperty("boltz.project.directory"), "conf/spark/laptop.conf").toString();

  @TempDir Path directory;

  @Test
  void theLaptopsProfileTrainsTheModelThatTheLauncherDoes() throws Exception {
    Path data = directory.resolve("data");
    Outcome.json(
        "prepare",
        "--source",
        TinyDigits.write(directory.resolve("source")).toString(),
        "--out",
        data.toString());
    Path direct = directory.resolve("direct");
    TinyDigits.train(data, direct, "36,8", "1");
    Path submitted = directory.resolve("submitted");
    Path out = directory.resolve("out.txt");
    Path err = directory.resolve("err.txt");
    List<String> command =
        OwnSparkSubmit.command(
            PROFILE,
            directory.resolve("application.jar"),
            List.of(
                "train",
                "--data",
                data.toString(),
                "--out",
                submitted.toString(),
                "--dimensions",
                "36,8",
                "--batch-size",
                "20",
                "--chains",
                "20",
                "--epochs",
                "1",
                "--json",
                "--master",
                "local[2]",
                "--conf",
                "spark.driver.memory=700m"));
    int exitCode =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start()
            .waitFor();
    assertEquals(0, exitCode, Files.readString(err));
    // The result alone is on standard output, and Spark is as quiet as the launcher makes it.
    new Outcome(exitCode, Files.readString(out), "").json();
    assertFalse(Files.readString(err).contains("INFO SparkContext"), Files.readString(err));
    assertArrayEquals(model(direct), model(submitted));
  }

  private static byte[] model(Path run) throws IOException {
    return Files.readAllBytes(run.resolve("model/model.safetensors"));
  }
}
