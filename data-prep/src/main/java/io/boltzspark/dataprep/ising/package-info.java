/**
 * Configurations of the two-dimensional Ising model: data whose distribution is known. No Spark.
 *
 * <ul>
 *   <li>{@link io.boltzspark.dataprep.ising.IsingSource}, what to draw; {@link
 *       io.boltzspark.dataprep.ising.IsingDescription}, what a manifest says of it afterwards.
 *   <li>{@link io.boltzspark.dataprep.ising.DrawnIsing} draws on all cores of this process, and
 *       writes IDX files that are prepared like any others.
 *   <li>{@code WolffSampler} is the Markov chain, and says how long it runs and why.
 * </ul>
 */
package io.boltzspark.dataprep.ising;
