package io.boltzspark.jobs.pictures;

import io.boltzspark.engine.data.TrainingData;
import io.boltzspark.engine.data.TrainingData.Part;
import io.boltzspark.engine.inference.EvaluationRows;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.files.Paths;
import io.boltzspark.jobs.actions.Outputs;
import io.boltzspark.jobs.actions.Parts;
import io.boltzspark.jobs.actions.UsableModel;
import io.boltzspark.jobs.console.Progress;
import io.boltzspark.jobs.images.Denoising;
import io.boltzspark.jobs.images.ImageShape;
import io.boltzspark.jobs.images.Lettering;
import io.boltzspark.jobs.images.NamedModel;
import io.boltzspark.jobs.states.StatesFile;
import io.boltzspark.math.Matrix;
import io.boltzspark.model.UnitType;
import io.boltzspark.store.TrainedModel;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * Models, of images of one shape where a picture is asked for, and the rows to show them.
 *
 * @param models in the order of the command line
 * @param images values of the rows, rows x values; the same for all models
 * @param source describes the rows, such as {@code the first 1000 test rows of MNIST}
 */
record ComparedModels(List<NamedModel> models, Matrix images, String source) {

  /**
   * Loads the models and rows of a request.
   *
   * @throws BoltzException when something is missing, does not fit together, or must not be
   *     replaced
   */
  static ComparedModels load(SparkSession spark, ComparisonRequest request, Progress progress) {
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    Outputs.requireFreeFile(hadoop, Paths.of(request.out()), request.overwrite());
    List<NamedModel> models = models(hadoop, request.models(), progress);
    if (request.format().isPicture()) {
      Lettering.requireFonts();
      requireOneShape(models);
    } else {
      UsableModel.requireFinite(models.get(0).model(), models.get(0).reference());
      StatesFile.requireSuits(
          request.format(), models.get(0).model(), models.get(0).reference(), request.out());
    }
    TrainingData data = request.data().openUnweighted(spark, request.models().get(0));
    Part part = request.part().orElse(data.rows(Part.TEST) > 0 ? Part.TEST : Part.TRAIN);
    Parts.requireRows(data, part);
    Matrix images = images(spark, data, models, part, request);
    String source =
        "the first %d %s rows of %s".formatted(images.rows(), Parts.word(part), data.title());
    return new ComparedModels(models, images, source);
  }

  private static List<NamedModel> models(
      Configuration hadoop, List<String> references, Progress progress) {
    Set<String> seen = new HashSet<>();
    for (String reference : references) {
      if (!seen.add(reference)) {
        throw new BoltzException(
            ExitCode.USAGE, "--model %s is given twice; give it once".formatted(reference));
      }
    }
    List<TrainedModel> loaded =
        references.stream().map(r -> TrainedModel.load(hadoop, r, progress::note)).toList();
    return NamedModel.all(references, loaded);
  }

  private static void requireOneShape(List<NamedModel> models) {
    ImageShape shape = models.get(0).shape();
    for (NamedModel model : models) {
      if (!model.shape().equals(shape)) {
        throw new BoltzException(
            ExitCode.BAD_INPUT,
            "%s has images of %d x %d pixels, but %s has images of %d x %d; choose models with images of one size"
                .formatted(
                    models.get(0).reference(),
                    shape.width(),
                    shape.height(),
                    model.reference(),
                    model.shape().width(),
                    model.shape().height()));
      }
    }
  }

  /** The images as the first model that draws its states sees them, so that all see the same. */
  private static Matrix images(
      SparkSession spark,
      TrainingData data,
      List<NamedModel> models,
      Part part,
      ComparisonRequest request) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    EvaluationRows rows = null;
    NamedModel seenBy = null;
    for (NamedModel model : models) {
      EvaluationRows own = new EvaluationRows(context, data, model.model(), request.seed());
      if (rows == null || own.areDrawn() && !rows.areDrawn()) {
        rows = own;
        seenBy = model;
      }
    }
    Matrix states = rows.first(part, request.needed());
    return seenBy.values(states);
  }

  /**
   * Values that share a Potts unit or a number of draws cannot be treated one by one.
   *
   * @param therefore what cannot be done, for the message
   * @throws BoltzException BAD_INPUT when a model has such units
   */
  void requireSeparateValues(String therefore) {
    for (NamedModel model : models) {
      UnitType type = model.model().machine().spec().layers().get(0).get(0).type();
      if (!type.hasIndependentColumns()) {
        throw new BoltzException(
            ExitCode.BAD_INPUT,
            "the %s visible units of %s depend on each other, so %s; choose a model with other visible units"
                .formatted(type.title(), model.reference(), therefore));
      }
    }
  }

  /**
   * @throws BoltzException BAD_INPUT when a value is not between 0 and 1
   */
  void requireOpposites() {
    if (!Denoising.suits(images)) {
      throw new BoltzException(
          ExitCode.BAD_INPUT,
          "pixels are flipped from x to 1 - x, but %s have values outside [0, 1]; choose other --data"
              .formatted(source));
    }
  }
}
