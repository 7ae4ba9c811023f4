/**
 * The page that {@code boltz report} makes of runs.
 *
 * <ul>
 *   <li>{@link io.boltzspark.jobs.report.ReportedRun} is what is read of a run, {@link
 *       io.boltzspark.jobs.report.ReportPage} makes one HTML file of it.
 *   <li>A {@link io.boltzspark.jobs.report.Section} is a part of the page, a file each; the page is
 *       a list of them.
 *   <li>{@link io.boltzspark.jobs.report.charts.Html} is the only place that escapes what comes
 *       from files.
 *   <li>Charts are XChart's, painted into SVG in the placeholders of {@code Ink}, whose colours
 *       {@code report.css} gives for light, dark and paper; {@code report.js} lets curves be read
 *       off. {@link io.boltzspark.jobs.report.CurvePicture} is such a chart where there is no page.
 * </ul>
 *
 * <p>All of this runs on the driver, and none of it knows Spark.
 */
package io.boltzspark.jobs.report;
