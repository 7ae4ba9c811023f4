package io.boltzspark.jobs.latent;

import io.boltzspark.adversarial.LatentPath;
import io.boltzspark.adversarial.NoiseRows;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.files.Paths;
import io.boltzspark.jobs.actions.ActionResult;
import io.boltzspark.jobs.actions.Outputs;
import io.boltzspark.jobs.actions.PictureFiles;
import io.boltzspark.jobs.console.Progress;
import io.boltzspark.jobs.images.ChainPictures;
import io.boltzspark.jobs.images.DataPicture;
import io.boltzspark.jobs.images.Lettering;
import io.boltzspark.jobs.images.NamedGenerator;
import io.boltzspark.math.Matrix;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;

/** Draws images on the way from the noise of one seed to that of another. Needs no Spark. */
public final class PathAction {
  /**
   * The request of {@code boltz latent --from}.
   *
   * @param model a run, {@code RUN@step:N} or {@code RUN@epoch:N}
   * @param out the PNG with a line for each path, or the GIF of one
   * @param from seed of the first image
   * @param to seed of the last image
   * @param steps images, at least 2
   * @param path empty: both in a PNG, the spherical one in a GIF
   * @param digit the class of all images; empty: 0 where the network has labels
   * @param overwrite replace an existing file
   */
  public record Request(
      String model,
      String out,
      long from,
      long to,
      int steps,
      Optional<LatentPath> path,
      OptionalInt digit,
      boolean overwrite) {
    public Request {
      Objects.requireNonNull(model);
      Objects.requireNonNull(out);
      Objects.requireNonNull(path);
      Objects.requireNonNull(digit);
    }
  }

  /**
   * The picture.
   *
   * @param picture the file
   * @param steps images of a path
   * @param paths in the picture
   */
  public record Result(String picture, int steps, List<String> paths) implements ActionResult {
    public Result {
      paths = List.copyOf(paths);
    }

    @Override
    public Map<String, Object> json() {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("picture", picture);
      json.put("steps", steps);
      json.put("paths", paths);
      return json;
    }

    @Override
    public List<String> summary() {
      return List.of(
          "%d images on the %s path: %s"
              .formatted(steps, String.join(" and the ", paths), picture));
    }
  }

  private final Configuration hadoop;
  private final Request request;
  private final Progress progress;

  public PathAction(Configuration hadoop, Request request, Progress progress) {
    this.hadoop = hadoop;
    this.request = request;
    this.progress = progress;
  }

  public Result execute() {
    boolean gif = PictureFiles.isGif(request.out());
    if (!gif) {
      PictureFiles.requirePng(request.out());
    }
    Outputs.requireFreeFile(hadoop, Paths.of(request.out()), request.overwrite());
    Lettering.requireFonts();
    NamedGenerator generator =
        LatentModel.load(hadoop, request.model(), request.digit(), progress::note);
    List<LatentPath> paths =
        request
            .path()
            .map(List::of)
            .orElse(gif ? List.of(LatentPath.SPHERICAL) : Arrays.asList(LatentPath.values()));
    List<Matrix> lines = paths.stream().map(path -> images(generator, path)).toList();
    List<String> words = paths.stream().map(PathAction::word).toList();
    byte[] picture =
        gif
            ? ChainPictures.captioned(generator.shape(), lines.get(0), captions(), 1)
            : DataPicture.png(
                generator.shape(),
                "From seed %d to seed %d".formatted(request.from(), request.to()),
                "images of noise on the way between, at even distances",
                lines,
                words);
    PictureFiles.write(hadoop, request.out(), picture);
    progress.finish("wrote " + request.out());
    return new Result(request.out(), request.steps(), words);
  }

  private Matrix images(NamedGenerator generator, LatentPath path) {
    float[] from = noise(generator, request.from());
    float[] to = noise(generator, request.to());
    Matrix points;
    try {
      points = path.between(from, to, request.steps());
    } catch (IllegalArgumentException e) {
      throw new BoltzException(
          ExitCode.USAGE,
          "--path spherical: the noise of the seeds %d and %d is opposite to each other, so no arc between them is shorter than others; choose another seed, or --path straight"
              .formatted(request.from(), request.to()),
          e);
    }
    int[] labels = new int[generator.networks().labels() > 0 ? points.rows() : 0];
    Arrays.fill(labels, request.digit().orElse(0));
    return generator.images(new NoiseRows(points, labels));
  }

  /** That of the first image of a seed. */
  private static float[] noise(NamedGenerator generator, long seed) {
    return NoiseRows.normal(generator.networks(), seed, 1).noise().toArray();
  }

  private static String word(LatentPath path) {
    return path.name().toLowerCase(Locale.ROOT);
  }

  private List<String> captions() {
    return IntStream.range(0, request.steps())
        .mapToObj(s -> "image %d of %d".formatted(s + 1, request.steps()))
        .toList();
  }
}
