package io.boltzspark.engine.training;

import java.util.function.BooleanSupplier;

/**
 * When to end before all is done.
 *
 * @param lastStep over all stages
 * @param stop asked after every step
 */
record Limits(long lastStep, BooleanSupplier stop) {}
