package io.boltzspark.testing;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaConstructorCall;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.boltzspark.files.FileSystems;
import io.boltzspark.files.Paths;
import io.boltzspark.spark.Tables;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Every path of a user's goes through {@link Paths}, {@link FileSystems} and {@link Tables}, which
 * take it as it is. Hadoop and Spark would take parts of it for schemes, hosts, patterns and lists.
 */
public final class PathRules {
  private PathRules() {}

  @ArchTest
  static final ArchRule TEXTS_BECOME_PATHS_IN_ONE_WAY =
      noClasses()
          .that()
          .doNotBelongToAnyOf(Paths.class)
          .should()
          .callConstructorWhere(
              describe(
                  "makes a Hadoop path of a text",
                  (JavaConstructorCall call) ->
                      call.getTargetOwner().isEquivalentTo(Path.class)
                          && !call.getTarget().getRawParameterTypes().stream()
                              .allMatch(type -> type.isEquivalentTo(Path.class))))
          .orShould()
          .callMethod(Path.class, "suffix", String.class);

  @ArchTest
  static final ArchRule SPARK_IS_GIVEN_PATHS_IN_ONE_WAY =
      noClasses()
          .that()
          .doNotBelongToAnyOf(Tables.class)
          .should()
          .dependOnClassesThat()
          .haveNameMatching(
              ".*[.](DataFrameReader|DataFrameWriter|DataFrameWriterV2|DataStream\\w+)")
          .orShould()
          .callMethodWhere(
              describe(
                  "reads files as Spark or Hadoop do, by patterns",
                  call ->
                      call.getTargetOwner().getName().startsWith("org.apache.")
                          && call.getName()
                              .matches(
                                  "textFile|wholeTextFiles|binaryFiles|binaryRecords|objectFile"
                                      + "|sequenceFile|hadoopFile|newAPIHadoopFile|hadoopRDD"
                                      + "|newAPIHadoopRDD|saveAs\\w*File|saveAs\\w*Dataset"
                                      + "|globStatus|addInputPaths?|setInputPaths?")));

  @ArchTest
  static final ArchRule FILE_SYSTEMS_ARE_FOUND_IN_ONE_WAY =
      noClasses()
          .that()
          .doNotBelongToAnyOf(FileSystems.class)
          .should()
          .callMethodWhere(
              describe(
                  "finds a file system",
                  call ->
                      call.getTargetOwner().isEquivalentTo(Path.class)
                              && call.getName().equals("getFileSystem")
                          || call.getTargetOwner().isAssignableTo(FileSystem.class)
                              && call.getName()
                                  .matches("get|getLocal|newInstance|newInstanceLocal")));
}
