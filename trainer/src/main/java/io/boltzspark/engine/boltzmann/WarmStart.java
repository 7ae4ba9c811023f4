package io.boltzspark.engine.boltzmann;

import io.boltzspark.boltzmann.BoltzmannConfig;
import io.boltzspark.engine.data.DataFit;
import io.boltzspark.engine.data.TrainingData;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.Restandardisation;
import io.boltzspark.model.Standardisation;
import io.boltzspark.model.UnitType;
import java.util.Locale;
import java.util.Optional;

/**
 * The start of a training from another model, as the same distribution of data's values that it is.
 * The data of the training has its own offsets and scales; the model's parameters are converted to
 * them ({@link Restandardisation}). Where that is impossible (noisy rectified units), or where a
 * value is constant and so has no scale of its own, the model's offset and scale are kept.
 *
 * <p>Keeping the model's scales throughout would not do. The scale of a pixel that a single early
 * image touches lightly is tiny, and a dark stroke of a later image would lie hundreds of scales
 * away: the very values that {@link DataFit} keeps near.
 *
 * @param parameters in the machine's layout
 * @param standardisation of the data's values, without labels
 * @param note a sentence for the user where the two differ
 */
record WarmStart(float[] parameters, Standardisation standardisation, Optional<String> note) {
  /**
   * The largest {@link DataFit#distance} of the data from the model's offsets. Its own data has one
   * of at most 1.
   */
  private static final double FARTHEST = 10;

  /**
   * @param name the model's, for messages
   * @param parameters of a model of the machine that is to be trained
   * @param theirs how that model standardises values, with or without labels
   * @throws BoltzException BAD_CONFIGURATION if the data cannot be of the kind that the model knows
   */
  static WarmStart of(
      String name,
      float[] parameters,
      Standardisation theirs,
      TrainingData data,
      BoltzmannConfig config) {
    Standardisation own = DataFit.standardisation(data, config.model(), config.resample());
    Standardisation before = theirs.first(data.width());
    UnitType type = config.model().spec().layers().get(0).get(0).type();
    if (!type.isReal() || own.isSame(before)) {
      return new WarmStart(parameters, own, Optional.empty());
    }
    requireNear(name, data, config, before);
    if (!Restandardisation.isPossible(type)) {
      return new WarmStart(parameters, before, Optional.of(kept(name, type, own, before)));
    }
    Standardisation after = withConstants(own, before, DataFit.constant(data, config.resample()));
    int labels = config.model().labels();
    float[] converted =
        Restandardisation.parameters(
            BoltzmannMachine.of(config.model().spec()),
            parameters,
            DataFit.withLabels(before, labels),
            DataFit.withLabels(after, labels));
    Optional<String> note =
        after.isSame(before) ? Optional.empty() : Optional.of(converted(name, after, before));
    return new WarmStart(converted, after, note);
  }

  private static void requireNear(
      String name, TrainingData data, BoltzmannConfig config, Standardisation theirs) {
    double distance = DataFit.distance(data, config.resample(), theirs);
    if (!(distance <= FARTHEST)) {
      throw new BoltzException(
          ExitCode.BAD_CONFIGURATION,
          String.format(
              Locale.ROOT,
              "learning.initialisation.from = %s has learnt values of another measure: those of %s"
                  + " lie %.3g of its scales from its offsets (root mean square), and at most %.0f"
                  + " are allowed; give the data the measure of that model's, or start without it"
                  + " (boltz retrain: start = afresh)",
              name,
              data.origin(),
              distance,
              FARTHEST));
    }
  }

  private static Standardisation withConstants(
      Standardisation own, Standardisation theirs, boolean[] constant) {
    float[] offset = own.offset().clone();
    float[] scale = own.scale().clone();
    for (int i = 0; i < constant.length; i++) {
      if (constant[i]) {
        offset[i] = theirs.offset()[i];
        scale[i] = theirs.scale()[i];
      }
    }
    return new Standardisation(offset, scale);
  }

  private static String converted(String name, Standardisation own, Standardisation theirs) {
    return "this data has other offsets and scales than that of learning.initialisation.from = %s (%s); its parameters are converted to them, so that it starts as the same distribution of values"
        .formatted(name, difference(own, theirs));
  }

  private static String kept(
      String name, UnitType type, Standardisation own, Standardisation theirs) {
    return "this data has other scales than that of learning.initialisation.from = %s (%s); %s units cannot be converted, so the scales of that model are kept"
        .formatted(name, difference(own, theirs), type.word());
  }

  private static String difference(Standardisation own, Standardisation theirs) {
    double shift = 0;
    double ratio = 1;
    for (int i = 0; i < own.scale().length; i++) {
      double scale = theirs.scale()[i];
      shift = Math.max(shift, Math.abs((double) own.offset()[i] - theirs.offset()[i]) / scale);
      ratio = Math.max(ratio, Math.max(own.scale()[i] / scale, scale / own.scale()[i]));
    }
    return String.format(Locale.ROOT, "by up to %.3g scales, and a factor of %.3g", shift, ratio);
  }
}
