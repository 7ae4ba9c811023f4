package io.boltzspark.jobs.export;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.evaluation.couplings.Gauge;
import io.boltzspark.files.FileSystems;
import io.boltzspark.files.Paths;
import io.boltzspark.files.WholeFiles;
import io.boltzspark.jobs.actions.ActionResult;
import io.boltzspark.jobs.actions.Outputs;
import io.boltzspark.jobs.actions.UsableModel;
import io.boltzspark.jobs.console.Progress;
import io.boltzspark.math.Tensor;
import io.boltzspark.store.AdversarialModel;
import io.boltzspark.store.ReferencedModel;
import io.boltzspark.store.SafeTensors;
import io.boltzspark.store.TrainedModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Writes a model in a format for other programs. Needs no Spark. */
public final class ExportAction {
  /**
   * The arguments of {@code boltz export}.
   *
   * @param model a run, {@code RUN@step:N} or {@code RUN@epoch:N}
   * @param format of the file
   * @param task what an ONNX graph computes; empty: the means of a machine's hidden units, or a
   *     network's generator; ignored by other formats
   * @param meanFieldUpdates number of mean-field updates in an ONNX graph of features, for several
   *     hidden layers
   * @param gauge of the parameters of Potts visible units
   * @param out the file to write
   * @param overwrite replace an existing file
   */
  public record Request(
      String model,
      ExportFormat format,
      Optional<OnnxTask> task,
      int meanFieldUpdates,
      Gauge gauge,
      String out,
      boolean overwrite) {

    public Request {
      Objects.requireNonNull(model);
      Objects.requireNonNull(format);
      Objects.requireNonNull(task);
      Objects.requireNonNull(gauge);
      Objects.requireNonNull(out);
    }
  }

  /**
   * An exported model.
   *
   * @param model as given
   * @param holds a readable description of the file's content
   * @param file the written file
   * @param bytes of the file
   * @param sha256 of the file: equal models make equal files
   */
  public record Result(
      String model, ExportFormat format, String holds, String file, long bytes, String sha256)
      implements ActionResult {

    @Override
    public Map<String, Object> json() {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("model", model);
      json.put("format", format.name().toLowerCase(Locale.ROOT));
      json.put("holds", holds);
      json.put("file", file);
      json.put("bytes", bytes);
      json.put("sha256", sha256);
      return json;
    }

    @Override
    public List<String> summary() {
      return List.of(
          String.format(Locale.ROOT, "%s of %s: %s (%,d bytes)", holds, model, file, bytes),
          "SHA-256: " + sha256);
    }
  }

  /** Files are built in an array, and Protocol Buffers are limited to 2 GiB, less a header. */
  private static final long MOST_PARAMETERS = ((1L << 31) - (1L << 20)) / Float.BYTES;

  private final Configuration hadoop;
  private final Request request;
  private final Progress progress;

  public ExportAction(Configuration hadoop, Request request, Progress progress) {
    this.hadoop = hadoop;
    this.request = request;
    this.progress = progress;
  }

  /**
   * @throws BoltzException BAD_INPUT for a model that the format cannot express; OUTPUT_EXISTS
   */
  public Result execute() {
    Path out = Paths.of(request.out());
    Outputs.requireFreeFile(hadoop, out, request.overwrite());
    ReferencedModel named = ReferencedModel.read(hadoop, request.model(), progress::note);
    if (request.format() == ExportFormat.ADABMDCA) {
      return text(TrainedModel.of(request.model(), named), out);
    }
    Content content = named.isAdversarial() ? ofNetwork(named) : ofMachine(named);
    WholeFiles.write(FileSystems.of(hadoop, out), out, content.bytes());
    return new Result(
        request.model(),
        request.format(),
        content.holds(),
        request.out(),
        content.bytes().length,
        WholeFiles.sha256(content.bytes()));
  }

  /** What goes into the file, and in words. */
  private record Content(byte[] bytes, String holds) {}

  private void requireTask(boolean isAdversarial) {
    OnnxTask task = request.task().orElse(null);
    if (request.format() == ExportFormat.ONNX
        && task != null
        && task.isAdversarial() != isAdversarial) {
      throw new BoltzException(
          ExitCode.BAD_INPUT,
          "--graph %s: the model %s is a %s, whose graphs are %s; choose one of these"
              .formatted(
                  task.word(),
                  request.model(),
                  isAdversarial ? "generative adversarial network" : "Boltzmann machine",
                  Arrays.stream(OnnxTask.values())
                      .filter(one -> one.isAdversarial() == isAdversarial)
                      .map(OnnxTask::word)
                      .collect(Collectors.joining(" and "))));
    }
  }

  /** Streamed: text is several times as large as the parameters. */
  private Result text(TrainedModel read, Path out) {
    UsableModel.requireFinite(read, request.model());
    AdabmdcaText text = AdabmdcaText.of(inGauge(read), request.model());
    FileSystem fs = FileSystems.of(hadoop, out);
    WholeFiles.write(fs, out, text);
    return new Result(
        request.model(),
        request.format(),
        text.description(),
        request.out(),
        bytes(fs, out),
        WholeFiles.sha256(fs, out));
  }

  private static long bytes(FileSystem fs, Path file) {
    try {
      return fs.getFileStatus(file).getLen();
    } catch (IOException e) {
      throw new BoltzException(ExitCode.ENVIRONMENT, "cannot look at " + file + ": " + e, e);
    }
  }

  private TrainedModel inGauge(TrainedModel model) {
    if (request.gauge() == Gauge.NONE) {
      return model;
    }
    if (!Gauge.isOf(model.machine())) {
      throw new BoltzException(
          ExitCode.BAD_INPUT,
          "--gauge %s is for Potts visible units, but the model %s is %s; leave the option out"
              .formatted(request.gauge().word(), request.model(), model.layers(" - ")));
    }
    return new TrainedModel(
        model.machine(),
        request.gauge().of(model.machine(), model.parameters()),
        model.standardisation(),
        model.description(),
        model.chains());
  }

  private Content ofMachine(ReferencedModel named) {
    TrainedModel read = TrainedModel.of(request.model(), named);
    requireTask(false);
    requireUsable(read.parameters());
    TrainedModel model = inGauge(read);
    Map<String, Tensor> tensors =
        TrainedModel.tensors(model.machine(), model.parameters(), model.standardisation());
    if (request.format() != ExportFormat.ONNX) {
      return tensors(tensors);
    }
    OnnxTask task = request.task().orElse(OnnxTask.FEATURES);
    if (task == OnnxTask.GIBBS) {
      return new Content(OnnxMachine.gibbsStep(model), "a Gibbs step");
    }
    if (task == OnnxTask.FREE_ENERGY) {
      return new Content(OnnxMachine.freeEnergy(model), "the free energy");
    }
    String how =
        model.machine().hiddenUnitsAreIndependent()
            ? ""
            : " by " + request.meanFieldUpdates() + " mean-field updates";
    return new Content(
        OnnxMachine.hiddenMeans(model, request.meanFieldUpdates()), "hidden means" + how);
  }

  private Content ofNetwork(ReferencedModel named) {
    AdversarialModel model = AdversarialModel.of(request.model(), named);
    requireTask(true);
    if (request.gauge() != Gauge.NONE) {
      throw new BoltzException(
          ExitCode.BAD_INPUT,
          "--gauge %s is for machines with Potts visible units, but the model %s is a generative adversarial network; leave the option out"
              .formatted(request.gauge().word(), request.model()));
    }
    requireUsable(model.parameters());
    if (request.format() != ExportFormat.ONNX) {
      return tensors(AdversarialModel.tensors(model.networks(), model.parameters()));
    }
    return request.task().orElse(OnnxTask.GENERATOR) == OnnxTask.GENERATOR
        ? new Content(OnnxAdversarial.generator(model), "the generator")
        : new Content(OnnxAdversarial.discriminator(model), "the discriminator");
  }

  private void requireUsable(float[] parameters) {
    UsableModel.requireFinite(parameters, request.model());
    if (parameters.length > MOST_PARAMETERS) {
      throw new BoltzException(
          ExitCode.BAD_INPUT,
          "%s has %d parameters, but this format can hold at most %d; use its model.safetensors"
              .formatted(request.model(), parameters.length, MOST_PARAMETERS));
    }
  }

  private Content tensors(Map<String, Tensor> tensors) {
    byte[] bytes =
        request.format() == ExportFormat.NPZ ? NpzFile.of(tensors) : safeTensors(tensors);
    return new Content(bytes, tensors.size() + " tensors");
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
}
