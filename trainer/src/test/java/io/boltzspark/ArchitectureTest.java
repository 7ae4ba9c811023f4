package io.boltzspark;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import io.boltzspark.math.RowKernels;
import io.boltzspark.testing.PathRules;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/** Who may know whom, and what must not reach a model's bytes. */
@AnalyzeClasses(packages = "io.boltzspark", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String[] BYTES_ARE_MADE_HERE = {
    "io.boltzspark.math..",
    "io.boltzspark.model..",
    "io.boltzspark.sampling..",
    "io.boltzspark.learning..",
    "io.boltzspark.boltzmann..",
    "io.boltzspark.network..",
    "io.boltzspark.adversarial..",
    "io.boltzspark.classification.."
  };

  /** A package knows itself, Java, and what is listed. */
  private static ArchRule knows(String name, String... others) {
    return classes()
        .that()
        .resideInAPackage("io.boltzspark." + name + "..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            Stream.concat(
                    Stream.of("io.boltzspark." + name + "..", "java.."),
                    Arrays.stream(others)
                        .map(o -> o.contains(".") ? o + ".." : "io.boltzspark." + o + ".."))
                .toArray(String[]::new));
  }

  @ArchTest
  static final ArchRule MATH =
      knows("math", "jdk.incubator.vector", "dev.ludovic.netlib", "com.sun.jna", "org.slf4j");

  @ArchTest static final ArchRule MODEL = knows("model", "math");

  @ArchTest static final ArchRule SAMPLING = knows("sampling", "model", "math");

  /** What any program needs: it names nothing of Boltzmann machines. */
  @ArchTest static final ArchRule LEARNING = knows("learning", "math");

  @ArchTest
  static final ArchRule BOLTZMANN =
      knows("boltzmann", "learning", "sampling", "model", "math", "errors");

  /** Networks know nothing of losses. */
  @ArchTest static final ArchRule NETWORK = knows("network", "learning", "math");

  @ArchTest
  static final ArchRule CLASSIFICATION = knows("classification", "network", "learning", "math");

  @ArchTest static final ArchRule ADVERSARIAL = knows("adversarial", "network", "learning", "math");

  @ArchTest
  static final ArchRule EVALUATION = knows("evaluation", "sampling", "model", "math", "errors");

  @ArchTest
  static final ArchRule MONITORING =
      knows("monitoring", "evaluation", "boltzmann", "sampling", "model", "math");

  @ArchTest
  static final ArchRule STORE =
      knows(
          "store",
          "adversarial",
          "classification",
          "network",
          "sampling",
          "model",
          "math",
          "errors",
          "files",
          "org.apache.hadoop",
          "com.fasterxml.jackson",
          "org.slf4j");

  /** The engine and the loop run any program, so neither they nor learning know one. */
  @ArchTest
  static final ArchRule ENGINE_AND_LOOP_KNOW_NO_PROGRAM =
      noClasses()
          .that()
          .resideInAnyPackage(
              "io.boltzspark.learning", "io.boltzspark.engine", "io.boltzspark.engine.training")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.boltzspark.model..",
              "io.boltzspark.sampling..",
              "io.boltzspark.boltzmann..",
              "io.boltzspark.evaluation..",
              "io.boltzspark.monitoring..",
              "io.boltzspark.network..",
              "io.boltzspark.adversarial..",
              "io.boltzspark.classification..",
              "io.boltzspark.engine.boltzmann..",
              "io.boltzspark.engine.adversarial..",
              "io.boltzspark.engine.classification..",
              "io.boltzspark.engine.inference..");

  /** Programs are apart: none of them needs another's code. */
  @ArchTest
  static final ArchRule NETWORKS_ARE_TRAINED_WITHOUT_BOLTZMANN_MACHINES =
      noClasses()
          .that()
          .resideInAnyPackage(
              "io.boltzspark.engine.adversarial..", "io.boltzspark.engine.classification..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.boltzspark.model..",
              "io.boltzspark.sampling..",
              "io.boltzspark.boltzmann..",
              "io.boltzspark.engine.boltzmann..");

  /** What makes steps is asked for through a session alone. */
  @ArchTest
  static final ArchRule ROOMS_USE_THE_ENGINE_THROUGH_ITS_DOOR =
      noClasses()
          .that()
          .resideInAPackage("io.boltzspark.engine.*..")
          .should()
          .dependOnClassesThat()
          .haveNameMatching(
              "io\\.boltzspark\\.engine\\.(DistributedRows|RoundsEngine|JobsEngine|RoundCoordinator"
                  + "|RoundTask|TaskLanes|LaneGroup|LaneWorker|LaneRows|RowBlock|Exchange|Messages"
                  + "|LocalQuestion|StepTimes).*");

  @ArchTest
  static final ArchRule NOTHING_BELOW_KNOWS_THE_ENGINE =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.boltzspark.engine..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.boltzspark.engine..");

  @ArchTest
  static final ArchRule ONLY_THE_ENGINE_AND_DATA_PREPARATION_KNOW_SPARK =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "io.boltzspark.engine..", "io.boltzspark.dataprep..", "io.boltzspark.spark..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.spark..", "scala..");

  @ArchTest static final ArchTests PATHS = ArchTests.in(PathRules.class);

  @ArchTest
  static final ArchRule PACKAGES_FORM_NO_CYCLES =
      slices().matching("io.boltzspark.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule NO_FILE_IS_SERIALISED_JAVA =
      noClasses()
          .should()
          .dependOnClassesThat()
          .belongToAnyOf(ObjectOutputStream.class, ObjectInputStream.class);

  @ArchTest
  static final ArchRule NO_RANDOM_NUMBERS_WITHOUT_A_KEY =
      noClasses()
          .should()
          .dependOnClassesThat()
          .belongToAnyOf(Random.class, ThreadLocalRandom.class)
          .orShould()
          .callMethod(Math.class, "random");

  @ArchTest
  static final ArchRule ONE_STREAM_OF_RANDOM_NUMBERS =
      noClasses()
          .that()
          .resideInAnyPackage(BYTES_ARE_MADE_HERE)
          .or()
          .resideInAnyPackage("io.boltzspark.evaluation..", "io.boltzspark.monitoring..")
          .should()
          .dependOnClassesThat()
          .belongToAnyOf(SplittableRandom.class)
          .orShould()
          .dependOnClassesThat()
          .resideInAPackage("java.util.random..");

  @ArchTest
  static final ArchRule NO_CLOCK_DECIDES_BYTES =
      noClasses()
          .that()
          .resideInAnyPackage(BYTES_ARE_MADE_HERE)
          .and()
          .doNotHaveSimpleName("ProductClock")
          .should()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .dependOnClassesThat()
          .resideInAPackage("java.time..");

  /** What {@code Math} computes to the last bit, so that every JDK computes it alike. */
  private static final Set<String> EXACT =
      Set.of(
          ("abs max min sqrt fma floor ceil rint round signum ulp nextUp nextDown floorMod floorDiv"
               + " ceilDiv clamp addExact subtractExact multiplyExact toIntExact multiplyHigh scalb"
               + " getExponent")
              .split(" "));

  private static final DescribedPredicate<JavaAccess<?>>
      OF_A_FUNCTION_THAT_JDKS_MAY_ROUND_DIFFERENTLY =
          describe(
              "is a function of Math that JDKs may round differently, outside of softplus",
              access ->
                  access.getTargetOwner().isEquivalentTo(Math.class)
                      && !EXACT.contains(access.getName())
                      && !(access.getOriginOwner().isEquivalentTo(RowKernels.class)
                          && access.getOrigin().getName().equals("softplus")));

  @ArchTest
  static final ArchRule EVERY_JDK_GIVES_THE_SAME_BYTES =
      noClasses()
          .that()
          .resideInAnyPackage(BYTES_ARE_MADE_HERE)
          .should()
          .accessTargetWhere(OF_A_FUNCTION_THAT_JDKS_MAY_ROUND_DIFFERENTLY);

  @ArchTest
  static final ArchRule SOFTPLUS_IS_FOR_FREE_ENERGIES_ALONE =
      noClasses()
          .that()
          .resideInAnyPackage(
              "io.boltzspark.sampling..", "io.boltzspark.learning..", "io.boltzspark.boltzmann..")
          .should()
          .callMethod(RowKernels.class, "softplus", double.class);
}
