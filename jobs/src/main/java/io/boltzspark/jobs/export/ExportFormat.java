package io.boltzspark.jobs.export;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import java.util.Locale;

/** The formats in which a model can be exported. */
public enum ExportFormat {
  /** The tensors alone, as in {@code model/model.safetensors} of a run. */
  SAFETENSORS,
  /** The tensors as NumPy arrays: {@link NpzFile}. */
  NPZ,
  /** A computation graph: {@link OnnxMachine}, {@link OnnxAdversarial}. */
  ONNX,
  /** The couplings and fields of a machine of sequences as text: {@link AdabmdcaText}. */
  ADABMDCA;

  /** What the name of a file of this format ends with; of text, anything. */
  private String ending() {
    return this == ADABMDCA ? "" : "." + name().toLowerCase(Locale.ROOT);
  }

  /**
   * Refuses the name of a file that tells of another format.
   *
   * @throws BoltzException USAGE
   */
  void requireName(String file) {
    String name = file.toLowerCase(Locale.ROOT);
    for (ExportFormat other : values()) {
      if (other != this && other != ADABMDCA && name.endsWith(other.ending())) {
        throw new BoltzException(
            ExitCode.USAGE,
            "--out %s is the name of a file of another format than --format %s; %sor give --format %s"
                .formatted(
                    file,
                    name().toLowerCase(Locale.ROOT),
                    ending().isEmpty()
                        ? "choose another name, "
                        : "end the name with %s, ".formatted(ending()),
                    other.name().toLowerCase(Locale.ROOT)));
      }
    }
  }
}
