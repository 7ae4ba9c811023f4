package io.boltzspark.jobs;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import io.boltzspark.jobs.actions.ActionResult;
import io.boltzspark.jobs.actions.BuildVersion;
import io.boltzspark.jobs.retrain.RetrainSpec;
import io.boltzspark.testing.PathRules;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Who may know whom among the commands, and what they share. */
@AnalyzeClasses(
    packages = ArchitectureTest.ROOT,
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  static final String ROOT = "io.boltzspark.jobs";

  /** What features share, and which of the others each may know. */
  private static final Map<String, List<String>> SHARED =
      Map.of(
          "console", List.of(),
          "images", List.of(),
          "telemetry", List.of(),
          "settings", List.of("console", "telemetry"),
          "environment", List.of(),
          "spark", List.of("console", "environment", "telemetry"),
          "actions", List.of(),
          "data", List.of("settings"),
          "cli", List.of("actions", "console", "data", "settings", "spark"));

  /** Each feature, and which of the others it may use. */
  private static final Map<String, List<String>> FEATURES =
      Map.ofEntries(
          Map.entry("prepare", List.of()),
          Map.entry("train", List.of("sample", "states")),
          Map.entry("library", List.of("train", "states")),
          Map.entry("sweep", List.of("train")),
          Map.entry("reproduce", List.of("doctor", "report")),
          Map.entry("retrain", List.of("train", "evaluate", "report")),
          Map.entry("sample", List.of("states")),
          Map.entry("states", List.of("export")),
          Map.entry("latent", List.of()),
          Map.entry("evaluate", List.of()),
          Map.entry("report", List.of("couplings")),
          Map.entry("pictures", List.of("states")),
          Map.entry("features", List.of("pictures")),
          Map.entry("couplings", List.of()),
          Map.entry("export", List.of()),
          Map.entry("imports", List.of()),
          Map.entry("benchmark", List.of("doctor", "export")),
          Map.entry("submit", List.of()),
          Map.entry("doctor", List.of()));

  @ArchTest
  static final ArchRule PACKAGES_FORM_NO_CYCLES =
      slices().assignedFrom(eachPackage()).should().beFreeOfCycles();

  @ArchTest
  static void everyPackageIsListed(JavaClasses all) {
    classes()
        .should()
        .resideInAnyPackage(
            within(both(both(SHARED.keySet(), FEATURES.keySet()), List.of("notebook", "(root)"))))
        .check(all);
  }

  @ArchTest
  static void whatIsSharedKnowsNoFeature(JavaClasses all) {
    SHARED.forEach((name, others) -> knows(name, others).check(all));
  }

  /** What is public since a feature has several packages is guarded by this, too. */
  @ArchTest
  static void featuresKnowOneAnotherOnlyAsListed(JavaClasses all) {
    FEATURES.forEach((name, others) -> knows(name, both(others, SHARED.keySet())).check(all));
  }

  @ArchTest
  static final ArchRule NOTEBOOKS_CALL_COMMANDS_AND_DRAW_AS_REPORTS_DO =
      knows("notebook", List.of("(root)", "report"));

  @ArchTest
  static final ArchRule THE_ROOT_KNOWS_COMMANDS_ALONE =
      noClasses()
          .that()
          .resideInAPackage(ROOT)
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(within(FEATURES.keySet()))
                  .and(not(describe("commands", c -> c.getSimpleName().endsWith("Command"))))
                  .and(not(assignableTo(RetrainSpec.class))));

  @ArchTest
  static final ArchRule ONLY_COMMANDS_KNOW_THE_COMMAND_LINE =
      noClasses()
          .that(describe("are neither commands nor options", c -> !isOfCommandLine(c)))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(ROOT + ".cli", "picocli..");

  @ArchTest
  static final ArchRule RESULTS_ARE_TOLD_IN_ONE_WAY =
      classes()
          .that()
          .haveSimpleNameEndingWith("Result")
          .and()
          .areNotInterfaces()
          .and()
          .resideOutsideOfPackage(ROOT + ".evaluate.metrics")
          .should()
          .implement(ActionResult.class);

  @ArchTest static final ArchTests PATHS = ArchTests.in(PathRules.class);

  @ArchTest
  static final ArchRule ONE_READER_AND_WRITER_OF_JSON =
      noClasses()
          .should()
          .dependOnClassesThat()
          .areAssignableTo(com.fasterxml.jackson.databind.ObjectMapper.class)
          .as("JSON is read and written by io.boltzspark.store.Json");

  /** These make what others put to use on Spark, or in no need of it. */
  @ArchTest
  static final ArchRule MOST_PACKAGES_DO_NOT_KNOW_SPARK =
      noClasses()
          .that()
          .resideInAnyPackage(
              within(
                  List.of(
                      "console",
                      "images",
                      "settings",
                      "actions",
                      "couplings",
                      "export",
                      "imports",
                      "latent",
                      "notebook",
                      "reproduce",
                      "evaluate.metrics",
                      "evaluate.samples",
                      "benchmark.peers",
                      "benchmark.scaling",
                      "report.charts",
                      "retrain.registry")))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.spark..", "scala..");

  @ArchTest
  static void anotherProcessStartsMain(JavaClasses all) {
    assertEquals(Main.class.getName(), BuildVersion.MAIN_CLASS);
  }

  /** Of this module, a package and those below it know themselves and these. */
  private static ArchRule knows(String name, Collection<String> others) {
    return noClasses()
        .that()
        .resideInAPackage(ROOT + "." + name + "..")
        .should()
        .dependOnClassesThat(
            resideInAPackage(ROOT + "..")
                .and(not(resideInAnyPackage(within(both(List.of(name), others))))));
  }

  private static Collection<String> both(Collection<String> some, Collection<String> others) {
    return Stream.concat(some.stream(), others.stream()).toList();
  }

  private static String[] within(Collection<String> names) {
    return names.stream()
        .map(name -> name.equals("(root)") ? ROOT : ROOT + "." + name + "..")
        .toArray(String[]::new);
  }

  private static boolean isOfCommandLine(JavaClass type) {
    String outermost = type.getName().replaceAll("[$].*", "");
    return Set.of(ROOT, ROOT + ".cli").contains(type.getPackageName())
        || outermost.endsWith("Command")
        || outermost.endsWith("Options");
  }

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
