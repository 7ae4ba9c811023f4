package io.boltzspark.jobs.report;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What {@code boltz report} was asked for.
 *
 * @param run the run directory
 * @param compare others to compare it with
 * @param data prepared data to reconstruct; empty: where the run's data was
 * @param out the file to write; empty: {@code report.html} in the run, replacing an earlier one
 * @param overwrite replace {@code out} when it is there
 */
public record ReportRequest(
    String run,
    List<String> compare,
    Optional<String> data,
    Optional<String> out,
    boolean overwrite) {
  public ReportRequest {
    Objects.requireNonNull(run);
    compare = List.copyOf(compare);
    Objects.requireNonNull(data);
    Objects.requireNonNull(out);
  }
}
