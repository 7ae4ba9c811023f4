package io.boltzspark.jobs.doctor;

/** Whether this is Java 17 or 25, the long-term releases that everything is tested on. */
record JdkCheck(int feature) implements Check {
  private static final String NAME = "Java";

  @Override
  public Finding run() {
    String value =
        "%s, %s (%s)"
            .formatted(
                Runtime.version(),
                System.getProperty("java.vm.vendor"),
                System.getProperty("java.home"));
    if (feature < 17) {
      return Finding.missing(
          NAME, value, "install JDK 17 or 25 and set JAVA_HOME to its directory");
    }
    if (feature != 17 && feature != 25) {
      return Finding.warning(
          NAME,
          value,
          "tested on JDK 17 and 25 only; if something fails, set JAVA_HOME to one of them");
    }
    return Finding.ok(NAME, value);
  }
}
