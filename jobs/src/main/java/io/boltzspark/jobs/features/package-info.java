/**
 * Tables that a machine computes from rows, and their use: {@code boltz features} writes hidden
 * means and trains a classifier on them, {@code boltz classify} assigns labels, {@code boltz
 * anomaly} writes free energies.
 */
package io.boltzspark.jobs.features;
