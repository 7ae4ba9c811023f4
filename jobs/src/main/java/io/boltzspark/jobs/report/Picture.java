package io.boltzspark.jobs.report;

/**
 * A picture in a report.
 *
 * @param caption what it shows
 * @param png the bytes of a PNG
 */
public record Picture(String caption, byte[] png) {}
