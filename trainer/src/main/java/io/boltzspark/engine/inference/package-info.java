/**
 * Trained machines at work, each as Spark jobs of their own.
 *
 * <ul>
 *   <li>{@link io.boltzspark.engine.inference.SamplingJob} draws from a machine, as its {@link
 *       io.boltzspark.engine.inference.SamplingPlan} says; {@code SamplingTask} is a slice of the
 *       chains, {@link io.boltzspark.engine.inference.Samples} are the result.
 *   <li>{@link io.boltzspark.engine.inference.ClassificationJob} lets a machine with labels assign
 *       them.
 *   <li>{@link io.boltzspark.engine.inference.EvaluationRows} scores rows of data. {@code ModelFit}
 *       makes visible states of the data, {@code RowBlocks} distributes them, and a {@code
 *       BlockFunction} is computed for each block.
 *   <li>{@link io.boltzspark.engine.inference.ModelTables} writes features and scores of all rows
 *       as Parquet.
 *   <li>{@link io.boltzspark.engine.inference.EvaluationJob} estimates or computes the partition
 *       function.
 *   <li>{@link io.boltzspark.engine.inference.NeighbourJob} tells samples from data by their
 *       nearest neighbours.
 * </ul>
 *
 * <p>Work is cut into slices or blocks of fixed sizes, each a pure function of its number and with
 * its own random numbers, so that no result depends on the number of tasks. The computations
 * themselves are in {@link io.boltzspark.sampling} and {@link io.boltzspark.evaluation}; this
 * package distributes them. Functions passed to Spark run on executors, all else on the driver.
 */
package io.boltzspark.engine.inference;
