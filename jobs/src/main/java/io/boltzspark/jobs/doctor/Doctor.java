package io.boltzspark.jobs.doctor;

import java.util.List;

/** Runs every check. */
public final class Doctor {

  private Doctor() {}

  /** The kernels that BLAS uses, and whether the processor supports faster ones. */
  public static Finding kernels() {
    return new CpuKernelCheck(System.getenv()).run();
  }

  /** Takes about two seconds, most of them for timing matrix products. */
  public static Diagnosis examine() {
    List<Check> checks =
        List.of(
            new JdkCheck(Runtime.version().feature()),
            new SparkCheck(),
            new ProcessorCheck(),
            new MemoryCheck(Runtime.getRuntime().maxMemory()),
            new GlibcCheck(),
            new BlasCheck(),
            new CpuKernelCheck(System.getenv()),
            new ThreadsCheck(System.getenv()),
            new ProductSpeedCheck(),
            new TemporaryDirectoryCheck(System.getProperty("java.io.tmpdir")),
            new MnistCheck());
    return new Diagnosis(checks.stream().map(Check::run).toList());
  }
}
