/**
 * {@code boltz report}: a page of runs that anyone can open.
 *
 * <ul>
 *   <li>{@link io.boltzspark.jobs.report.ReportAction} is the job; {@code ReportPictures} draws
 *       with Spark what the page shows of models. The rest knows no Spark.
 *   <li>{@link io.boltzspark.jobs.report.ReportedRun} is what is read of a run, {@link
 *       io.boltzspark.jobs.report.ReportPage} makes one HTML file of it: a list of sections. A
 *       {@link io.boltzspark.jobs.report.Section} is a part of the page, a file each.
 *   <li>{@link io.boltzspark.jobs.report.charts} has what sections draw and write with; {@code
 *       report.css} and {@code report.js} colour it and let curves be read off.
 *   <li>{@link io.boltzspark.jobs.report.CurvePicture} is a chart where there is no page.
 * </ul>
 */
package io.boltzspark.jobs.report;
