package io.boltzspark.jobs.evaluate.samples;

import java.util.OptionalInt;

/**
 * The samples that data is compared with.
 *
 * @param count how many, and most rows of each part that are compared with them
 * @param sweeps Gibbs sweeps of each from noise; empty: as many as each metric takes
 * @param triples most triples of sites whose statistics are compared; 0: none
 */
public record Sampling(int count, OptionalInt sweeps, int triples) {}
