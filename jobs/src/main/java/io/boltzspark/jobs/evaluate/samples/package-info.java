/**
 * Where samples of a model come from: {@link io.boltzspark.jobs.evaluate.samples.SampleSource} is
 * what {@code boltz evaluate} asks, {@link io.boltzspark.jobs.evaluate.samples.ChainSamples} are
 * those of a machine, {@link io.boltzspark.jobs.evaluate.samples.GeneratedSamples} those of a
 * generator. Each number of sweeps is drawn once, however many metrics ask.
 */
package io.boltzspark.jobs.evaluate.samples;
