package io.boltzspark.jobs.export;

/** What an exported ONNX graph computes. */
public enum OnnxTask {
  /** Means of the hidden units: {@link OnnxMachine#hiddenMeans}. */
  FEATURES,
  /** One step of a Markov chain: {@link OnnxMachine#gibbsStep}. */
  GIBBS
}
