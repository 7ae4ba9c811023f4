package io.boltzspark.jobs.export;

/** The formats in which a model can be exported. */
public enum ExportFormat {
  /** The tensors alone, as in {@code model/model.safetensors} of a run. */
  SAFETENSORS,
  /** The tensors as NumPy arrays: {@link NpzFile}. */
  NPZ,
  /** A computation graph: {@link OnnxMachine}, {@link OnnxAdversarial}. */
  ONNX,
  /** The couplings and fields of a machine of sequences as text: {@link AdabmdcaText}. */
  ADABMDCA
}
