/**
 * Measures of a machine's quality, computed for slices of rows, chains or states, which callers may
 * distribute. Everything here is a pure function of parameters, rows, seed and slice.
 *
 * <p>{@link io.boltzspark.evaluation.partition.LogLikelihood} computes the log-likelihood of rows
 * up to log Z (a lower bound if hidden units are connected or coupled with each other), and log Z
 * comes from
 *
 * <ul>
 *   <li>{@link io.boltzspark.evaluation.partition.ExactLogPartition}, which enumerates the states
 *       of one side, and all layers that have couplings within, or {@link
 *       io.boltzspark.evaluation.partition.GaussianPrecision}, if all units are Gaussian;
 *   <li>{@link io.boltzspark.evaluation.partition.AnnealedImportance}, which on average is too low,
 *       and {@link io.boltzspark.evaluation.partition.ReverseAnnealing}, which is too high if its
 *       particles are good: both walk along an {@link
 *       io.boltzspark.evaluation.partition.AnnealedPath} and give a {@link
 *       io.boltzspark.evaluation.partition.LogPartitionEstimate} with an error bar; {@link
 *       io.boltzspark.evaluation.partition.BracketTrust} compares them.
 * </ul>
 *
 * {@link io.boltzspark.evaluation.partition.Normalisable} says which machines have no finite Z.
 *
 * <p>{@link io.boltzspark.evaluation.ReconstructionError} and {@link
 * io.boltzspark.evaluation.PseudoLikelihood} are monitored during training. Neither ranks models: a
 * pseudo-likelihood can improve while the likelihood collapses. {@link
 * io.boltzspark.evaluation.ContrastiveLoss} is what CD descends, and ranks models as little. {@link
 * io.boltzspark.evaluation.RowScore} is the common interface of such scores for Spark jobs, and
 * {@link io.boltzspark.evaluation.WeightedMean} their mean over rows that have weights.
 *
 * <p>{@link io.boltzspark.evaluation.ModelSamples} are compared with data: by {@link
 * io.boltzspark.evaluation.neighbours.EnergyCoefficient} and {@link
 * io.boltzspark.evaluation.neighbours.NeighbourDivergence} in small batches. With {@link
 * io.boltzspark.evaluation.HeatCapacity} and {@link io.boltzspark.evaluation.WeightStatistics}
 * these are the monitors of the published energy-model experiments. {@link
 * io.boltzspark.evaluation.neighbours.AdversarialAccuracy} and the {@link
 * io.boltzspark.evaluation.neighbours.DistanceSummary} of {@link
 * io.boltzspark.evaluation.neighbours.NearestNeighbours} reveal samples that repeat training rows.
 *
 * <p>{@link io.boltzspark.evaluation.sites} compares samples with data by statistics of sites.
 *
 * <p>{@link io.boltzspark.evaluation.ReceptiveFields} are the visible patterns to which the units
 * of a hidden layer respond. {@link io.boltzspark.evaluation.HiddenMeans} are a machine's features
 * of a row, {@link io.boltzspark.evaluation.RowFreeEnergy} measures how unlikely a row is, and
 * {@link io.boltzspark.evaluation.RocArea} how well that separates odd rows from normal ones.
 *
 * <p>{@link io.boltzspark.evaluation.couplings.PairScores} say which visible units depend on each
 * other by the couplings between them, {@link io.boltzspark.evaluation.couplings.Gauge} fixes what
 * a distribution of Potts units leaves open of them, and {@link
 * io.boltzspark.evaluation.couplings.SingleMutations} are the free energies beside a sequence.
 *
 * <p>{@link io.boltzspark.evaluation.IsingObservables} are the observables for spin machines that
 * learn the Ising model, and {@link io.boltzspark.evaluation.IsingTheory} gives their exact values.
 */
package io.boltzspark.evaluation;
