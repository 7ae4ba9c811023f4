/**
 * The structure of Boltzmann machines: layers of units, connections between layers, one flat array
 * of parameters, and the functions that follow from its energy.
 *
 * <p>Start with {@link io.boltzspark.model.BoltzmannMachine}: an RBM is one with two layers, a deep
 * Boltzmann machine one with more. A machine is a structure without numbers, made from a {@link
 * io.boltzspark.model.MachineSpec}; the numbers are a {@code float[]} with the machine's {@link
 * io.boltzspark.model.ParameterLayout}, so gradients, optimiser moments and messages are arrays of
 * the same layout, and are added, scaled and sent without knowing their meaning. Each segment of
 * the layout names its layer and the kind of its parameters.
 *
 * <p>Which layers are connected is defined in one place, {@link
 * io.boltzspark.model.MachineSpec#links}, and each {@link io.boltzspark.model.Connection} knows
 * both its ends; no other code infers a layer's neighbours from its index. {@link
 * io.boltzspark.model.UpdateOrder} defines which layers are independent of one another given the
 * rest, which of them a sweep draws first, and which carry a chain; samplers, mean field, sums over
 * states and files of chains all use it. Couplings within a layer are a {@link
 * io.boltzspark.model.Connection} with equal ends, kept as a full symmetric matrix, so that a
 * unit's couplings with all others are one row; units that can be coupled are {@code SiteUnits},
 * drawn one after another, and {@code GaussianCouplings} keeps those of real units normalisable.
 * Properties of a machine as a whole are named: {@link
 * io.boltzspark.model.BoltzmannMachine#hasEnergy}, {@link
 * io.boltzspark.model.BoltzmannMachine#hasOneHiddenLayer}, {@link
 * io.boltzspark.model.BoltzmannMachine#hiddenUnitsAreIndependent}, {@link
 * io.boltzspark.model.BoltzmannMachine#hasClosedFreeEnergy}.
 *
 * <p>A {@link io.boltzspark.model.Layer} is one or more groups of units side by side, such as
 * pixels and a label; {@link io.boltzspark.model.UnitSpec.Role} identifies the label group. {@link
 * io.boltzspark.model.Units} is the interface of kinds of units: one implementation per kind, with
 * the operations that sampling and learning need. Those with an energy are {@link
 * io.boltzspark.model.EnergyUnits} and have further operations. They share code as follows:
 *
 * <pre>
 * RowwiseUnits              a row at a time, in separate arrays
 *   LinearUnits             learn as if their energy were -b . s
 *     NoisyRectifiedUnits     max(0, y + noise); no energy
 *     DiscreteUnits         finitely many states, energy -b . s
 *       BernoulliUnits        {0, 1}
 *       SpinUnits             {-1, +1}
 *       BinomialUnits         sums of n copies
 *       PottsUnits            one of q categories, as one-hot groups
 *       MultinomialUnits      counts of N draws
 *   QuadraticUnits          energy (s - a)^2 / (2 sigma^2), phi(s) = s / sigma^2
 *     GaussianUnits           real
 *     RectifiedUnits          real and not negative
 * </pre>
 *
 * <p>To add a kind: a constant of {@link io.boltzspark.model.UnitType}, whose methods describe the
 * kind, a class here, and what the compiler then asks for; CONTRIBUTING.md lists the rest.
 *
 * <p>A machine knows visible states only. {@link io.boltzspark.model.Standardisation} turns the
 * data's values into them, and densities of states into those of values; {@link
 * io.boltzspark.model.Restandardisation} keeps a machine the same distribution of values where data
 * is standardised in another way.
 *
 * <p>{@link io.boltzspark.model.TransposedWeights} is a copy of a machine's weights by upper unit,
 * for inputs on the way down as sums of rows.
 *
 * <p>A sample takes about a nanosecond for Bernoulli, spin and Gaussian units, n times that for
 * binomial ones, and 10 to 60 for the others, whose rows are not vectorised throughout.
 *
 * <p>Everything here is a pure function of its arguments and runs on the driver and on executors.
 */
package io.boltzspark.model;
