package io.boltzspark.engine.training;

import java.util.function.BooleanSupplier;

/**
 * When to stop before all steps are made.
 *
 * @param lastStep last step, counted over all stages
 * @param stop checked after every step that ends with an exchange
 */
record Limits(long lastStep, BooleanSupplier stop) {}
