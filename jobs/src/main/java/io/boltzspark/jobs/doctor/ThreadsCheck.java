package io.boltzspark.jobs.doctor;

import io.boltzspark.math.Blas;
import java.util.Map;

/** Whether BLAS uses one thread per task: the cores are filled by Spark's tasks. */
record ThreadsCheck(Map<String, String> environment) implements Check {
  private static final String NAME = "BLAS threads";

  @Override
  public Finding run() {
    return judge(Blas.info().threads());
  }

  Finding judge(int threads) {
    String value =
        "%d (OPENBLAS_NUM_THREADS %s, OMP_NUM_THREADS %s)"
            .formatted(threads, variable("OPENBLAS_NUM_THREADS"), variable("OMP_NUM_THREADS"));
    return threads == 1
        ? Finding.ok(NAME, value)
        : Finding.warning(
            NAME,
            value,
            "set OPENBLAS_NUM_THREADS=1 in the environment, as the launcher does: several threads"
                + " per task compete for the cores");
  }

  private String variable(String name) {
    String value = environment.get(name);
    return value == null ? "not set" : "= " + value;
  }
}
