package io.boltzspark.jobs.doctor;

import io.boltzspark.math.Blas;
import io.boltzspark.math.BlasInfo;

/** The library that multiplies matrices. */
record BlasCheck() implements Check {
  private static final String NAME = "BLAS";

  @Override
  public Finding run() {
    BlasInfo info = Blas.info();
    if (info.isNative() && info.problem().isEmpty()) {
      return Finding.ok(NAME, info.summary());
    }
    String remedy =
        info.problem().orElse("no native library found; training works, but many times slower");
    // Training also runs on the Java BLAS, so this is only a warning.
    return Finding.warning(NAME, info.summary(), remedy);
  }
}
