package io.boltzspark.jobs.doctor;

import io.boltzspark.math.Blas;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.io.CompressionCodec;
import org.apache.spark.io.LZ4CompressionCodec;
import org.apache.spark.io.SnappyCompressionCodec;
import org.apache.spark.io.ZStdCompressionCodec;
import org.apache.spark.sql.SparkSession;

/**
 * Whether Spark starts, and whether a task loads the native libraries that every work needs.
 *
 * @param sessions opens a session with the options of the command
 * @param explain the message for an error: what was wrong; then, after a semicolon, the remedy
 */
record SessionCheck(Sessions sessions, Function<Throwable, String> explain) implements Check {
  /** Something that opens a session, passes it on and stops it. */
  @FunctionalInterface
  interface Sessions {
    Finding with(Function<SparkSession, Finding> use);
  }

  private static final String NAME = "Spark session";
  private static final int BYTES = 1 << 16;

  @Override
  public Finding run() {
    try {
      return sessions.with(SessionCheck::use);
    } catch (RuntimeException | LinkageError e) {
      String[] parts = explain.apply(e).split("; ", 2);
      return Finding.missing(
          NAME, parts[0], parts.length > 1 ? parts[1] : "see --stacktrace for the cause");
    }
  }

  private static Finding use(SparkSession spark) {
    SparkContext context = spark.sparkContext();
    long start = System.nanoTime();
    String blas =
        JavaSparkContext.fromSparkContext(context)
            .parallelize(List.of(1), 1)
            .map(one -> inTask())
            .collect()
            .get(0);
    return Finding.ok(
        NAME,
        "%s, a task in %.1f s with %s"
            .formatted(context.master(), (System.nanoTime() - start) / 1e9, blas));
  }

  /** Runs in a task. */
  private static String inTask() throws IOException {
    SparkConf conf = new SparkConf(false);
    for (CompressionCodec codec :
        List.of(
            new ZStdCompressionCodec(conf),
            new LZ4CompressionCodec(conf),
            new SnappyCompressionCodec(conf))) {
      requireSame(codec);
    }
    return Blas.info().isNative() ? "native BLAS" : "BLAS in Java";
  }

  private static void requireSame(CompressionCodec codec) throws IOException {
    byte[] bytes = new byte[BYTES];
    new Random(1).nextBytes(bytes);
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = codec.compressedOutputStream(packed)) {
      out.write(bytes);
    }
    try (InputStream in =
        codec.compressedInputStream(new ByteArrayInputStream(packed.toByteArray()))) {
      if (!Arrays.equals(bytes, in.readAllBytes())) {
        throw new IOException(codec + " does not give back what it was given");
      }
    }
  }
}
