package io.boltzspark.jobs.actions;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.files.FileSystems;
import io.boltzspark.files.WholeFiles;
import io.boltzspark.jobs.console.Progress;
import io.boltzspark.jobs.export.NpzFile;
import io.boltzspark.jobs.export.OnnxMachine;
import io.boltzspark.jobs.export.OnnxTask;
import io.boltzspark.math.Tensor;
import io.boltzspark.store.SafeTensors;
import io.boltzspark.store.TrainedModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Writes a model in a form that other programs read. Needs no Spark. */
public final class ExportAction {
  /** Files are put together in an array, and Protocol Buffers end at 2 GiB: less a header. */
  private static final long MOST_PARAMETERS = ((1L << 31) - (1L << 20)) / Float.BYTES;

  private final Configuration hadoop;
  private final ExportRequest request;
  private final Progress progress;

  public ExportAction(Configuration hadoop, ExportRequest request, Progress progress) {
    this.hadoop = hadoop;
    this.request = request;
    this.progress = progress;
  }

  /**
   * @throws BoltzException BAD_INPUT for a model that the format cannot express; OUTPUT_EXISTS
   */
  public ExportSummary execute() {
    Path out = new Path(request.out());
    Outputs.requireFreeFile(hadoop, out, request.overwrite());
    TrainedModel model = TrainedModel.load(hadoop, request.model(), progress::note);
    UsableModel.requireFinite(model, request.model());
    if (model.parameters().length > MOST_PARAMETERS) {
      throw new BoltzException(
          ExitCode.BAD_INPUT,
          "%s has %d parameters, and a file can hold %d: use its model.safetensors itself"
              .formatted(request.model(), model.parameters().length, MOST_PARAMETERS));
    }
    byte[] bytes =
        switch (request.format()) {
          case SAFETENSORS -> safeTensors(tensors(model));
          case NPZ -> NpzFile.of(tensors(model));
          case ONNX -> onnx(model);
        };
    WholeFiles.write(FileSystems.of(hadoop, out), out, bytes);
    return new ExportSummary(
        request.model(),
        request.format(),
        holds(model),
        request.out(),
        bytes.length,
        WholeFiles.sha256(bytes));
  }

  private static Map<String, Tensor> tensors(TrainedModel model) {
    return TrainedModel.tensors(model.machine(), model.parameters(), model.standardisation());
  }

  private static byte[] safeTensors(Map<String, Tensor> tensors) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      SafeTensors.write(bytes, tensors);
    } catch (IOException e) {
      throw new UncheckedIOException("to memory", e);
    }
    return bytes.toByteArray();
  }

  private byte[] onnx(TrainedModel model) {
    return request.task() == OnnxTask.FEATURES
        ? OnnxMachine.hiddenMeans(model, request.meanFieldUpdates())
        : OnnxMachine.gibbsStep(model);
  }

  private String holds(TrainedModel model) {
    return switch (request.format()) {
      case SAFETENSORS, NPZ -> tensors(model).size() + " tensors";
      case ONNX ->
          request.task() == OnnxTask.GIBBS
              ? "a Gibbs step"
              : model.machine().hiddenUnitsAreIndependent()
                  ? "hidden means"
                  : "hidden means by " + request.meanFieldUpdates() + " updates of mean field";
    };
  }
}
