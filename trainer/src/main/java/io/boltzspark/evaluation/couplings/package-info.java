/**
 * What couplings between sites say: about which sites depend on each other, and about what a
 * mutation costs. Pure functions of parameters.
 *
 * <p>{@link io.boltzspark.evaluation.couplings.Gauge} fixes what a distribution leaves open of the
 * parameters of Potts units. {@link io.boltzspark.evaluation.couplings.PairScores} has a number for
 * each pair of sites, {@link io.boltzspark.evaluation.couplings.RankedPair} is one of them in their
 * ranking, and {@link io.boltzspark.evaluation.couplings.Contacts} are the pairs that should be
 * among the first. {@link io.boltzspark.evaluation.couplings.SingleMutations} has the free energies
 * of all sequences that differ from one at one site. {@link
 * io.boltzspark.evaluation.couplings.IsingCouplings} compares couplings with those of the Ising
 * model.
 */
package io.boltzspark.evaluation.couplings;
