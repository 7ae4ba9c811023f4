package io.boltzspark.engine.training;

/**
 * A stage as it is known before it begins.
 *
 * @param name its name in metrics and progress
 * @param epochs number of passes over the data
 * @param parameters number of trained parameters
 */
public record StageOutline(String name, int epochs, int parameters) {}
