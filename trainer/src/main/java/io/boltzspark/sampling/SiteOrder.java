package io.boltzspark.sampling;

/** The order in which a sweep draws the units of a layer with couplings within. */
public enum SiteOrder {
  /** From the first to the last. */
  SEQUENTIAL,
  /** Every sweep in an order of its own, drawn from all. */
  RANDOM,
  /**
   * The units of a square lattice, row by row: those on the white squares of a checkerboard, then
   * those on the black ones. With couplings between neighbours only, units of one colour are
   * independent given the others.
   */
  CHECKERBOARD,
  /**
   * From the first to the last and back to the first: a sweep that is its own reversal, as annealed
   * importance sampling needs in order to walk either way.
   */
  FORTH_AND_BACK
}
