package io.boltzspark.jobs.pictures;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.files.Paths;
import io.boltzspark.jobs.actions.Outputs;
import io.boltzspark.jobs.actions.PictureFiles;
import io.boltzspark.jobs.console.Progress;
import io.boltzspark.jobs.images.FilterChoice;
import io.boltzspark.jobs.images.FilterPicture;
import io.boltzspark.jobs.images.Lettering;
import io.boltzspark.jobs.images.NamedModel;
import io.boltzspark.store.TrainedModel;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;

/** Draws the receptive fields of the hidden units of a trained machine. Needs no Spark. */
public final class FiltersAction {
  /**
   * The request of {@code boltz filters} or {@code boltz features --filters}.
   *
   * @param model a run, {@code RUN@step:N} or {@code RUN@epoch:N}
   * @param layer a hidden layer, from 1; empty: all
   * @param choice which fields
   * @param count of each layer, at most
   * @param out the PNG to write
   * @param overwrite replace an existing file
   */
  public record Request(
      String model,
      OptionalInt layer,
      FilterChoice choice,
      int count,
      String out,
      boolean overwrite) {

    public Request {
      Objects.requireNonNull(model);
      Objects.requireNonNull(layer);
      Objects.requireNonNull(choice);
      Objects.requireNonNull(out);
    }
  }

  private final Configuration hadoop;
  private final Request request;
  private final Progress progress;

  public FiltersAction(Configuration hadoop, Request request, Progress progress) {
    this.hadoop = hadoop;
    this.request = request;
    this.progress = progress;
  }

  public PictureResult execute() {
    long start = System.nanoTime();
    PictureFiles.requirePng(request.out());
    Outputs.requireFreeFile(hadoop, Paths.of(request.out()), request.overwrite());
    Lettering.requireFonts();
    TrainedModel loaded = TrainedModel.load(hadoop, request.model(), progress::note);
    NamedModel model = NamedModel.of(request.model(), loaded);
    int hidden = loaded.machine().layers().size() - 1;
    if (hidden == 0) {
      throw new BoltzException(
          ExitCode.BAD_INPUT,
          "the model %s has no hidden units, whose receptive fields filters are; its couplings are shown by boltz couplings --picture FILE"
              .formatted(request.model()));
    }
    List<Integer> layers =
        request.layer().isPresent()
            ? List.of(request.layer().getAsInt())
            : IntStream.rangeClosed(1, hidden).boxed().toList();
    byte[] png = FilterPicture.png(model, layers, request.choice(), request.count());
    PictureFiles.write(hadoop, request.out(), png);
    return new PictureResult(
        request.out(),
        "receptive fields of %s of %s"
            .formatted(
                layers.size() == 1 ? "layer " + layers.get(0) : "layers 1 to " + hidden,
                request.model()),
        (System.nanoTime() - start) / 1e9);
  }
}
