package io.boltzspark.jobs.doctor;

import io.boltzspark.math.Blas;
import io.boltzspark.math.BlasInfo;

/** Which library multiplies matrices. */
record BlasCheck() implements Check {
  private static final String NAME = "BLAS";

  @Override
  public Finding run() {
    BlasInfo info = Blas.info();
    if (info.isNative() && info.problem().isEmpty()) {
      return Finding.ok(NAME, info.summary());
    }
    String remedy =
        info.problem().orElse("no native library was found; training works, many times slower");
    // Training runs on the Java BLAS too, so this is no reason to refuse.
    return Finding.warning(NAME, info.summary(), remedy);
  }
}
