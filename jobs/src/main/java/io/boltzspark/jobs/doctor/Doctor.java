package io.boltzspark.jobs.doctor;

import io.boltzspark.jobs.environment.TemporaryDirectory;
import io.boltzspark.math.SparseKernels;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/** Runs every check. */
public final class Doctor {

  private Doctor() {}

  /** The name of the processor, where the operating system says it. */
  public static Optional<String> processor() {
    return Cpu.of().model();
  }

  /** The kernels that BLAS uses, and whether the processor supports faster ones. */
  public static Finding kernels() {
    return new CpuKernelCheck(System.getenv()).run();
  }

  /**
   * Takes some seconds, most of them for starting Spark and for timing matrix products. A session
   * is not tried without a temporary directory, since that would fail for the same reason.
   */
  static Diagnosis examine(Configuration hadoop, SessionCheck session) {
    // First, since it makes a directory that is missing, as every command does.
    Finding temporary =
        new TemporaryDirectoryCheck(TemporaryDirectory.ofThisProcess(), hadoop).run();
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
            new VectorsCheck(SparseKernels.get()),
            new ProductSpeedCheck(),
            new MnistCheck(hadoop));
    List<Finding> findings = new ArrayList<>();
    checks.forEach(check -> findings.add(check.run()));
    findings.add(temporary);
    if (temporary.status() != Finding.Status.MISSING) {
      findings.add(session.run());
    }
    return new Diagnosis(findings);
  }
}
