package io.boltzspark.engine.adversarial;

import io.boltzspark.adversarial.AdversarialNetworks;
import io.boltzspark.adversarial.AdversarialProgram;
import io.boltzspark.adversarial.Generator;
import io.boltzspark.adversarial.NoiseRows;
import io.boltzspark.engine.training.Stopping;
import io.boltzspark.engine.training.TrainingStage;
import io.boltzspark.engine.training.Watch;
import io.boltzspark.math.Matrix;
import io.boltzspark.math.Tensor;
import io.boltzspark.store.AdversarialModel;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The one stage of an {@link AdversarialTraining}. */
final class AdversarialStage implements TrainingStage {
  /** Number of images to show, always from the same noise. */
  private static final int IMAGES = 16;

  private static final byte[] NO_STATES = {};

  private final AdversarialProgram program;
  private final AdversarialNetworks networks;

  AdversarialStage(AdversarialProgram program) {
    this.program = program;
    this.networks = program.networks();
  }

  @Override
  public AdversarialProgram program() {
    return program;
  }

  @Override
  public long seed() {
    return program.config().learning().seed();
  }

  @Override
  public float[] start() {
    return networks.start(seed());
  }

  @Override
  public byte[] startStates(float[] parameters) {
    return NO_STATES;
  }

  @Override
  public int stateItemBytes() {
    return 0;
  }

  @Override
  public Map<String, Tensor> model(float[] parameters) {
    return AdversarialModel.tensors(networks, parameters);
  }

  @Override
  public float[] parameters(String name, Map<String, Tensor> tensors) {
    return AdversarialModel.parameters(name, networks, tensors);
  }

  @Override
  public Map<String, Object> facts() {
    return AdversarialModel.facts(networks);
  }

  @Override
  public List<String> stepValues() {
    return AdversarialProgram.VALUES;
  }

  /** Losses are values of every step; nothing else is monitored. */
  @Override
  public Watch watch() {
    return new Watch() {
      @Override
      public Map<String, String> reasonsNot() {
        return Map.of();
      }

      @Override
      public Map<String, Object> evaluate(float[] parameters, long step) {
        return Map.of();
      }

      @Override
      public Map<String, Double> seconds() {
        return Map.of();
      }
    };
  }

  @Override
  public Stopping stopping() {
    return Stopping.NONE;
  }

  @Override
  public double stoppingValue(float[] parameters, long step) {
    throw new UnsupportedOperationException("there is no early stopping");
  }

  /** Images of fixed seeds, with the labels in turn. */
  @Override
  public Optional<Matrix> samples(float[] parameters, long step) {
    NoiseRows noise = NoiseRows.normal(networks, seed(), IMAGES);
    return Optional.of(new Generator(networks, parameters).images(noise));
  }
}
