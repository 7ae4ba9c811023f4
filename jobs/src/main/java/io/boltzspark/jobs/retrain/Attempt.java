package io.boltzspark.jobs.retrain;

import io.boltzspark.jobs.console.Progress;
import io.boltzspark.jobs.retrain.registry.Registry;
import io.boltzspark.jobs.retrain.registry.RunFolder;

/**
 * The objects shared by all parts of an attempt at a run.
 *
 * @param run the files of earlier attempts
 */
record Attempt(
    RetrainSpec spec, Registry registry, RunFolder run, Deliveries deliveries, Progress progress) {}
