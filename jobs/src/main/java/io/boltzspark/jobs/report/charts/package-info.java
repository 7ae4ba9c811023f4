/**
 * What a page is written and drawn with. {@link io.boltzspark.jobs.report.charts.Html} is the only
 * place that escapes what comes from files. {@link io.boltzspark.jobs.report.charts.LineChart} and
 * {@link io.boltzspark.jobs.report.charts.Histogram} are charts of XChart, painted into SVG ({@link
 * io.boltzspark.jobs.report.charts.SvgDrawing}) in the placeholders of {@link
 * io.boltzspark.jobs.report.charts.Ink}, whose colours {@code report.css} gives for light, dark and
 * paper. {@link io.boltzspark.jobs.report.charts.Numbers} writes numbers.
 */
package io.boltzspark.jobs.report.charts;
