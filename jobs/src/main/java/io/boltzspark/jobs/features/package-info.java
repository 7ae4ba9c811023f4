/**
 * Tables that a machine makes of rows, and what they are good for: {@code boltz features} writes
 * hidden means and trains a classifier on them, {@code boltz classify} reads off the labels of a
 * model that has some, {@code boltz anomaly} writes free energies.
 */
package io.boltzspark.jobs.features;
