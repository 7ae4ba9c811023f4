package io.boltzspark.jobs.export;

/** The forms in which a model can be handed to other programs. */
public enum ExportFormat {
  /** The tensors alone, as {@code model/model.safetensors} of a run has them. */
  SAFETENSORS,
  /** The tensors as NumPy arrays: {@link NpzFile}. */
  NPZ,
  /** A computation: {@link OnnxMachine}. */
  ONNX
}
