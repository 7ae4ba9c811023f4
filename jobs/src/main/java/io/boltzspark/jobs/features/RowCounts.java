package io.boltzspark.jobs.features;

import java.util.Map;
import java.util.stream.Collectors;

/** How rows of parts are told. */
final class RowCounts {
  private RowCounts() {}

  /** Such as {@code 57000 train, 3000 valid, 10000 test rows}. */
  static String text(Map<String, Long> rows) {
    return rows.entrySet().stream()
        .map(part -> part.getValue() + " " + part.getKey())
        .collect(Collectors.joining(", ", "", " rows"));
  }
}
