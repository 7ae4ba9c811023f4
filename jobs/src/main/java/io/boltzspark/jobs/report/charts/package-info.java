/**
 * The tools for writing and drawing a page. {@link io.boltzspark.jobs.report.charts.Html} is the
 * only place that escapes text from files. {@link io.boltzspark.jobs.report.charts.LineChart} and
 * {@link io.boltzspark.jobs.report.charts.Histogram} are charts of XChart, painted into SVG ({@link
 * io.boltzspark.jobs.report.charts.SvgDrawing}) in the placeholders of {@link
 * io.boltzspark.jobs.report.charts.Ink}, whose colours for light, dark and paper are in {@code
 * report.css}. {@link io.boltzspark.jobs.report.charts.Numbers} formats numbers.
 */
package io.boltzspark.jobs.report.charts;
