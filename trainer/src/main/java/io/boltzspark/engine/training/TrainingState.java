package io.boltzspark.engine.training;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.learning.Lanes;
import io.boltzspark.learning.Learner;
import io.boltzspark.learning.LearnerState;
import io.boltzspark.math.Blas;
import io.boltzspark.math.Tensor;
import io.boltzspark.store.Checkpoint;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The state of a stage besides learner and data, and its form in a checkpoint: the current model's
 * tensors under their own names, further learner state, the lanes' states, the parameters of
 * earlier stages, and facts.
 */
final class TrainingState {
  private static final String EARLIER = "stage.";
  private static final String BEST = "best";

  /** Names how products of binary states are rounded; missing where all products were dense. */
  private static final String ROUNDINGS = "roundings";

  private static final String SPARSE_ROUNDINGS = "sparse";

  private final TrainingStage training;
  private final Lanes lanes;
  private final String identity;
  private final int stage;
  private final List<float[]> earlier;
  private byte[] states = new byte[0];

  /**
   * @param identity SHA-256 of all inputs that affect the bytes
   * @param number the stage's number, from 0
   * @param earlier parameters of earlier stages
   */
  TrainingState(
      TrainingStage stage, Lanes lanes, String identity, int number, List<float[]> earlier) {
    this.training = stage;
    this.lanes = lanes;
    this.identity = identity;
    this.stage = number;
    this.earlier = List.copyOf(earlier);
  }

  /** The states of all lanes. */
  byte[] states() {
    return states;
  }

  void moved(byte[] newStates) {
    states = newStates;
  }

  /** Which of these stages a checkpoint belongs to. */
  static int stageOf(Checkpoint checkpoint, List<StageOutline> stages) {
    return (int) new CheckpointFacts(checkpoint).whole("stage", 0, stages.size() - 1L);
  }

  /** The parameters of the stages before the checkpoint's. */
  static List<float[]> earlierOf(Checkpoint checkpoint, List<StageOutline> stages) {
    CheckpointFacts facts = new CheckpointFacts(checkpoint);
    List<float[]> found = new ArrayList<>();
    for (int s = 0; s < stageOf(checkpoint, stages); s++) {
      found.add(facts.floats(EARLIER + s, stages.get(s).parameters()));
    }
    return found;
  }

  /**
   * @throws BoltzException BAD_CONFIGURATION if a checkpoint belongs to a different configuration
   *     or to different data
   */
  static void requireSame(String identity, Checkpoint checkpoint) {
    if (!identity.equals(checkpoint.facts().get("identity"))) {
      throw new BoltzException(
          ExitCode.BAD_CONFIGURATION,
          "the checkpoint of step "
              + checkpoint.step()
              + " was made with a different configuration or different data, so resuming from it"
              + " would not give the same model. The number of epochs is part of the configuration"
              + " if a setting depends on it (a linear or cosine schedule, learning.k-end,"
              + " learning.averaging): only a run with learning.schedule.kind=constant and without"
              + " these settings can be extended. Resume with the original settings (config.conf of"
              + " the run) and data, or start a new run with another --out");
    }
  }

  /**
   * Restores the state from a checkpoint of this stage.
   *
   * @param step the step within the stage
   * @throws BoltzException BAD_INPUT if something is missing or has the wrong size
   */
  void restore(Checkpoint checkpoint, long step, Learner learner, BestModel best) {
    CheckpointFacts facts = new CheckpointFacts(checkpoint);
    facts.requireStep(step);
    float[] model = training.parameters("of step " + checkpoint.step(), checkpoint.tensors());
    Map<String, float[]> arrays = new LinkedHashMap<>();
    learner
        .state()
        .arrays()
        .forEach(
            (name, mine) ->
                arrays.put(
                    name,
                    name.equals(LearnerState.PARAMETERS)
                            && !checkpoint.tensors().containsKey(LearnerState.PARAMETERS)
                        ? model
                        : facts.floats(name, mine.length)));
    int stateBytes = training.program().stateOffset(lanes, lanes.count());
    byte[] restored = facts.bytes(training.stateName(), stateBytes);
    facts
        .within(BEST)
        .ifPresent(found -> best.restore(found, facts.floats(BEST, best.parameters().length)));
    learner.restore(new LearnerState(step, arrays));
    states = restored;
  }

  /** Whether a run resumed from a checkpoint rounds as the run that wrote it would have. */
  static boolean roundsAs(Checkpoint checkpoint) {
    return SPARSE_ROUNDINGS.equals(checkpoint.facts().get(ROUNDINGS));
  }

  /**
   * @param step the step over all stages
   * @param epoch the epoch over all stages
   * @param facts facts about the run, for readers of the checkpoint as a model
   */
  Checkpoint checkpoint(
      Learner learner, BestModel best, long step, int epoch, Map<String, Object> facts) {
    Map<String, Tensor> tensors = new LinkedHashMap<>(training.model(learner.modelParameters()));
    learner
        .state()
        .arrays()
        .forEach(
            (name, values) -> {
              if (!name.equals(LearnerState.PARAMETERS) || learner.modelParameters() != values) {
                tensors.put(name, Tensor.ofFloats(values, 0, values.length));
              }
            });
    int each = training.stateItemBytes();
    int[] shape = {each == 0 ? 0 : states.length / each, each};
    tensors.put(training.stateName(), new Tensor(Tensor.Type.U8, shape, states));
    for (int s = 0; s < earlier.size(); s++) {
      tensors.put(EARLIER + s, Tensor.ofFloats(earlier.get(s), 0, earlier.get(s).length));
    }
    Map<String, Object> all = new LinkedHashMap<>(facts);
    all.putAll(training.facts());
    all.put("identity", identity);
    all.put("stage", stage);
    all.put("blas_kernel", Blas.info().kernel());
    all.put(ROUNDINGS, SPARSE_ROUNDINGS);
    if (best.isWatching()) {
      all.put(BEST, best.facts());
      tensors.put(BEST, Tensor.ofFloats(best.parameters(), 0, best.parameters().length));
    }
    return new Checkpoint(step, epoch, tensors, all);
  }
}
