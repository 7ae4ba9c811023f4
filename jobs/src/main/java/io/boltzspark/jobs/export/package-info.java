/**
 * {@code boltz export}: models in the forms that other programs read. Nothing here knows Spark.
 *
 * <ul>
 *   <li>{@link io.boltzspark.jobs.export.ExportFormat} is the choice, and what each form holds.
 *   <li>{@link io.boltzspark.jobs.export.NpzFile}: NumPy's archive of arrays.
 *   <li>{@link io.boltzspark.jobs.export.OnnxMachine}: the computation itself, as an ONNX graph of
 *       hidden means or of a Gibbs step. {@code OnnxUnits} knows the operators for each kind of
 *       units, {@code OnnxGraph} the parts of an ONNX file, and {@code ProtoMessage} the Protocol
 *       Buffers that it is made of.
 * </ul>
 *
 * <p>Equal models make equal files.
 */
package io.boltzspark.jobs.export;
