package io.boltzspark.model;

import io.boltzspark.math.RandomStream;

/**
 * Units that can be drawn one after another, each given the present states of all others, as
 * couplings within a layer require. Not multinomial units: the draws of a group exclude each other,
 * and couplings between its columns would make its conditional distribution a sum over all counts.
 * Not rectified ones: a product of two unbounded states can lower the energy without bound.
 */
interface SiteUnits extends EnergyUnits {

  /** Number of neighbouring columns of a unit: q for Potts units, else 1. */
  default int columnsOfUnit() {
    return spec().type().countsColumns() ? spec().count() : 1;
  }

  /** {@code noise[first ..] :=} the random numbers that decide the next draw of each unit. */
  void noiseInto(float[] noise, int first, float[] parameters, RandomStream random);

  /**
   * Draws a unit.
   *
   * @param field bias plus input of each of the layer's columns
   * @param column the unit's first column
   * @param noise the unit's number of {@link #noiseInto}
   * @param states receives the state at the unit's columns
   */
  void drawUnit(float[] field, int column, float noise, float[] states);

  /** {@code means := } the unit's mean at its columns; arguments as in {@link #drawUnit}. */
  void meanOfUnit(float[] field, int column, float[] means);
}
