package io.boltzspark.jobs.submit;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.deploy.SparkSubmitArguments;
import scala.jdk.javaapi.CollectionConverters;

/**
 * What {@code spark-submit} itself makes of its arguments, properties file included.
 *
 * @param properties of the file and of {@code --conf}
 */
public record SparkArguments(
    String master,
    String deployMode,
    String name,
    String mainClass,
    String jar,
    Map<String, String> properties,
    List<String> words) {

  /** Fails as spark-submit would where it does not understand them. */
  public static SparkArguments parse(List<String> arguments) {
    SparkSubmitArguments parsed =
        new SparkSubmitArguments(
            CollectionConverters.asScala(arguments).toSeq(),
            // It looks for where Hadoop's configuration would be before it talks to YARN.
            scala.collection.immutable.Map.from(
                CollectionConverters.asScala(Map.of("HADOOP_CONF_DIR", "/etc/hadoop/conf"))));
    return new SparkArguments(
        parsed.master(),
        Optional.ofNullable(parsed.deployMode()).orElse("client"),
        parsed.name(),
        parsed.mainClass(),
        parsed.primaryResource(),
        Map.copyOf(CollectionConverters.asJava(parsed.sparkProperties())),
        List.copyOf(CollectionConverters.asJava(parsed.childArgs())));
  }
}
