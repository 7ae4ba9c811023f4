package io.boltzspark.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.jobs.actions.ActionResult;
import io.boltzspark.jobs.cli.JobCommand;
import io.boltzspark.jobs.settings.Reference;
import io.boltzspark.jobs.settings.SettingOption;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** What can be said about the command line without starting Spark. */
class BoltzCommandLineTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "quickstart",
        "prepare",
        "train",
        "sweep",
        "reproduce",
        "retrain",
        "sample",
        "latent",
        "report",
        "classify",
        "features",
        "anomaly",
        "couplings",
        "scan",
        "export",
        "import",
        "benchmark",
        "plan",
        "submit",
        "doctor",
        "version"
      })
  void everyCommandExplainsItself(String command) {
    assertEquals(0, run(command, "--help"));
    for (String expected :
        List.of("--json", "--master", "--conf", "Exit codes:", "boltz " + command)) {
      assertTrue(out.toString().contains(expected), command + " lacks " + expected);
    }
    for (ExitCode code : ExitCode.values()) {
      assertTrue(out.toString().contains(code.number() + " "), command + " lacks " + code);
    }
    assertFalse(out.toString().contains("DEFAULT-VALUE"), out.toString());
  }

  @Test
  void helpShowsEveryDefaultAsTheReferenceHasIt() {
    assertEquals(0, run("train", "--help"));
    String help = out.toString().replaceAll("\\s+", " ");
    for (String key : Reference.keys()) {
      String value = Reference.defaultText(key);
      String expected =
          SettingOption.ofKey(key).isPresent()
              ? "(default: " + value + "; key: " + key + ")"
              : key + " = " + value + " ";
      assertTrue(help.contains(expected), expected);
    }
  }

  @Test
  void withoutACommandThereIsHelp() {
    assertEquals(0, run());
    assertTrue(out.toString().contains("quickstart"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"train --epoch 3", "train --epochs", "trian", "sample --out a.png"})
  void whatIsNotUnderstoodEndsWithTwo(String line) {
    assertEquals(ExitCode.USAGE.number(), run(line.split(" ")));
    assertEquals("", out.toString());
    assertEquals(1, err.toString().lines().count(), err.toString());
  }

  @Test
  void theNearestOptionAndCommandAreSuggested() {
    run("train", "--epoch", "3");
    assertTrue(err.toString().contains("'--epoch'. Did you mean '--epochs'?"), err.toString());
    run("trian");
    assertTrue(err.toString().contains("'trian'. Did you mean 'train'?"), err.toString());
  }

  @Test
  void resultsAndErrorsAreOneJsonObjectOnTheLastLine() throws IOException {
    assertEquals(0, run("version", "--json"));
    assertEquals("0.1.0", json().get("boltzspark").textValue());
    assertEquals(2, run("train", "--jsonn", "--json"));
    assertEquals(2, json().get("exit_code").intValue());
    assertEquals(4, run("train", "--data", "d", "--out", "o", "--k", "0", "--json"));
    assertEquals(4, json().get("exit_code").intValue());
    assertTrue(json().get("error").textValue().contains("learning.k = 0"));
  }

  @Test
  void badSettingsAreRefusedBeforeAnythingIsWritten(@TempDir Path directory) throws IOException {
    Path run = directory.resolve("run");
    assertEquals(4, run("train", "--data", "none", "--out", run.toString(), "--lanes", "3"));
    assertEquals(3, run("train", "--data", "none", "--out", run.toString(), "--config", "none"));
    assertEquals(2, run("train", "--data", "none"));
    assertEquals(
        2, run("train", "--data", "d", "--out", run.toString(), "--resume", "--overwrite"));
    assertEquals(4, run("train", "--data", "d", "--out", run.toString(), "--master", "lokal"));
    try (var left = Files.list(directory)) {
      assertEquals(0, left.count());
    }
  }

  @Test
  void whatIsSubmittedIsUnderstoodHereFirst() throws IOException {
    String[] to = {"submit", "--master", "spark://h:7077", "--jar", "j", "--json"};
    assertEquals(0, run(with(to, "train", "--data", "d", "--out", "o", "--conf", "spark.a=b")));
    String command = json().get("command").textValue();
    assertTrue(command.contains("--conf spark.a=b \\\n"), command);
    assertTrue(command.endsWith("train --data d --out o"), command);
    assertEquals(2, run(with(to, "train", "--epoch", "3")));
    assertTrue(
        json().get("error").textValue().contains("Did you mean '--epochs'?"), err.toString());
    assertEquals(2, run(with(to, "submit", "train")));
    assertEquals(2, run(to));
    assertEquals(4, run("submit", "--jar", "j", "train"));
    assertEquals(5, run("train", "--data", "d", "--out", "o", "--master", "yarn"));
    assertTrue(err.toString().contains("boltz submit"), err.toString());
  }

  private static String[] with(String[] words, String... more) {
    return Stream.concat(Arrays.stream(words), Arrays.stream(more)).toArray(String[]::new);
  }

  @Test
  void samplesFromDataNeedDataAndOnlyThey() {
    assertEquals(2, run("sample", "--model", "m", "--out", "o", "--start", "data"));
    assertEquals(2, run("sample", "--model", "m", "--out", "o", "--data", "d"));
    assertEquals(2, run("sample", "--model", "m", "--out", "o", "--count", "0"));
  }

  @Test
  void printedSettingsAreAConfigurationFile(@TempDir Path directory) throws IOException {
    String[] given = {"train", "--print-config", "--k", "7", "--resample"};
    assertEquals(0, run(given));
    String printed = out.toString();
    assertTrue(printed.contains("resample=true"), printed);
    Path file = Files.writeString(directory.resolve("a.conf"), printed);
    out.getBuffer().setLength(0);
    assertEquals(0, run("train", "--print-config", "--config", file.toString()));
    assertEquals(printed, out.toString());
  }

  /** Many a parser of options would put the content of that file in its place. */
  @Test
  void aWordThatBeginsWithAnAtSignStandsForItself(@TempDir Path directory) throws IOException {
    Path words = Files.writeString(directory.resolve("words"), "--epochs=7");
    assertEquals(2, run("train", "--print-config", "@" + words));
    assertTrue(err.toString().contains("unknown argument '@" + words + "'"), err.toString());
    assertEquals(3, run("train", "--print-config", "--config", "@" + words));
    assertTrue(err.toString().contains("@" + words), err.toString());
  }

  @Test
  void aStackTraceIsShownWhenAskedForOnly() {
    String[] wrong = {"train", "--data", "d", "--out", "o", "--k", "0"};
    run(wrong);
    assertEquals(1, err.toString().lines().count(), err.toString());
    run("train", "--data", "d", "--out", "o", "--k", "0", "--stacktrace");
    assertTrue(err.toString().contains("\tat io.boltzspark"), err.toString());
  }

  /** Fails in the way that it is told to. */
  @Command(name = "fail")
  static final class Failing extends JobCommand {
    private final RuntimeException exception;
    private final Error error;

    Failing(RuntimeException exception, Error error) {
      this.exception = exception;
      this.error = error;
    }

    @Override
    protected ActionResult perform() {
      if (error != null) {
        throw error;
      }
      throw exception;
    }
  }

  @Test
  void whatFailsWithinACommandIsOneLineAndItsExitCode() throws IOException {
    BoltzException diverged = new BoltzException(ExitCode.DIVERGED, "not finite at step 7");
    assertEquals(7, fail(new Failing(new RuntimeException(diverged), null)));
    assertEquals("not finite at step 7", json().get("error").textValue());
    assertEquals(1, fail(new Failing(new IllegalStateException("a defect"), null)));
    assertTrue(json().get("error").textValue().contains("a defect"));
    assertEquals(5, fail(new Failing(null, new OutOfMemoryError("Java heap space"))));
    assertEquals(5, json().get("exit_code").intValue());
    assertEquals(3, err.toString().lines().count(), err.toString());
  }

  private int fail(Failing command) {
    CommandLine commandLine = BoltzCommandLine.create();
    commandLine.addSubcommand(command);
    commandLine.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    // Set again, since handlers are those of the subcommands that were there.
    commandLine.setExecutionExceptionHandler(commandLine.getExecutionExceptionHandler());
    return BoltzCommandLine.run(commandLine, "fail", "--json");
  }

  private int run(String... arguments) {
    return BoltzCommandLine.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
  }

  private JsonNode json() throws IOException {
    String last = out.toString().lines().reduce((before, line) -> line).orElseThrow();
    return new ObjectMapper().readTree(last);
  }
}
