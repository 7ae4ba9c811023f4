package io.boltzspark.jobs.retrain;

import io.boltzspark.jobs.console.Progress;
import io.boltzspark.jobs.retrain.registry.Registry;
import io.boltzspark.jobs.retrain.registry.RunFolder;

/**
 * What every part of an attempt at a run works with.
 *
 * @param run what earlier attempts at it have left
 */
record Attempt(
    RetrainSpec spec, Registry registry, RunFolder run, Deliveries deliveries, Progress progress) {}
