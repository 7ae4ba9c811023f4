package io.boltzspark.engine;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.learning.Learner;
import io.boltzspark.learning.Optimizer;
import io.boltzspark.math.Blas;
import io.boltzspark.math.Tensor;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.sampling.ChainCodec;
import io.boltzspark.store.Checkpoint;
import io.boltzspark.store.TrainedModel;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the future of a training depends on besides learner and data, and its form in a checkpoint:
 * the machine's tensors under their own names, the optimiser's moments, the persistent chains, and
 * facts.
 */
final class TrainingState {
  private static final String MOMENT = "optimizer.";

  private final BoltzmannMachine machine;
  private final String identity;
  private byte[] chains = new byte[0];
  private long step;
  private double secondsBefore;
  private Map<String, Object> metrics = Map.of();

  /**
   * @param identity SHA-256 of what decides the bytes
   */
  TrainingState(BoltzmannMachine machine, String identity) {
    this.machine = machine;
    this.identity = identity;
  }

  byte[] chains() {
    return chains;
  }

  /** Steps made before this part of the run, and by it up to the last round. */
  long step() {
    return step;
  }

  /** Seconds of training in earlier parts of the run. */
  double secondsBefore() {
    return secondsBefore;
  }

  /** The last line of metrics before this part of the run. */
  Map<String, Object> metrics() {
    return metrics;
  }

  void begin(byte[] firstChains) {
    chains = firstChains;
  }

  void moved(byte[] newChains, Learner learner) {
    chains = newChains;
    step = learner.step();
  }

  /**
   * Takes everything out of a checkpoint.
   *
   * @return false when there is none
   * @throws BoltzException when it belongs to another configuration or other data
   */
  boolean restore(
      Optional<Checkpoint> newest, float[] parameters, Optimizer optimizer, KernelCheck kernels) {
    if (newest.isEmpty()) {
      return false;
    }
    Checkpoint checkpoint = newest.get();
    if (!identity.equals(checkpoint.facts().get("identity"))) {
      throw new BoltzException(
          ExitCode.BAD_CONFIGURATION,
          "the checkpoint of step "
              + checkpoint.step()
              + " was made with another configuration or other data, so going on from it would not"
              + " give the same model. With a linear schedule the number of epochs belongs"
              + " to the configuration: only a run that began with learning.schedule.kind=constant"
              + " can go on for longer. Resume with the settings and the data that the run began"
              + " with (its config.conf), or start a new run with another --out");
    }
    String name = "of step " + checkpoint.step();
    float[] stored = TrainedModel.parameters(name, machine, checkpoint.tensors());
    System.arraycopy(stored, 0, parameters, 0, parameters.length);
    optimizer
        .moments()
        .forEach(
            (moment, values) -> {
              float[] found = tensor(checkpoint, MOMENT + moment).toFloats();
              System.arraycopy(found, 0, values, 0, values.length);
            });
    chains = tensor(checkpoint, TrainedModel.CHAINS).bytes();
    step = checkpoint.step();
    secondsBefore = ((Number) checkpoint.facts().get("seconds")).doubleValue();
    if (checkpoint.facts().get("metrics") instanceof Map<?, ?> last) {
      Map<String, Object> copy = new LinkedHashMap<>();
      last.forEach((key, value) -> copy.put(String.valueOf(key), value));
      metrics = copy;
    }
    kernels.report("checkpoint of step " + step, (String) checkpoint.facts().get("blas_kernel"));
    return true;
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
   * @param description facts about the run, for whoever reads the checkpoint as a model
   */
  Checkpoint checkpoint(
      Learner learner,
      int epoch,
      double seconds,
      Map<String, Object> metrics,
      Map<String, Object> description) {
    Map<String, Tensor> tensors =
        new LinkedHashMap<>(TrainedModel.tensors(machine, learner.parameters()));
    learner
        .optimizer()
        .moments()
        .forEach((name, v) -> tensors.put(MOMENT + name, Tensor.ofFloats(v, 0, v.length)));
    int each = new ChainCodec(machine).bytesPerChain();
    int[] shape = {each == 0 ? 0 : chains.length / each, each};
    tensors.put(TrainedModel.CHAINS, new Tensor(Tensor.Type.U8, shape, chains));
    Map<String, Object> facts = new LinkedHashMap<>(description);
    facts.put("identity", identity);
    facts.put("seconds", seconds);
    facts.put("blas_kernel", Blas.info().kernel());
    facts.put("metrics", metrics);
    return new Checkpoint(learner.step(), epoch, tensors, facts);
  }
}
