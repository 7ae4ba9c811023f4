package io.boltzspark.jobs.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.jobs.BoltzCommandLine;
import io.boltzspark.testing.FaultyFileSystem;
import io.boltzspark.testing.TestSpark;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What a command line ended with.
 *
 * @param out standard output
 * @param err what the command line itself wrote to standard error: neither progress nor log
 */
public record Outcome(int exitCode, String out, String err) {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  /**
   * Runs a command with Spark in this process. Commands in two tasks without properties of their
   * own share the session of {@link TestSpark}, and others that name a master have their own.
   */
  public static Outcome of(String... arguments) {
    shareSession(List.of(arguments));
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode =
        BoltzCommandLine.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    return new Outcome(exitCode, out.toString(), err.toString());
  }

  private static void shareSession(List<String> all) {
    List<String> words = new ArrayList<>(all);
    int faulty = Collections.indexOfSubList(words, FaultyFileSystem.options());
    if (faulty >= 0) {
      words.subList(faulty, faulty + FaultyFileSystem.options().size()).clear(); // it knows them
    }
    int master = words.indexOf("--master");
    if (master < 0 && !words.contains("--conf")) {
      return;
    }
    if (words.contains("--conf") || !words.get(master + 1).equals("local[2]")) {
      TestSpark.close();
    } else {
      TestSpark.local(2);
    }
  }

  /** Runs a command in two tasks; it must succeed and print one JSON object and nothing else. */
  public static JsonNode json(String... arguments) throws IOException {
    Outcome outcome = of(with(arguments, "--master", "local[2]", "--json"));
    assertEquals(0, outcome.exitCode(), outcome.err());
    assertEquals("", outcome.err());
    return outcome.json();
  }

  /**
   * Runs a command in two tasks that must end with this error: one line that says all of these
   * things, the same as the one JSON object of standard output, and no stack trace.
   *
   * @return the line
   */
  public static String fails(ExitCode code, List<String> said, String... arguments)
      throws IOException {
    String[] all =
        List.of(arguments).contains("--master")
            ? with(arguments, "--json")
            : with(arguments, "--master", "local[2]", "--json");
    Outcome outcome = of(all);
    assertEquals(code.number(), outcome.exitCode(), outcome.err());
    JsonNode json = outcome.json();
    assertEquals(code.number(), json.get("exit_code").intValue());
    String message = json.get("error").textValue();
    assertEquals("boltz: " + message, outcome.err().stripTrailing());
    assertFalse(outcome.err().contains("\tat "), outcome.err());
    for (String text : said) {
      assertTrue(message.contains(text), "'" + text + "' is not in: " + message);
    }
    return message;
  }

  /** Standard output as the one JSON object that it has to be. */
  public JsonNode json() throws IOException {
    assertEquals(1, out.lines().count(), out);
    JsonNode json = JSON.readTree(out);
    assertTrue(json.isObject(), out);
    return json;
  }

  private static String[] with(String[] arguments, String... more) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of(more));
    return all.toArray(new String[0]);
  }
}
