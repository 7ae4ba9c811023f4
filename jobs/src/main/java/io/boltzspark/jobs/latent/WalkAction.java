package io.boltzspark.jobs.latent;

import io.boltzspark.adversarial.NoiseRows;
import io.boltzspark.files.Paths;
import io.boltzspark.jobs.actions.ActionResult;
import io.boltzspark.jobs.actions.Outputs;
import io.boltzspark.jobs.actions.PictureFiles;
import io.boltzspark.jobs.console.Progress;
import io.boltzspark.jobs.console.TextTable;
import io.boltzspark.jobs.images.ChainPictures;
import io.boltzspark.jobs.images.NamedGenerator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Draws a walk through the latent space: a directory of pictures. Needs no Spark. */
public final class WalkAction {
  /**
   * The request of {@code boltz latent} without {@code --from}.
   *
   * @param model a run, {@code RUN@step:N} or {@code RUN@epoch:N}
   * @param out the directory to write
   * @param digit the class of all images; empty: of a network with labels, classes in turn
   * @param seed of the noise
   * @param overwrite write into a directory that has something
   */
  public record Request(String model, String out, OptionalInt digit, long seed, boolean overwrite) {
    public Request {
      Objects.requireNonNull(model);
      Objects.requireNonNull(out);
      Objects.requireNonNull(digit);
    }
  }

  /**
   * The pictures.
   *
   * @param directory that they are in
   * @param pictures what each shows, by its file's name
   */
  public record Result(String directory, Map<String, String> pictures) implements ActionResult {
    public Result {
      pictures = new LinkedHashMap<>(pictures);
    }

    @Override
    public Map<String, Object> json() {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("directory", directory);
      json.put("pictures", pictures);
      return json;
    }

    @Override
    public List<String> summary() {
      TextTable table = new TextTable().left("picture").left("shows");
      pictures.forEach((file, meaning) -> table.row(directory + "/" + file, meaning));
      return table.lines();
    }
  }

  private final Configuration hadoop;
  private final Request request;
  private final Progress progress;

  public WalkAction(Configuration hadoop, Request request, Progress progress) {
    this.hadoop = hadoop;
    this.request = request;
    this.progress = progress;
  }

  public Result execute() {
    Path out = Paths.of(request.out());
    Outputs.requireFreeDirectory(hadoop, out, request.overwrite());
    NamedGenerator generator =
        LatentModel.load(hadoop, request.model(), request.digit(), progress::note);
    Map<String, String> pictures = new LinkedHashMap<>();
    progress.start("generating images", LatentWalk.ALL.size());
    for (LatentWalk walk : LatentWalk.ALL) {
      NoiseRows noise = walk.noise(generator.networks(), request.seed());
      NoiseRows labelled =
          request.digit().isPresent() ? noise.withLabel(request.digit().getAsInt()) : noise;
      byte[] png =
          ChainPictures.grid(
              generator.shape(), generator.images(labelled), walk.columns(), List.of());
      String file = walk.name() + ".png";
      PictureFiles.write(hadoop, Paths.in(out, file).toString(), png);
      pictures.put(file, walk.meaning());
      progress.update(pictures.size(), "");
    }
    progress.finish("wrote " + pictures.size() + " pictures to " + request.out());
    return new Result(request.out(), pictures);
  }
}
