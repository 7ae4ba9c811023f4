package io.boltzspark.jobs.doctor;

/** Java 17 and 25, the releases with long-term support that everything is tested on. */
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
          NAME, value, "install JDK 17 or 25 and let JAVA_HOME name its directory");
    }
    if (feature != 17 && feature != 25) {
      return Finding.warning(
          NAME, value, "tested on JDK 17 and 25 only; if something fails, let JAVA_HOME name one");
    }
    return Finding.ok(NAME, value);
  }
}
