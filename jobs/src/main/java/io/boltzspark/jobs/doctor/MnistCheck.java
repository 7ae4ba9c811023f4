package io.boltzspark.jobs.doctor;

import io.boltzspark.dataprep.digits.MnistLocator;
import io.boltzspark.errors.BoltzException;
import org.apache.hadoop.conf.Configuration;

/** Whether MNIST is available; downloads nothing. */
record MnistCheck(Configuration hadoop) implements Check {
  private static final String NAME = "MNIST";

  @Override
  public Finding run() {
    String remedy =
        "set $BOLTZ_MNIST to a directory with its four files, or run boltz quickstart, which"
            + " downloads MNIST or else draws digits";
    try {
      return new MnistLocator(hadoop)
          .find()
          .map(found -> Finding.ok(NAME, found.message()))
          .orElseGet(() -> Finding.warning(NAME, "not found", remedy));
    } catch (BoltzException e) {
      return Finding.warning(NAME, e.getMessage(), remedy);
    }
  }
}
