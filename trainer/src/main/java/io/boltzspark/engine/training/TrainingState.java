package io.boltzspark.engine.training;

import io.boltzspark.boltzmann.LikelihoodLearner;
import io.boltzspark.boltzmann.Stages.Stage;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.learning.LearnerState;
import io.boltzspark.math.Blas;
import io.boltzspark.math.Tensor;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.Standardisation;
import io.boltzspark.sampling.ChainCodec;
import io.boltzspark.store.Checkpoint;
import io.boltzspark.store.TrainedModel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the future of a stage depends on besides learner and data, and its form in a checkpoint: the
 * machine's tensors under their own names, as the model that it is by then; what else the learner
 * needs; the persistent chains; the parameters of the stages before; and facts.
 */
public final class TrainingState {
  private static final String PARAMETERS = "parameters";
  private static final String EARLIER = "stage.";
  private static final String BEST = "best";

  private final BoltzmannMachine machine;
  private final Standardisation standardisation;
  private final String identity;
  private final int stage;
  private final List<float[]> earlier;
  private byte[] chains = new byte[0];

  /**
   * @param standardisation of a visible layer that is the data's; identity for higher ones
   * @param identity SHA-256 of what decides the bytes
   * @param stage number of the stage, from 0
   * @param earlier parameters of the stages before
   */
  TrainingState(
      BoltzmannMachine machine,
      Standardisation standardisation,
      String identity,
      int stage,
      List<float[]> earlier) {
    this.machine = machine;
    this.standardisation = standardisation;
    this.identity = identity;
    this.stage = stage;
    this.earlier = List.copyOf(earlier);
  }

  byte[] chains() {
    return chains;
  }

  void moved(byte[] newChains) {
    chains = newChains;
  }

  Map<String, Tensor> model(float[] parameters) {
    return TrainedModel.tensors(machine, parameters, standardisation);
  }

  /** The stage that a checkpoint was made in, one of these. */
  static int stageOf(Checkpoint checkpoint, List<Stage> stages) {
    return (int) new CheckpointFacts(checkpoint).whole("stage", 0, stages.size() - 1L);
  }

  /** The parameters of the stages before that of a checkpoint. */
  static List<float[]> earlierOf(Checkpoint checkpoint, List<Stage> stages) {
    CheckpointFacts facts = new CheckpointFacts(checkpoint);
    List<float[]> found = new ArrayList<>();
    for (int s = 0; s < stageOf(checkpoint, stages); s++) {
      int parameters = BoltzmannMachine.of(stages.get(s).spec()).layout().size();
      found.add(facts.floats(EARLIER + s, parameters));
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
              + " was made with another configuration or other data, so going on from it would not"
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
   * @param chainCount persistent chains, replicas counted
   * @throws BoltzException BAD_INPUT when something is missing or of another size
   */
  void restore(
      Checkpoint checkpoint, long step, int chainCount, LikelihoodLearner learner, BestModel best) {
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
                    name.equals(PARAMETERS) && !checkpoint.tensors().containsKey(PARAMETERS)
                        ? TrainedModel.parameters(
                            "of step " + checkpoint.step(), machine, checkpoint.tensors())
                        : facts.floats(name, mine.length)));
    long chainBytes = (long) chainCount * new ChainCodec(machine).bytesPerChain();
    byte[] restored = facts.bytes(TrainedModel.CHAINS, chainBytes);
    facts
        .within(BEST)
        .ifPresent(found -> best.restore(found, facts.floats(BEST, best.parameters().length)));
    learner.restore(new LearnerState(step, arrays));
    chains = restored;
  }

  /**
   * @param step over all stages
   * @param epoch over all stages
   * @param facts about the run, for whoever reads the checkpoint as a model
   */
  Checkpoint checkpoint(
      LikelihoodLearner learner, BestModel best, long step, int epoch, Map<String, Object> facts) {
    Map<String, Tensor> tensors = new LinkedHashMap<>(model(learner.modelParameters()));
    learner
        .state()
        .arrays()
        .forEach(
            (name, values) -> {
              if (!name.equals(PARAMETERS) || learner.modelParameters() != values) {
                tensors.put(name, Tensor.ofFloats(values, 0, values.length));
              }
            });
    int each = new ChainCodec(machine).bytesPerChain();
    int[] shape = {each == 0 ? 0 : chains.length / each, each}; // replicas count as chains
    tensors.put(TrainedModel.CHAINS, new Tensor(Tensor.Type.U8, shape, chains));
    for (int s = 0; s < earlier.size(); s++) {
      tensors.put(EARLIER + s, Tensor.ofFloats(earlier.get(s), 0, earlier.get(s).length));
    }
    Map<String, Object> all = new LinkedHashMap<>(facts);
    all.put("layers", TrainedModel.layers(machine));
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
