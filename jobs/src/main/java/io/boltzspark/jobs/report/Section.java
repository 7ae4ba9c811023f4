package io.boltzspark.jobs.report;

import io.boltzspark.jobs.report.charts.Html;
import java.util.List;

/** A part of the page, with a heading of its own. */
public interface Section {

  /** The heading. */
  String title();

  /**
   * Writes what belongs under the heading; nothing at all where these runs have nothing to show,
   * and then there is no heading either.
   *
   * @param runs the reported run first, then those it is compared with
   */
  void write(Html html, List<ReportedRun> runs);
}
