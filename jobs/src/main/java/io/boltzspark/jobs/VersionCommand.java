package io.boltzspark.jobs;

import io.boltzspark.jobs.actions.ActionResult;
import io.boltzspark.jobs.actions.BuildVersion;
import io.boltzspark.jobs.cli.JobCommand;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.package$;
import picocli.CommandLine.Command;

/** {@code boltz version}. */
@Command(
    name = "version",
    description = "Says which versions of BoltzSpark, Spark and Java these are.",
    footer = {"%nExample:", "  boltz version --json"})
final class VersionCommand extends JobCommand {

  @Override
  protected ActionResult perform() {
    return new Versions(
        BuildVersion.version(),
        BuildVersion.revision(),
        package$.MODULE$.SPARK_VERSION(),
        Runtime.version().toString());
  }

  private record Versions(String boltzspark, String revision, String spark, String java)
      implements ActionResult {

    @Override
    public Map<String, Object> json() {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("boltzspark", boltzspark);
      json.put("source_revision", revision);
      json.put("spark", spark);
      json.put("java", java);
      return json;
    }

    @Override
    public List<String> summary() {
      return List.of(
          "BoltzSpark " + boltzspark + " (revision " + revision + ")",
          "Spark " + spark,
          "Java " + java);
    }
  }
}
