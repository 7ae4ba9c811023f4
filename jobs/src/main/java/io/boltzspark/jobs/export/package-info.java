/**
 * {@code boltz export}: models in formats for other programs. Nothing here uses Spark.
 *
 * <ul>
 *   <li>{@link io.boltzspark.jobs.export.ExportFormat} lists the formats and their content.
 *   <li>{@link io.boltzspark.jobs.export.NpzFile}: NumPy's archive of arrays; {@code NpyHeader} of
 *       one of them.
 *   <li>{@link io.boltzspark.jobs.export.OnnxMachine}: the computation itself, as an ONNX graph of
 *       hidden means or of a Gibbs step. {@code OnnxUnits} has the operators of each kind of unit,
 *       {@code OnnxGraph} the parts of an ONNX file, and {@code ProtoMessage} their encoding in
 *       Protocol Buffers.
 *   <li>{@link io.boltzspark.jobs.export.OnnxAdversarial}: a generator or a discriminator as such a
 *       graph; {@code OnnxNetwork} has the operators of each kind of layer.
 *   <li>{@link io.boltzspark.jobs.export.AdabmdcaText}: the parameters of a machine of sequences,
 *       as adabmDCA writes them.
 * </ul>
 *
 * <p>Equal models give equal files.
 */
package io.boltzspark.jobs.export;
