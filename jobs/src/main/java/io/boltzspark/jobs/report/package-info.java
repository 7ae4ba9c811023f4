/**
 * {@code boltz report}: an HTML report of runs.
 *
 * <ul>
 *   <li>{@link io.boltzspark.jobs.report.ReportAction} is the action; {@code ReportPictures} draws
 *       the models' pictures with Spark. The rest does not use Spark.
 *   <li>{@link io.boltzspark.jobs.report.ReportedRun} has the data read from a run, {@link
 *       io.boltzspark.jobs.report.ReportPage} turns it into one HTML file: a list of sections. A
 *       {@link io.boltzspark.jobs.report.Section} is a part of the page; each has its own file.
 *   <li>{@link io.boltzspark.jobs.report.charts} has the tools that sections write and draw with;
 *       {@code report.css} has the colours, and {@code report.js} shows values of curves.
 *   <li>{@link io.boltzspark.jobs.report.CurvePicture} is a chart outside a page.
 * </ul>
 */
package io.boltzspark.jobs.report;
