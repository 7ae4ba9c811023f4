package io.boltzspark.jobs.pictures;

import io.boltzspark.engine.data.TrainingData;
import io.boltzspark.engine.data.TrainingData.Part;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.files.Paths;
import io.boltzspark.jobs.actions.ClassRows;
import io.boltzspark.jobs.actions.Outputs;
import io.boltzspark.jobs.actions.Parts;
import io.boltzspark.jobs.actions.PictureFiles;
import io.boltzspark.jobs.data.ChosenData;
import io.boltzspark.jobs.images.DataPicture;
import io.boltzspark.jobs.images.ImageShape;
import io.boltzspark.jobs.images.Lettering;
import io.boltzspark.math.Matrix;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/** Draws rows of data, each class in a line of its own if there are labels. */
public final class LookAction {
  /**
   * The request of {@code boltz look}.
   *
   * @param data in a directory
   * @param part whose first rows are shown
   * @param count images; with labels divided evenly among the classes, rounded up
   * @param out the PNG to write
   * @param overwrite replace an existing file
   */
  public record Request(ChosenData data, Part part, int count, String out, boolean overwrite) {
    public Request {
      Objects.requireNonNull(data);
      Objects.requireNonNull(part);
      Objects.requireNonNull(out);
    }
  }

  private final SparkSession spark;
  private final Request request;

  public LookAction(SparkSession spark, Request request) {
    this.spark = spark;
    this.request = request;
  }

  public PictureResult execute() {
    long start = System.nanoTime();
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    PictureFiles.requirePng(request.out());
    Outputs.requireFreeFile(hadoop, Paths.of(request.out()), request.overwrite());
    Lettering.requireFonts();
    TrainingData data =
        TrainingData.open(
            spark,
            request.data().directory().orElseThrow(),
            request.data().layout().withoutWeights());
    Parts.requireRows(data, request.part());
    ImageShape shape = shape(data);
    List<Matrix> lines = new ArrayList<>();
    List<String> titles = new ArrayList<>();
    if (data.labels() > 0) {
      addClasses(data, lines, titles);
    } else {
      lines.addAll(DataPicture.lines(images(data, request.count())));
    }
    String note =
        String.format(
            Locale.ROOT,
            "%,d %s rows of %d x %d %s pixels",
            data.rows(request.part()),
            Parts.word(request.part()),
            shape.width(),
            shape.height(),
            data.isBinary() ? "binary" : "grey");
    byte[] png = DataPicture.png(shape, data.title(), note, lines, titles);
    PictureFiles.write(hadoop, request.out(), png);
    int shown = lines.stream().mapToInt(Matrix::rows).sum();
    return new PictureResult(
        request.out(),
        "%d of the %s of %s".formatted(shown, note, data.title()),
        (System.nanoTime() - start) / 1e9);
  }

  private static ImageShape shape(TrainingData data) {
    int width = data.imageSize()[0];
    int height = data.imageSize()[1];
    if (height == 1 || width * height != data.width()) {
      throw new BoltzException(
          ExitCode.BAD_INPUT,
          "the rows of %s, with %d values each, are not images (%d x %d); choose other --data"
              .formatted(data.title(), data.width(), width, height));
    }
    return new ImageShape(height, width);
  }

  private void addClasses(TrainingData data, List<Matrix> lines, List<String> titles) {
    int perClass = (request.count() + data.labels() - 1) / data.labels();
    List<Integer> classes = IntStream.range(0, data.labels()).boxed().toList();
    List<List<Integer>> positions = ClassRows.positions(data, request.part(), classes, perClass);
    int last = positions.stream().flatMap(List::stream).mapToInt(i -> i).max().orElse(-1);
    Matrix first = images(data, last + 1);
    for (int y : classes) {
      Matrix line = Matrix.zeros(positions.get(y).size(), data.width());
      for (int i = 0; i < line.rows(); i++) {
        int row = positions.get(y).get(i);
        line.rows(i, i + 1).setFrom(first.rows(row, row + 1));
      }
      if (line.rows() > 0) {
        lines.add(line);
        titles.add(Integer.toString(y));
      }
    }
    if (lines.isEmpty()) { // other parts have labels, but this one has none
      lines.addAll(DataPicture.lines(images(data, request.count())));
    }
  }

  /** The first rows, from 0 to 1: values beyond that are shrunk to the range of the data. */
  private Matrix images(TrainingData data, int count) {
    Matrix images = data.first(request.part(), count);
    if (data.minimum() < 0 || data.maximum() > 1) {
      double range = data.maximum() - data.minimum();
      float[] values = images.values();
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) ((values[i] - data.minimum()) / range);
      }
    }
    return images;
  }
}
