package io.boltzspark.jobs.export;

import java.util.Objects;

/**
 * What {@code boltz export} was asked for.
 *
 * @param model a run, {@code RUN@step:N} or {@code RUN@epoch:N}
 * @param format of the file
 * @param task what an ONNX graph is to compute; other formats have no use for it
 * @param meanFieldUpdates in an ONNX graph of features of a machine with several hidden layers
 * @param out the file to write
 * @param overwrite replace a file that is there
 */
public record ExportRequest(
    String model,
    ExportFormat format,
    OnnxTask task,
    int meanFieldUpdates,
    String out,
    boolean overwrite) {

  public ExportRequest {
    Objects.requireNonNull(model);
    Objects.requireNonNull(format);
    Objects.requireNonNull(task);
    Objects.requireNonNull(out);
  }
}
