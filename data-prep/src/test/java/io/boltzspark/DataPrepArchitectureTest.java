package io.boltzspark;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;

/** Who may know whom in this module: data preparation lies on errors, files and Spark's jobs. */
@AnalyzeClasses(packages = "io.boltzspark", importOptions = ImportOption.DoNotIncludeTests.class)
class DataPrepArchitectureTest {

  @ArchTest
  static final ArchRule PACKAGES_FORM_NO_CYCLES =
      slices().assignedFrom(eachPackage()).should().beFreeOfCycles();

  @ArchTest
  static final ArchRule ERRORS_KNOW_NOTHING =
      classes()
          .that()
          .resideInAPackage("io.boltzspark.errors..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("io.boltzspark.errors..", "java..");

  @ArchTest
  static final ArchRule FILES_KNOW_ERRORS_AND_HADOOP =
      classes()
          .that()
          .resideInAPackage("io.boltzspark.files..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "io.boltzspark.files..", "io.boltzspark.errors..", "org.apache.hadoop..", "java..");

  @ArchTest
  static final ArchRule ONLY_THESE_KNOW_SPARK =
      noClasses()
          .that()
          .resideOutsideOfPackages("io.boltzspark.dataprep..", "io.boltzspark.spark..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.spark..", "scala..");

  @ArchTest
  static final ArchRule NOTHING_BELOW_KNOWS_DATA_PREPARATION =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.boltzspark.dataprep..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.boltzspark.dataprep..");

  private static SliceAssignment eachPackage() {
    return new SliceAssignment() {
      @Override
      public SliceIdentifier getIdentifierOf(JavaClass type) {
        return SliceIdentifier.of(type.getPackageName());
      }

      @Override
      public String getDescription() {
        return "each package by itself";
      }
    };
  }
}
