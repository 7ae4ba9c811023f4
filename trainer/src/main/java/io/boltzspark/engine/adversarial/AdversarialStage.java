package io.boltzspark.engine.adversarial;

import io.boltzspark.adversarial.AdversarialNetworks;
import io.boltzspark.adversarial.AdversarialProgram;
import io.boltzspark.adversarial.Generator;
import io.boltzspark.adversarial.NoiseRows;
import io.boltzspark.engine.training.TrainingStage;
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

  /** Images of fixed seeds, with the labels in turn. */
  @Override
  public Optional<Matrix> samples(float[] parameters, long step) {
    NoiseRows noise = NoiseRows.normal(networks, seed(), IMAGES);
    return Optional.of(new Generator(networks, parameters).images(noise));
  }

  @Override
  public boolean drawsCheaply() {
    return true;
  }
}
