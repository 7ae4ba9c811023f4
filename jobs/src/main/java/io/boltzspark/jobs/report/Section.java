package io.boltzspark.jobs.report;

import io.boltzspark.jobs.report.charts.Html;
import java.util.List;

/** A part of the page with its own heading. */
public interface Section {

  /** The heading. */
  String title();

  /**
   * Writes the content below the heading; writes nothing where these runs have nothing to show, and
   * the heading is then omitted.
   *
   * @param runs the reported run first, then those it is compared with
   */
  void write(Html html, List<ReportedRun> runs);
}
