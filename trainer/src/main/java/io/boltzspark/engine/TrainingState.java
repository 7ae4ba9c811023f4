package io.boltzspark.engine;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.learning.Learner;
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
final class TrainingState {
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

  /** The stage that a checkpoint was made in. */
  static int stageOf(Checkpoint checkpoint) {
    return ((Number) checkpoint.facts().getOrDefault("stage", 0)).intValue();
  }

  /** The parameters of the stages before that of a checkpoint. */
  static List<float[]> earlierOf(Checkpoint checkpoint) {
    List<float[]> found = new ArrayList<>();
    for (int s = 0; s < stageOf(checkpoint); s++) {
      found.add(tensor(checkpoint, EARLIER + s).toFloats());
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

  /** Takes everything out of a checkpoint of this stage. */
  void restore(Checkpoint checkpoint, long step, Learner learner, BestModel best) {
    Map<String, float[]> arrays = new LinkedHashMap<>();
    learner
        .state()
        .arrays()
        .keySet()
        .forEach(
            name ->
                arrays.put(
                    name,
                    name.equals(PARAMETERS) && !checkpoint.tensors().containsKey(PARAMETERS)
                        ? TrainedModel.parameters(
                            "of step " + checkpoint.step(), machine, checkpoint.tensors())
                        : tensor(checkpoint, name).toFloats()));
    learner.restore(new LearnerState(step, arrays));
    chains = tensor(checkpoint, TrainedModel.CHAINS).bytes();
    if (checkpoint.facts().get(BEST) instanceof Map<?, ?> facts) {
      best.restore(facts, tensor(checkpoint, BEST).toFloats());
    }
  }

  private static Tensor tensor(Checkpoint checkpoint, String name) {
    Tensor tensor = checkpoint.tensors().get(name);
    if (tensor == null) {
      throw new BoltzException(
          ExitCode.BAD_INPUT, "the checkpoint of step " + checkpoint.step() + " has no " + name);
    }
    return tensor;
  }

  /**
   * @param step over all stages
   * @param epoch over all stages
   * @param facts about the run, for whoever reads the checkpoint as a model
   */
  Checkpoint checkpoint(
      Learner learner, BestModel best, long step, int epoch, Map<String, Object> facts) {
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
