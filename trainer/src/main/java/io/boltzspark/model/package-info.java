/**
 * What a Boltzmann machine is: layers of units, connections between neighbouring layers, one flat
 * array of parameters, and the functions that follow from its energy.
 *
 * <p>Start with {@link io.boltzspark.model.BoltzmannMachine}: an RBM is one with two layers, a deep
 * Boltzmann machine one with more. A machine is a structure without numbers, made from a {@link
 * io.boltzspark.model.MachineSpec}; the numbers are a {@code float[]} with the machine's {@link
 * io.boltzspark.model.ParameterLayout}, so that gradients, optimiser moments and messages are
 * arrays of the same layout and are added, scaled and sent without looking inside.
 *
 * <p>A {@link io.boltzspark.model.Layer} is one or more groups of units side by side, such as
 * pixels and a label. {@link io.boltzspark.model.Units} is the seam for kinds of units: one
 * implementation each, with the verbs that sampling and learning need. They share what they can:
 *
 * <pre>
 * RowwiseUnits              a row at a time, in arrays of its own
 *   LinearUnits             own energy -b . s
 *     BernoulliUnits          {0, 1}
 *     SpinUnits               {-1, +1}
 *     BinomialUnits           sums of n copies
 *     SoftmaxUnits            one-hot groups
 *     MultinomialUnits        counts of N draws
 *     NoisyRectifiedUnits     max(0, y + noise); no energy
 *   QuadraticUnits          own energy (s - a)^2 / (2 sigma^2), phi(s) = s / sigma^2
 *     GaussianUnits           real
 *     RectifiedUnits          real and not negative
 * </pre>
 *
 * <p>{@link io.boltzspark.model.ReceptiveFields} are what the units of a hidden layer respond to.
 *
 * <p>A sample costs about a nanosecond for Bernoulli, spin and Gaussian units, n times that for
 * binomial ones, and 10 to 60 for the others, whose rows are not vectorised throughout.
 *
 * <p>Everything here is a pure function of its arguments and runs wherever it is called, on the
 * driver or on an executor.
 */
package io.boltzspark.model;
