package io.boltzspark.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.files.Paths;
import java.io.IOException;
import java.lang.reflect.Constructor;
import org.apache.hadoop.fs.FSError;
import org.apache.spark.SparkException;
import org.junit.jupiter.api.Test;

/** Which error a user sees of an exception from a Spark job. */
class FailuresTest {
  private static final String SHUFFLE = "org.apache.spark.storage.DiskBlockObjectWriter";
  private static final String WRITE = "org.apache.hadoop.fs.RawLocalFileSystem$FileOutputStream";
  private static final String READ = "org.apache.hadoop.fs.RawLocalFileSystem$FileInputStream";

  private static <T extends Throwable> T thrownIn(String type, T thrown) {
    StackTraceElement java = new StackTraceElement("java.io.FileOutputStream", "write", null, 1);
    StackTraceElement caller = new StackTraceElement(type, "write", null, 1);
    thrown.setStackTrace(new StackTraceElement[] {java, caller});
    return thrown;
  }

  private static FSError hadoops(String type, String message) throws ReflectiveOperationException {
    Constructor<FSError> constructor = FSError.class.getDeclaredConstructor(Throwable.class);
    constructor.setAccessible(true);
    return thrownIn(type, constructor.newInstance(thrownIn(type, new IOException(message))));
  }

  /** As the driver gets it: the text of the task's trace, and its exception. */
  private static SparkException ofTask(Throwable cause) {
    return new SparkException("Job aborted: Lost task 0.0: " + cause + "\n\tat a.b.C(D)", cause);
  }

  private static String environment(RuntimeException error) {
    BoltzException own = assertInstanceOf(BoltzException.class, error);
    assertEquals(ExitCode.ENVIRONMENT, own.exitCode());
    assertFalse(Failures.isWorthRetrying(error));
    return own.getMessage();
  }

  @Test
  void aFullDiskIsSparksOwnOrThatOfTheOutput() throws ReflectiveOperationException {
    String text = "No space left on device";
    IOException shuffle = thrownIn(SHUFFLE, new IOException(text));
    for (RuntimeException error :
        new RuntimeException[] {
          Failures.whileWriting(Paths.of("/out"), ofTask(shuffle)),
          Failures.whileReading("/in", ofTask(shuffle)),
          Failures.firstCause(ofTask(shuffle)),
          Failures.whileTraining(ofTask(shuffle))
        }) {
      String message = environment(error);
      assertTrue(message.contains("spark.local.dir") && message.contains(text), message);
      assertFalse(message.contains("/out"), message);
    }
    for (Throwable output :
        new Throwable[] {hadoops(WRITE, text), thrownIn(WRITE, new IOException(text))}) {
      for (Throwable thrown : new Throwable[] {output, ofTask(output)}) {
        String message = environment(Failures.whileWriting(Paths.of("/out"), thrown));
        assertTrue(message.contains("cannot write /out") && message.contains(text), message);
        assertFalse(message.contains("spark.local.dir"), message);
      }
    }
  }

  /** It cannot be loaded in another attempt either. */
  @Test
  void aLibraryThatCannotBeLoadedIsTheEnvironments() {
    Throwable thrown = ofTask(new UnsatisfiedLinkError("/t/liba.so: failed to map segment"));
    for (RuntimeException error :
        new RuntimeException[] {
          Failures.firstCause(thrown),
          Failures.whileReading("/in", thrown),
          Failures.whileTraining(thrown),
          Failures.whileWriting(Paths.of("/out"), thrown)
        }) {
      String message = environment(error);
      assertTrue(message.contains("/t (/t/liba.so: failed to map segment)"), message);
    }
  }

  @Test
  void aBrokenDiskIsThatOfTheInputOrOfTheOutput() throws ReflectiveOperationException {
    String text = "Input/output error";
    Throwable writing = ofTask(hadoops(WRITE, text));
    String message = environment(Failures.whileWriting(Paths.of("/out"), writing));
    assertTrue(message.contains("cannot write /out") && message.contains(text), message);
    RuntimeException reading = Failures.whileReading("/in", ofTask(hadoops(READ, text)));
    assertEquals(ExitCode.BAD_INPUT, assertInstanceOf(BoltzException.class, reading).exitCode());
    assertTrue(reading.getMessage().contains("cannot read /in"), reading.getMessage());
  }

  @Test
  void theProjectsOwnErrorIsKept() {
    BoltzException own = new BoltzException(ExitCode.BAD_INPUT, "row 3 is damaged");
    assertSame(own, Failures.firstCause(ofTask(own)));
    assertSame(own, Failures.whileWriting(Paths.of("/out"), ofTask(own)));
    RuntimeException other = Failures.whileWriting(Paths.of("/out"), ofTask(new Error("x")));
    assertTrue(Failures.isWorthRetrying(other));
  }
}
