package io.boltzspark.testing;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Gives a reader many contents that are good ones with damage: bits, bytes and numbers changed,
 * parts cut, repeated, nested or mixed. Each must be read, or refused with an error that is made
 * for users; and none may make the reader allocate more than its size explains.
 */
public final class Fuzz {
  private static final int MOST_CHANGES = 3;
  private static final int DEEP = 20_000;
  private static final int SHOWN_BYTES = 400;

  /** Room for buffers, parsers and messages. */
  private static final long SPARE_BYTES = 64L << 20;

  /** JSON as a tree, then as maps: some tens of bytes for each of a text. */
  private static final long BYTES_PER_BYTE = 1000;

  private static final Pattern NUMBER = Pattern.compile("-?[0-9]+(\\.[0-9]+)?([eE]-?[0-9]+)?");
  private static final Pattern WORD = Pattern.compile("\"[^\"\\n]*\"");
  private static final List<String> NUMBERS =
      List.of(
          "0",
          "-1",
          "1",
          "2",
          "255",
          "256",
          "65536",
          "2147483647",
          "2147483648",
          "-2147483648",
          "4294967295",
          "4294967296",
          "4611686018427387904",
          "9223372036854775807",
          "9223372036854775808",
          "123456789012345678901234567890",
          "0.5",
          "-0.0",
          "1e-400",
          "1e308",
          "1e999",
          "NaN",
          "null",
          "true",
          "\"7\"",
          "[]",
          "{}",
          "[1]",
          "{\"a\":1}",
          "\"\"");
  private static final long[] INTEGERS = {
    0,
    1,
    -1,
    255,
    65536,
    1 << 20,
    Integer.MAX_VALUE,
    Integer.MIN_VALUE,
    1L << 32,
    1L << 62,
    Long.MAX_VALUE,
    Long.MIN_VALUE
  };

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** What reads a content, and fails for one that it cannot accept. */
  public interface Reader {
    void read(byte[] content) throws Exception;
  }

  private final long seed = TestSeed.next();
  private final Random random = new Random(seed);
  private final String what;
  private final List<byte[]> good;
  private final Set<ExitCode> allowed;

  private Fuzz(String what, List<byte[]> good, Set<ExitCode> allowed) {
    this.what = what;
    this.good = good;
    this.allowed = allowed;
  }

  /** How many contents every reader gets: {@code -Dboltz.fuzz=N}. */
  public static int inputs() {
    return Integer.getInteger("boltz.fuzz", 300);
  }

  /** As {@link #run(String, List, Set, int, Reader)} with BAD_INPUT as the only refusal. */
  public static void run(String what, List<byte[]> good, Reader reader) {
    run(what, good, Set.of(ExitCode.BAD_INPUT), inputs(), reader);
  }

  /**
   * Runs a reader.
   *
   * @param what is read, for messages
   * @param good contents that it accepts
   * @param allowed what it may refuse others with; an IOException is allowed too
   * @param inputs how many others it gets
   */
  public static void run(
      String what, List<byte[]> good, Set<ExitCode> allowed, int inputs, Reader reader) {
    new Fuzz(what, good, allowed).run(inputs, reader);
  }

  private void run(int inputs, Reader reader) {
    for (byte[] content : good) {
      assertTrue(reads(content, reader, "undamaged"), what + ": a good content is refused");
    }
    int read = 0;
    for (int i = 0; i < inputs; i++) {
      read += reads(damaged(), reader, "input " + i) ? 1 : 0;
    }
    System.out.printf(
        "%s: %d inputs, %d read, %d refused (seed %d)%n", what, inputs, read, inputs - read, seed);
    assertTrue(read < inputs, what + ": nothing was refused, seed " + seed);
  }

  private boolean reads(byte[] content, Reader reader, String input) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    try {
      reader.read(content);
      return true;
    } catch (BoltzException e) {
      if (!allowed.contains(e.exitCode())) {
        throw failure(content, input, "refused as " + e.exitCode(), e);
      }
      return false;
    } catch (IOException e) {
      return false;
    } catch (Exception | Error e) {
      throw failure(content, input, "threw", e);
    } finally {
      long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
      if (allocated > SPARE_BYTES + BYTES_PER_BYTE * content.length) {
        throw failure(content, input, "allocated " + allocated + " bytes", null);
      }
    }
  }

  private AssertionError failure(byte[] content, String input, String outcome, Throwable cause) {
    byte[] start = Arrays.copyOf(content, Math.min(content.length, SHOWN_BYTES));
    return new AssertionError(
        "%s: %s of seed %d (%d bytes) %s: %s%n%s%n%s"
            .formatted(
                what,
                input,
                seed,
                content.length,
                outcome,
                cause,
                new String(start, StandardCharsets.ISO_8859_1).replaceAll("[^ -~\n]", "."),
                HexFormat.of().formatHex(start)),
        cause);
  }

  private byte[] damaged() {
    byte[] content = one();
    int changes = 1 + random.nextInt(MOST_CHANGES);
    for (int i = 0; i < changes; i++) {
      content = changed(content);
    }
    return content;
  }

  private byte[] one() {
    return good.get(random.nextInt(good.size())).clone();
  }

  private byte[] changed(byte[] content) {
    if (content.length == 0) {
      return new byte[] {(byte) random.nextInt()};
    }
    int at = random.nextInt(content.length);
    int length = 1 + random.nextInt(Math.min(32, content.length - at));
    switch (random.nextInt(12)) {
      case 0 -> content[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> content[at] = (byte) random.nextInt();
      case 2 -> content = Arrays.copyOf(content, at);
      case 3 -> content = join(content, at, new byte[0], at + length);
      case 4 -> content = join(content, at, Arrays.copyOfRange(content, at, at + length), at);
      case 5 -> {
        byte[] noise = new byte[length];
        random.nextBytes(noise);
        content = join(content, at, noise, random.nextBoolean() ? at : at + length);
      }
      case 6 -> content = integer(content, at);
      case 7 -> {
        byte[] other = one();
        int from = random.nextInt(other.length);
        content = join(content, at, Arrays.copyOfRange(other, from, other.length), content.length);
      }
      case 8 -> {
        String nested = (random.nextBoolean() ? "[" : "{\"a\":").repeat(1 + random.nextInt(DEEP));
        content = join(content, at, nested.getBytes(StandardCharsets.ISO_8859_1), at);
      }
      case 9 -> content = token(content, WORD);
      default -> content = token(content, NUMBER);
    }
    return content;
  }

  /** Four or eight bytes become an integer that is dangerous as a length. */
  private byte[] integer(byte[] content, int at) {
    int bytes = random.nextBoolean() ? Integer.BYTES : Long.BYTES;
    long value = INTEGERS[random.nextInt(INTEGERS.length)];
    ByteBuffer buffer =
        ByteBuffer.allocate(bytes)
            .order(random.nextBoolean() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    if (bytes == Integer.BYTES) {
      buffer.putInt((int) value);
    } else {
      buffer.putLong(value);
    }
    // Headers are at the beginning, and of multiples of four.
    int place = random.nextBoolean() ? Math.min(at, 4 * random.nextInt(5)) : at;
    return join(content, place, buffer.array(), Math.min(content.length, place + bytes));
  }

  /** A number becomes another, or something that is none; a quoted word another of the content. */
  private byte[] token(byte[] content, Pattern pattern) {
    String text = new String(content, StandardCharsets.ISO_8859_1);
    List<MatchResult> found = pattern.matcher(text).results().limit(10_000).toList();
    if (found.isEmpty()) {
      return content;
    }
    MatchResult place = found.get(random.nextInt(found.size()));
    String replacement =
        pattern == NUMBER || random.nextInt(4) == 0
            ? NUMBERS.get(random.nextInt(NUMBERS.size()))
            : found.get(random.nextInt(found.size())).group();
    byte[] bytes = replacement.getBytes(StandardCharsets.ISO_8859_1);
    return join(content, place.start(), bytes, place.end());
  }

  /** The content up to a place, something, and the content from a place. */
  private static byte[] join(byte[] content, int to, byte[] between, int from) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    joined.write(content, 0, to);
    joined.writeBytes(between);
    joined.write(content, from, content.length - from);
    return joined.toByteArray();
  }
}
