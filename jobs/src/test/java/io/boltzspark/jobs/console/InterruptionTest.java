package io.boltzspark.jobs.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.errors.ExitCode;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class InterruptionTest {

  /** Waits for a signal, with or without a way to stop. */
  static final class Waiting {
    private Waiting() {}

    public static void main(String[] arguments) throws InterruptedException {
      Interruption.install();
      CountDownLatch asked = new CountDownLatch(1);
      if (arguments[0].equals("orderly")) {
        Interruption.onStop(asked::countDown);
      }
      System.out.println("ready");
      asked.await();
      System.out.println("stopped in order");
      System.exit(42);
    }
  }

  @Test
  void aSignalEndsTheProcessWithItsCode() throws Exception {
    Process process = start("at-once");
    try (BufferedReader output = process.inputReader()) {
      assertEquals("ready", output.readLine());
      terminate(process);
      assertTrue(process.waitFor(20, TimeUnit.SECONDS));
    }
    assertEquals(ExitCode.INTERRUPTED.number(), process.exitValue());
  }

  @Test
  void aJobThatCanStopIsAskedTo() throws Exception {
    Process process = start("orderly");
    try (BufferedReader output = process.inputReader()) {
      assertEquals("ready", output.readLine());
      terminate(process);
      assertEquals("stopped in order", output.readLine());
      assertTrue(process.waitFor(20, TimeUnit.SECONDS));
    }
    assertEquals(42, process.exitValue());
  }

  /** Sends SIGTERM; unlike {@code Process.destroy}, it leaves the streams open. */
  private static void terminate(Process process) {
    assertTrue(process.toHandle().destroy());
  }

  private static Process start(String how) throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return new ProcessBuilder(
            java, "-cp", System.getProperty("java.class.path"), Waiting.class.getName(), how)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }
}
