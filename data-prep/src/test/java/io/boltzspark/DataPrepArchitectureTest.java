package io.boltzspark;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.stream.Stream;

/** The ground floor knows nothing above it, and data preparation has no circles. */
@AnalyzeClasses(packages = "io.boltzspark", importOptions = ImportOption.DoNotIncludeTests.class)
class DataPrepArchitectureTest {
  private static final String SPARK = "org.apache.spark..";
  private static final String SCALA = "scala..";

  /** Of the project's packages, {@code name} knows itself and {@code others} only. */
  private static ArchRule knows(String name, String... others) {
    return noClasses()
        .that()
        .resideInAPackage("io.boltzspark." + name)
        .should()
        .dependOnClassesThat()
        .resideOutsideOfPackages(
            Stream.concat(
                    Stream.of("java..", "org.apache..", "org.slf4j..", SCALA),
                    Stream.concat(Stream.of(name), Stream.of(others))
                        .map(o -> "io.boltzspark." + o))
                .toArray(String[]::new));
  }

  @ArchTest static final ArchRule ERRORS = knows("errors");
  @ArchTest static final ArchRule FILES = knows("files", "errors");
  @ArchTest static final ArchRule SPARK_JOBS = knows("spark", "errors", "files");
  @ArchTest static final ArchRule RANDOM = knows("dataprep.random");
  @ArchTest static final ArchRule IDX = knows("dataprep.idx", "errors", "files");

  @ArchTest
  static final ArchRule SEQUENCES = knows("dataprep.sequences", "dataprep.idx", "errors", "files");

  @ArchTest
  static final ArchRule DIGITS =
      knows("dataprep.digits", "dataprep.idx", "dataprep.random", "errors", "files");

  @ArchTest
  static final ArchRule ISING =
      knows("dataprep.ising", "dataprep.idx", "dataprep.random", "errors", "files");

  @ArchTest
  static final ArchRule ONLY_PREPARATION_AND_ITS_JOBS_KNOW_SPARK =
      noClasses()
          .that()
          .resideOutsideOfPackages("io.boltzspark.dataprep", "io.boltzspark.spark")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(SPARK, SCALA);

  @ArchTest
  static final ArchRule PACKAGES_FORM_NO_CIRCLES =
      slices().matching("io.boltzspark.(**)").should().beFreeOfCycles();
}
