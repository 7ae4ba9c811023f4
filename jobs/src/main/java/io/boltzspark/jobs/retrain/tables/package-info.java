/**
 * Deliveries that are tables: Parquet of any layout that {@code boltz train --data} reads. {@link
 * io.boltzspark.jobs.retrain.tables.DeliveredTables} reads one and checks that a machine can be
 * trained on it; {@link io.boltzspark.jobs.retrain.tables.JoinedTables} writes the rows of several
 * as one table, with validation rows and rows held out, which later runs find again by their
 * contents.
 */
package io.boltzspark.jobs.retrain.tables;
