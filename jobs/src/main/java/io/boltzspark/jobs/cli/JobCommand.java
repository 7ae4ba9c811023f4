package io.boltzspark.jobs.cli;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.jobs.actions.ActionResult;
import io.boltzspark.jobs.console.LastWord;
import io.boltzspark.jobs.spark.SparkSessions;
import io.boltzspark.store.Json;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The frame of every command: run it and print its result, as text or as JSON. */
public abstract class JobCommand implements Callable<Integer> {
  @Spec protected CommandSpec spec;
  @Mixin protected CommonOptions common;

  /** Does the work of the command. Errors that the user can fix are thrown before work starts. */
  protected abstract ActionResult perform();

  /**
   * What a signal that ends the process leaves of the work, and how to resume: the rest of a
   * sentence, true at any moment of {@link #perform}.
   */
  protected String kept() {
    return "output that is not complete is removed; run the same command again";
  }

  @Override
  public final Integer call() {
    if (common.quiet()) {
      Configurator.setLevel("io.boltzspark", Level.WARN);
    }
    LastWord.keeps(this::kept);
    ActionResult result = perform();
    LastWord.ofCommand(() -> print(result));
    return result.exitStatus();
  }

  private void print(ActionResult result) {
    PrintWriter out = spec.commandLine().getOut();
    if (common.json()) {
      out.println(Json.line(result.json()));
    } else {
      result.summary().forEach(out::println);
    }
    out.flush();
  }

  /** Gives access to files before there is a session. */
  protected final Configuration hadoop() {
    return SparkSessions.hadoop(spec.qualifiedName(), common.master(), common.conf());
  }

  /**
   * @throws BoltzException USAGE when the value of the option is smaller
   */
  public static void atLeast(int least, String option, int value) {
    if (value < least) {
      throw new BoltzException(
          ExitCode.USAGE,
          "%s %d is invalid: expected %d or larger".formatted(option, value, least));
    }
  }

  /**
   * Runs an action with a session, and then stops the session, unless it belongs to a program that
   * had one before and runs the command in its own process.
   */
  protected final <T> T withSpark(Function<SparkSession, T> action) {
    boolean others = SparkSessions.isOneOpen();
    SparkSession spark = SparkSessions.open(spec.qualifiedName(), common.master(), common.conf());
    try {
      return action.apply(spark);
    } finally {
      if (!others) {
        spark.stop();
      }
    }
  }
}
