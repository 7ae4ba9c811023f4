package io.boltzspark.jobs.doctor;

import io.boltzspark.math.SparseKernels;

/** The instructions that add up rows of weights for binary states. */
record VectorsCheck(SparseKernels kernels) implements Check {
  private static final String NAME = "vectors";

  @Override
  public Finding run() {
    if (kernels.width() > 1) {
      return Finding.ok(NAME, kernels.summary());
    }
    return Finding.warning(
        NAME,
        "none",
        "training of binary units works, with the same result, but takes up to several times as"
            + " long: add "
            + SparseKernels.OPTION
            + " to the options of java (boltz does, unless this Java was built without the"
            + " module)");
  }
}
