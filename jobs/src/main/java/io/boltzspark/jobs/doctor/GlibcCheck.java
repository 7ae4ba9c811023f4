package io.boltzspark.jobs.doctor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** The C library that the binding to native BLAS is linked against. */
record GlibcCheck() implements Check {
  private static final String NAME = "C library";
  private static final int LEAST_MINOR = 34;

  @Override
  public Finding run() {
    if (!System.getProperty("os.name").equals("Linux")) {
      return Finding.ok(NAME, "not glibc (" + System.getProperty("os.name") + ")");
    }
    return judge(ask());
  }

  /**
   * @param answer output of getconf, e.g. {@code "glibc 2.36"}; empty when there was none
   */
  static Finding judge(String answer) {
    String remedy =
        "native BLAS needs glibc 2.%d or later; use a newer system or container image"
            .formatted(LEAST_MINOR);
    String[] words = answer.strip().split("[ .]");
    if (words.length < 3 || !words[0].equals("glibc")) {
      return Finding.warning(NAME, answer.isBlank() ? "unknown, perhaps musl" : answer, remedy);
    }
    boolean newEnough = Integer.parseInt(words[1]) > 2 || Integer.parseInt(words[2]) >= LEAST_MINOR;
    return newEnough ? Finding.ok(NAME, answer) : Finding.warning(NAME, answer, remedy);
  }

  private static String ask() {
    try {
      Process getconf = new ProcessBuilder("getconf", "GNU_LIBC_VERSION").start();
      String answer =
          new String(getconf.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
      getconf.waitFor(1, TimeUnit.SECONDS);
      return answer;
    } catch (IOException noSuchProgram) {
      return "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }
}
