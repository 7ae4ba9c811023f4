package io.boltzspark.evaluation.couplings;

/**
 * A pair of sites in a ranking.
 *
 * @param i the first site, from 0
 * @param j the second site, above i
 * @param score what pairs are ranked by
 * @param raw the score without correction; for units of one column, the coupling with its sign
 */
public record RankedPair(int i, int j, double score, double raw) {}
