/**
 * {@code boltz import}: parameters that other programs have learnt become a run with a model, which
 * all commands that take a model can use. Nothing here uses Spark.
 *
 * <ul>
 *   <li>{@link io.boltzspark.jobs.imports.ImportAction} is the job for machines of sequences,
 *       {@code AdabmdcaReader} reads the format of adabmDCA, which {@code boltz export} writes.
 *   <li>{@link io.boltzspark.jobs.imports.ArrayImportAction} is the job for named arrays: an {@code
 *       ArrayFile} is one of NumPy ({@code NpzArrays}, {@code NpyArray}) or of safetensors; {@code
 *       OwnNames} and {@code OtherNames} find out which arrays are which parameters, an {@code
 *       ArrayLayout}, of which an {@code ArrayMachine} makes the machine.
 *   <li>{@code ImportedRun} is what both are asked to make, and writes it.
 * </ul>
 */
package io.boltzspark.jobs.imports;
