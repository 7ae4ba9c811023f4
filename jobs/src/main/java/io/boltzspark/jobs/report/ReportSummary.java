package io.boltzspark.jobs.report;

import io.boltzspark.jobs.actions.ActionResult;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A report that was written.
 *
 * @param report the file
 * @param runs in it, the reported one first
 * @param bytes its size
 * @param seconds wall time
 */
public record ReportSummary(String report, List<String> runs, long bytes, double seconds)
    implements ActionResult {

  @Override
  public Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("report", report);
    json.put("runs", runs);
    json.put("bytes", bytes);
    json.put("seconds", seconds);
    return json;
  }

  @Override
  public List<String> summary() {
    return List.of(
        String.format(
            Locale.ROOT,
            "report of %s: %s (%,d KB, %.1f s)",
            String.join(", ", runs),
            report,
            (bytes + 1023) / 1024,
            seconds));
  }
}
