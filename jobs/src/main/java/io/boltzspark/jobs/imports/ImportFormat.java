package io.boltzspark.jobs.imports;

/** The formats of parameters that can be imported. */
public enum ImportFormat {
  /** Couplings and fields of a machine of sequences as text: {@link AdabmdcaReader}. */
  ADABMDCA
}
