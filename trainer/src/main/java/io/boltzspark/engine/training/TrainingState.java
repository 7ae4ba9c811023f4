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
 * What the future of a stage depends on besides learner and data, and its form in a checkpoint: the
 * model's tensors under their own names, as it is by then; what else the learner needs; the lanes'
 * states; the parameters of the stages before; and facts.
 */
final class TrainingState {
  private static final String EARLIER = "stage.";
  private static final String BEST = "best";

  private final TrainingStage training;
  private final Lanes lanes;
  private final String identity;
  private final int stage;
  private final List<float[]> earlier;
  private byte[] states = new byte[0];

  /**
   * @param identity SHA-256 of what decides the bytes
   * @param number of the stage, from 0
   * @param earlier parameters of the stages before
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

  /** The stage that a checkpoint was made in, one of these. */
  static int stageOf(Checkpoint checkpoint, List<StageOutline> stages) {
    return (int) new CheckpointFacts(checkpoint).whole("stage", 0, stages.size() - 1L);
  }

  /** The parameters of the stages before that of a checkpoint. */
  static List<float[]> earlierOf(Checkpoint checkpoint, List<StageOutline> stages) {
    CheckpointFacts facts = new CheckpointFacts(checkpoint);
    List<float[]> found = new ArrayList<>();
    for (int s = 0; s < stageOf(checkpoint, stages); s++) {
      found.add(facts.floats(EARLIER + s, stages.get(s).parameters()));
    }
    return found;
  }

  /**
   * @throws BoltzException when a checkpoint belongs to another configuration or other data
   */
  static void requireSame(String identity, Checkpoint checkpoint) {
    if (!identity.equals(checkpoint.facts().get("identity"))) {
      throw new BoltzException(
          ExitCode.BAD_CONFIGURATION,
          "the checkpoint of step "
              + checkpoint.step()
              + " was made with another configuration or other data, so resuming from it would not"
              + " give the same model. The number of epochs belongs to the configuration where"
              + " something counts on it (a linear or cosine schedule, learning.k-end,"
              + " learning.averaging): only a run that began with learning.schedule.kind=constant"
              + " and without the others can go on for longer. Resume with the settings and the"
              + " data that the run began with (its config.conf), or start a new run with another"
              + " --out");
    }
  }

  /**
   * Takes everything out of a checkpoint of this stage.
   *
   * @param step within the stage
   * @throws BoltzException BAD_INPUT when something is missing or of another size
   */
  void restore(Checkpoint checkpoint, long step, Learner learner, BestModel best) {
    CheckpointFacts facts = new CheckpointFacts(checkpoint);
    facts.requireStep(step);
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
                        ? training.parameters("of step " + checkpoint.step(), checkpoint.tensors())
                        : facts.floats(name, mine.length)));
    int stateBytes = training.program().stateOffset(lanes, lanes.count());
    byte[] restored = facts.bytes(training.stateName(), stateBytes);
    facts
        .within(BEST)
        .ifPresent(found -> best.restore(found, facts.floats(BEST, best.parameters().length)));
    learner.restore(new LearnerState(step, arrays));
    states = restored;
  }

  /**
   * @param step over all stages
   * @param epoch over all stages
   * @param facts about the run, for whoever reads the checkpoint as a model
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
    if (best.isWatching()) {
      all.put(BEST, best.facts());
      tensors.put(BEST, Tensor.ofFloats(best.parameters(), 0, best.parameters().length));
    }
    return new Checkpoint(step, epoch, tensors, all);
  }
}
