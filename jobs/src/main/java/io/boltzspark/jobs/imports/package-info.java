/**
 * {@code boltz import}: parameters that other programs have learnt become a run with a model, which
 * all commands that take a model can use. {@link io.boltzspark.jobs.imports.ImportAction} is the
 * job, {@code AdabmdcaReader} reads the format of adabmDCA, which {@code boltz export} writes.
 * Nothing here uses Spark.
 */
package io.boltzspark.jobs.imports;
