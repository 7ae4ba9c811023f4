package io.boltzspark.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Callable;

/** Injects faults into a file and checks that nobody is fooled by them. */
final class Damage {
  private Damage() {}

  /** What reading a damaged file gave. */
  interface Check<T> {
    /** Fails if {@code value}, which was read without an error, cannot be accepted. */
    void accept(T value, String damage);
  }

  /**
   * Damages {@code file} in every single place: each byte inverted, each byte with its lowest bit
   * flipped, the file cut off at each length, and bytes added. Reading must give an error of kind
   * BAD_INPUT, or what {@code check} accepts. The file is whole again afterwards.
   */
  static <T> void everywhere(Path file, Callable<T> read, Check<T> check) throws IOException {
    byte[] whole = Files.readAllBytes(file);
    for (int i = 0; i < whole.length; i++) {
      for (int bits : new int[] {0xff, 0x01}) {
        byte[] damaged = whole.clone();
        damaged[i] ^= (byte) bits;
        attempt(file, damaged, read, check, "byte " + i + " xor " + bits);
      }
      attempt(file, Arrays.copyOf(whole, i), read, check, "cut to " + i + " bytes");
    }
    attempt(file, Arrays.copyOf(whole, whole.length + 8), read, check, "8 bytes added");
    Files.write(file, whole);
  }

  private static <T> void attempt(
      Path file, byte[] damaged, Callable<T> read, Check<T> check, String damage)
      throws IOException {
    Files.write(file, damaged);
    T value;
    try {
      value = read.call();
    } catch (BoltzException e) {
      assertEquals(ExitCode.BAD_INPUT, e.exitCode(), damage + ": " + e.getMessage());
      return;
    } catch (Exception e) {
      fail(file + ", " + damage, e);
      return;
    }
    check.accept(value, damage);
  }
}
