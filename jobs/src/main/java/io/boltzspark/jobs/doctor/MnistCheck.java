package io.boltzspark.jobs.doctor;

import io.boltzspark.dataprep.digits.MnistLocator;
import io.boltzspark.errors.BoltzException;
import org.apache.hadoop.conf.Configuration;

/** Whether MNIST is at hand; nothing is downloaded. */
record MnistCheck() implements Check {
  private static final String NAME = "MNIST";

  @Override
  public Finding run() {
    String remedy =
        "name a directory with its four files in $BOLTZ_MNIST, or run boltz quickstart, which"
            + " downloads it or draws digits itself";
    try {
      return new MnistLocator(new Configuration())
          .find()
          .map(found -> Finding.ok(NAME, found.message()))
          .orElseGet(() -> Finding.warning(NAME, "not here", remedy));
    } catch (BoltzException e) {
      return Finding.warning(NAME, e.getMessage(), remedy);
    }
  }
}
