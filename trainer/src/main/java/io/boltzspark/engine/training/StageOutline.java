package io.boltzspark.engine.training;

/**
 * What is known of a stage before it begins.
 *
 * @param name for metrics and progress
 * @param epochs passes over the data
 * @param parameters how many numbers it trains
 */
public record StageOutline(String name, int epochs, int parameters) {}
