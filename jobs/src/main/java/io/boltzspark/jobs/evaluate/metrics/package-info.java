/**
 * What {@code boltz evaluate} can measure: {@link io.boltzspark.jobs.evaluate.metrics.Metric} is
 * one measure, a file each; {@link io.boltzspark.jobs.evaluate.metrics.Metrics} knows them all by
 * name; {@link io.boltzspark.jobs.evaluate.metrics.Subject} is what they measure. A {@code
 * SampleMetric} compares {@link io.boltzspark.jobs.evaluate.samples.SampleSource samples} of the
 * model with data. All run on the driver and leave heavy work to the trainer's {@code
 * EvaluationJob}, {@code EvaluationRows}, {@code SamplingJob} and {@code NeighbourJob}.
 */
package io.boltzspark.jobs.evaluate.metrics;
