/**
 * Models in the forms that other programs read.
 *
 * <ul>
 *   <li>{@link io.boltzspark.jobs.export.ExportFormat} is the choice, and what each form holds.
 *   <li>{@link io.boltzspark.jobs.export.NpzFile}: NumPy's archive of arrays.
 *   <li>{@link io.boltzspark.jobs.export.OnnxMachine}: the computation itself, as an ONNX graph of
 *       hidden means or of a Gibbs step. {@code OnnxUnits} knows the operators for each kind of
 *       units, {@code OnnxGraph} the parts of an ONNX file, and {@code ProtoMessage} the few lines
 *       of the Protocol Buffers wire format that it is made of.
 * </ul>
 *
 * <p>All of them are bytes that depend on the model's structure and parameters alone: equal models
 * make equal files. Nothing here knows Spark or files.
 */
package io.boltzspark.jobs.export;
