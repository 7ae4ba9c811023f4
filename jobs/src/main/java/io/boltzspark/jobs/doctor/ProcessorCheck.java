package io.boltzspark.jobs.doctor;

/** How many cores local[*] will use. */
record ProcessorCheck() implements Check {

  @Override
  public Finding run() {
    int cores = Runtime.getRuntime().availableProcessors();
    String model =
        Cpu.of().model().map(name -> ", " + name).orElse("")
            + " ("
            + System.getProperty("os.arch")
            + ")";
    return Finding.ok("cores", cores + model);
  }
}
