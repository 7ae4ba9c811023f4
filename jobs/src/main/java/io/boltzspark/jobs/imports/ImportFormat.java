package io.boltzspark.jobs.imports;

import java.util.Locale;

/** The formats of parameters that can be imported. */
public enum ImportFormat {
  /** Couplings and fields of a machine of sequences as text: {@link AdabmdcaReader}. */
  ADABMDCA,
  /** Named arrays of NumPy. */
  NPZ,
  /** Named tensors, such as a state dict of PyTorch. */
  SAFETENSORS;

  /** Its name in options. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
