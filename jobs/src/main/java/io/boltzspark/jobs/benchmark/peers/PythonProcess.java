package io.boltzspark.jobs.benchmark.peers;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.store.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A Python process that answers each line of JSON on its standard input by one on its standard
 * output. What it writes to standard error is kept for the error message if it dies.
 */
final class PythonProcess implements AutoCloseable {
  private static final int MOST_LAST_WORDS = 4;

  /** How long a process may take to end by itself. */
  private static final Duration GRACE = Duration.ofSeconds(2);

  private final String python;
  private final Duration patience;
  private final Process process;
  private final Writer commands;
  private final BlockingQueue<Optional<String>> answers = new LinkedBlockingQueue<>();
  private final Deque<String> lastWords = new ArrayDeque<>();
  private final Thread errors;

  /**
   * Starts the process.
   *
   * @param python the program
   * @param arguments its arguments
   * @param environment variables to add to those of this process
   * @param patience how long an answer may take
   * @throws BoltzException ENVIRONMENT if the program cannot be started
   */
  PythonProcess(
      String python, List<String> arguments, Map<String, String> environment, Duration patience) {
    this.python = python;
    this.patience = patience;
    ProcessBuilder builder = new ProcessBuilder(python);
    builder.command().addAll(arguments);
    builder.environment().putAll(environment);
    try {
      this.process = builder.start();
    } catch (IOException e) {
      throw new BoltzException(
          ExitCode.ENVIRONMENT,
          "%s; install Python with a library to compare with (apt-get install python3-sklearn), or name another Python with --python"
              .formatted(e.getMessage()),
          e);
    }
    this.commands = process.outputWriter(StandardCharsets.UTF_8);
    start("boltz-python-answers", this::readAnswers);
    this.errors =
        start("boltz-python-errors", () -> read(process.getErrorStream(), this::remember));
  }

  private static Thread start(String name, Runnable body) {
    Thread thread = new Thread(body, name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  /** The end of answers is empty. */
  private void readAnswers() {
    read(process.getInputStream(), line -> answers.add(Optional.of(line)));
    answers.add(Optional.empty());
  }

  private static void read(InputStream from, Consumer<String> line) {
    try (BufferedReader in =
        new BufferedReader(new InputStreamReader(from, StandardCharsets.UTF_8))) {
      in.lines().forEach(line);
    } catch (IOException | UncheckedIOException e) {
      // The process has been ended.
    }
  }

  private void remember(String line) {
    if (line.isBlank()) {
      return;
    }
    synchronized (lastWords) {
      lastWords.add(line.strip());
      if (lastWords.size() > MOST_LAST_WORDS) {
        lastWords.remove();
      }
    }
  }

  /**
   * Sends a command and waits for its answer.
   *
   * @param what the command in words, for errors, such as {@code "while it read rows"}
   * @throws BoltzException ENVIRONMENT if there is none because the process has died, or has not
   *     answered in time and has been ended
   */
  ObjectNode ask(String what, Map<String, ?> command) {
    try {
      commands.write(Json.line(command) + "\n");
      commands.flush();
    } catch (IOException e) {
      throw died(what);
    }
    try {
      Optional<String> answer = answers.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
      if (answer == null) {
        throw hung(what);
      }
      String line = answer.orElseThrow(() -> died(what));
      return Json.object(line).orElseThrow(() -> wrong(what, line));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BoltzException(ExitCode.INTERRUPTED, "interrupted while " + python + " ran", e);
    }
  }

  private BoltzException hung(String what) {
    String said = "%s did not answer within %d s %s".formatted(python, patience.toSeconds(), what);
    return failed(said);
  }

  private BoltzException died(String what) {
    try {
      boolean ended = process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS);
      errors.join(GRACE.toMillis());
      String how = ended ? "exit code " + process.exitValue() : "it closed its output";
      return failed("%s died %s (%s)".formatted(python, what, how));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return failed("%s died %s".formatted(python, what));
    }
  }

  private BoltzException wrong(String what, String line) {
    return failed("%s answered '%s' %s".formatted(python, line, what));
  }

  private BoltzException failed(String said) {
    end();
    String words;
    synchronized (lastWords) {
      words = lastWords.isEmpty() ? "nothing" : String.join(" | ", lastWords);
    }
    return new BoltzException(
        ExitCode.ENVIRONMENT,
        "%s; its last words: %s; see whether its libraries work, or name another Python with --python"
            .formatted(said, words));
  }

  /** Ends the process, and those that it has started, at once. */
  void end() {
    List<ProcessHandle> started = process.descendants().toList();
    process.destroyForcibly();
    started.forEach(ProcessHandle::destroyForcibly);
  }

  /** Ends the input of the process, and so the process; after a moment, in any case. */
  @Override
  public void close() {
    List<ProcessHandle> started = process.descendants().toList();
    try {
      commands.close();
      process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (IOException e) {
      // It has died, or does not read.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      end();
      started.forEach(ProcessHandle::destroyForcibly);
    }
  }
}
