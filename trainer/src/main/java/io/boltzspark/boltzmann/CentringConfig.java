package io.boltzspark.boltzmann;

import java.io.Serializable;

/**
 * Centring (Melchior, Fischer and Wiskott 2016): the gradient is that of a machine in which each
 * state has an offset subtracted, which makes weights and biases nearly independent.
 *
 * @param enabled whether to centre
 * @param rate rate at which hidden offsets follow the means of the hidden units on the data, in (0,
 *     1]
 */
public record CentringConfig(boolean enabled, double rate) implements Serializable {}
