package io.boltzspark.jobs.retrain;

import io.boltzspark.jobs.console.Progress;

/**
 * What every part of an attempt at a run works with.
 *
 * @param run what earlier attempts at it have left
 */
record Attempt(
    RetrainSpec spec, Registry registry, RunFolder run, Deliveries deliveries, Progress progress) {}
