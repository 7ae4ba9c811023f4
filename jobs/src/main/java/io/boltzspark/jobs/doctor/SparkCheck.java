package io.boltzspark.jobs.doctor;

import io.boltzspark.jobs.actions.BuildVersion;
import org.apache.spark.package$;

/** Whether the Spark on the class path is the one that the program was compiled for. */
record SparkCheck() implements Check {
  private static final String NAME = "Spark";

  @Override
  public Finding run() {
    String here = package$.MODULE$.SPARK_VERSION();
    String built = BuildVersion.builtForSpark();
    if (here.equals(built)) {
      return Finding.ok(NAME, here);
    }
    return Finding.warning(
        NAME,
        "%s, built for %s".formatted(here, built),
        "build for this Spark: mvn -Pquick package -Dspark.version=" + here);
  }
}
