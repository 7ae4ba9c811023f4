package io.boltzspark.jobs.doctor;

/** The heap of this process, which driver and tasks share with a local master. */
record MemoryCheck(long heapBytes) implements Check {
  private static final String NAME = "heap";
  private static final long LEAST = 900L << 20;

  @Override
  public Finding run() {
    String value = (heapBytes >> 20) + " MiB";
    // Spark refuses to start below 450 MiB; a 784-500 machine on MNIST runs well in 1 GiB.
    return heapBytes < LEAST
        ? Finding.warning(
            NAME, value, "give 1 GiB or more: BOLTZ_HEAP=1g or --conf spark.driver.memory=1g")
        : Finding.ok(NAME, value);
  }
}
