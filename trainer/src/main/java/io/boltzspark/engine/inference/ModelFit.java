package io.boltzspark.engine.inference;

import io.boltzspark.boltzmann.VisibleRows;
import io.boltzspark.engine.data.DataFit;
import io.boltzspark.engine.data.TrainingData;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.model.UnitSpec;
import io.boltzspark.model.UnitType;
import io.boltzspark.store.TrainedModel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How data becomes the visible states of a trained model. Where grey values meet units of two
 * states, they are probabilities from which states are drawn.
 */
final class ModelFit {
  private static final Logger LOG = LoggerFactory.getLogger(ModelFit.class);

  private ModelFit() {}

  /**
   * Data as the states of a model's visible units.
   *
   * @throws BoltzException BAD_INPUT when Potts units have no such state
   */
  static TrainingData asStates(TrainingData data, TrainedModel model) {
    return DataFit.asStates(data, model.machine().spec().layers().get(0).get(0));
  }

  /**
   * @param data as the model's {@link #asStates states}
   * @throws BoltzException BAD_INPUT when the data does not fit the model
   */
  static VisibleRows visibleRows(TrainingData data, TrainedModel model) {
    int labels = model.machine().spec().labels();
    UnitSpec visible = model.machine().spec().layers().get(0).get(0);
    int width = model.machine().visible().size() - labels;
    requireSites(data, visible);
    if (data.width() != width) {
      throw new BoltzException(
          ExitCode.BAD_INPUT,
          "the data "
              + data.title()
              + " has "
              + data.width()
              + " units per row, but the model has "
              + width
              + " visible units"
              + (labels > 0 ? " besides its labels" : "")
              + "; use data like the model's training data (--data)");
    }
    boolean drawn = visible.type().hasTwoStates() && !data.isBinary();
    DataFit.requireStates(data, visible, drawn);
    if (visible.type().isReal()) {
      DataFit.otherScale(data, model.standardisation()).ifPresent(LOG::warn);
    }
    return new VisibleRows(data.format(), width, labels, drawn, model.standardisation());
  }

  private static void requireSites(TrainingData data, UnitSpec visible) {
    int states = visible.type() == UnitType.POTTS ? visible.count() : 0;
    if (data.states() != states) {
      throw new BoltzException(
          ExitCode.BAD_INPUT,
          "%s has %s, but the model's visible units are %s; use data like the model's training data (--data)"
              .formatted(
                  data.origin(),
                  inWords(data.states()),
                  visible.type().word() + inBrackets(states)));
    }
  }

  private static String inWords(int states) {
    return states == 0 ? "numbers" : "sites of %d states".formatted(states);
  }

  private static String inBrackets(int states) {
    return states == 0 ? "" : ":" + states;
  }
}
