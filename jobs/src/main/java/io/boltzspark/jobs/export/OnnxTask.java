package io.boltzspark.jobs.export;

import java.util.Locale;

/** What an exported ONNX graph computes. */
public enum OnnxTask {
  /** Means of the hidden units of a machine: {@link OnnxMachine#hiddenMeans}. */
  FEATURES,
  /** One step of a machine's Markov chain: {@link OnnxMachine#gibbsStep}. */
  GIBBS,
  /** The free energy of visible values: {@link OnnxMachine#freeEnergy}. */
  FREE_ENERGY,
  /** The images of a generative adversarial network: {@link OnnxAdversarial#generator}. */
  GENERATOR,
  /** Its judgement of images: {@link OnnxAdversarial#discriminator}. */
  DISCRIMINATOR;

  /** Whether it is of generative adversarial networks, not of machines. */
  boolean isAdversarial() {
    return this == GENERATOR || this == DISCRIMINATOR;
  }

  /** The word for {@code --graph}. */
  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The same as {@link #word}. */
  @Override
  public String toString() {
    return word();
  }
}
