package io.boltzspark.jobs.sweep;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What {@code boltz sweep} was asked for.
 *
 * @param data directory of prepared data, or any Parquet
 * @param out directory of the sweep, with a run directory for each run
 * @param runs at least one
 * @param parallel how many run at once
 * @param order of the table; empty: that of the runs
 * @param overwrite train all runs anew, replacing those that are there
 */
public record SweepRequest(
    String data,
    String out,
    List<SweepRun> runs,
    int parallel,
    Optional<SweepOrder> order,
    boolean overwrite) {

  public SweepRequest {
    Objects.requireNonNull(data);
    Objects.requireNonNull(out);
    runs = List.copyOf(runs);
    Objects.requireNonNull(order);
  }
}
