package io.boltzspark.jobs.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.errors.ExitCode;
import io.boltzspark.jobs.doctor.Finding.Status;
import io.boltzspark.jobs.environment.TemporaryDirectory;
import io.boltzspark.math.BlasInfo;
import io.boltzspark.testing.SparkTesting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

class ChecksTest {
  private static final Cpu AVX512 =
      new Cpu(
          Optional.of("one"), Set.of("avx512f", "avx512cd", "avx512bw", "avx512dq", "avx512vl"));
  private static final Cpu AVX2 = new Cpu(Optional.of("other"), Set.of("avx2", "fma"));

  @Test
  void javaMustBeRecentEnough() {
    assertEquals(Status.MISSING, new JdkCheck(11).run().status());
    assertEquals(Status.OK, new JdkCheck(17).run().status());
    assertEquals(Status.WARNING, new JdkCheck(21).run().status());
    assertEquals(Status.OK, new JdkCheck(25).run().status());
  }

  @Test
  void glibcMustBeRecentEnough() {
    assertEquals(Status.OK, GlibcCheck.judge("glibc 2.34").status());
    assertEquals(Status.OK, GlibcCheck.judge("glibc 2.41").status());
    assertEquals(Status.WARNING, GlibcCheck.judge("glibc 2.28").status());
    assertEquals(Status.WARNING, GlibcCheck.judge("").status());
  }

  @Test
  void kernelsBelowTheProcessorAreNoticed() {
    CpuKernelCheck free = new CpuKernelCheck(Map.of());
    assertEquals(Status.OK, free.judge(blas("Cooperlake"), AVX512).status());
    assertEquals(Status.OK, free.judge(blas("Haswell"), AVX2).status());
    assertEquals(Status.WARNING, free.judge(blas("Haswell"), AVX512).status());
    Finding pinned =
        new CpuKernelCheck(Map.of("OPENBLAS_CORETYPE", "Haswell")).judge(blas("Haswell"), AVX512);
    assertTrue(pinned.remedy().orElseThrow().startsWith("unset OPENBLAS_CORETYPE"));
  }

  @Test
  void severalThreadsATaskAreNoticed() {
    ThreadsCheck check = new ThreadsCheck(Map.of("OMP_NUM_THREADS", "4"));
    assertEquals(Status.OK, check.judge(1).status());
    assertEquals(Status.WARNING, check.judge(4).status());
    assertTrue(check.judge(4).value().contains("OMP_NUM_THREADS = 4"));
  }

  @Test
  void aTemporaryDirectoryMustBeUsable(@TempDir Path directory) throws IOException {
    assertFalse(temporary(directory.toString()).status() == Status.MISSING);
    try (Stream<Path> left = Files.list(directory)) {
      assertEquals(List.of(), left.toList());
    }
    Finding relative = temporary("some/where");
    assertEquals(Status.MISSING, relative.status());
    assertTrue(relative.value().startsWith("some/where is relative"), relative.value());
    assertTrue(relative.remedy().orElseThrow().contains("java.io.tmpdir"));
  }

  private static Finding temporary(String value) {
    return new TemporaryDirectoryCheck(new TemporaryDirectory(value), new Configuration()).run();
  }

  @Test
  void aSessionThatCannotBeOpenedIsToldWithItsRemedy() {
    Finding found =
        new SessionCheck(
                use -> {
                  throw new IllegalStateException("no master; start one");
                },
                Throwable::getMessage)
            .run();
    assertEquals(Finding.missing("Spark session", "no master", "start one"), found);
  }

  @Test
  @ExtendWith(SparkTesting.class)
  void aSessionDoesATask(@SparkTesting.Local(2) SparkSession spark) {
    Finding found = new SessionCheck(use -> use.apply(spark), Throwable::getMessage).run();
    assertEquals(Status.OK, found.status(), found.toString());
    assertTrue(found.value().startsWith("local[2], a task in "), found.value());
  }

  @Test
  void theProcessorIsReadFromLinux() {
    Cpu cpu =
        Cpu.parse(
            List.of(
                "processor\t: 0",
                "model name\t: Some CPU @ 2.0GHz",
                "flags\t\t: fpu avx2 avx512f avx512cd avx512bw avx512dq avx512vl",
                "",
                "processor\t: 1",
                "flags\t\t: fpu"));
    assertEquals(Optional.of("Some CPU @ 2.0GHz"), cpu.model());
    assertTrue(cpu.hasAvx512());
  }

  @Test
  void onlyWhatIsMissingMakesUnusable() {
    Finding good = Finding.ok("a", "there");
    Finding poor = Finding.warning("longer name", "slow", "mend it");
    assertEquals(ExitCode.OK, new Diagnosis(List.of(good, poor)).exitCode());
    Diagnosis bad = new Diagnosis(List.of(good, poor, Finding.missing("c", "none", "get one")));
    assertFalse(bad.usable());
    assertEquals(ExitCode.ENVIRONMENT, bad.exitCode());
    assertEquals(
        List.of(
            "ok       a            there",
            "warning  longer name  slow",
            "                      -> mend it",
            "missing  c            none",
            "                      -> get one"),
        bad.summary().subList(0, 5));
  }

  @Test
  void aRemedyBelongsToATroubleOnly() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new Finding("a", Status.OK, "there", Optional.of("mend it")));
    assertThrows(
        IllegalArgumentException.class,
        () -> new Finding("a", Status.MISSING, "none", Optional.empty()));
  }

  private static BlasInfo blas(String kernel) {
    return new BlasInfo(true, "JNIBLAS", "somewhere", kernel, 1, Optional.empty());
  }
}
