package io.boltzspark.jobs.features;

import java.util.Collections;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What {@code boltz anomaly} was asked for.
 *
 * @param model a run, {@code RUN@step:N} or {@code RUN@epoch:N}
 * @param data whose rows are the model's visible states
 * @param out the directory to make
 * @param oddLabels labels of rows that should score high; empty: scores alone are wanted
 * @param overwrite whether free energies at {@code out} may be replaced
 */
public record AnomalyRequest(
    String model, String data, String out, SortedSet<Integer> oddLabels, boolean overwrite) {

  public AnomalyRequest {
    Objects.requireNonNull(model);
    Objects.requireNonNull(data);
    Objects.requireNonNull(out);
    oddLabels = Collections.unmodifiableSortedSet(new TreeSet<>(oddLabels));
  }
}
