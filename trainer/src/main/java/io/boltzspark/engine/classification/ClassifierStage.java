package io.boltzspark.engine.classification;

import io.boltzspark.classification.Classifier;
import io.boltzspark.classification.ClassifierProgram;
import io.boltzspark.engine.data.TrainingData;
import io.boltzspark.engine.training.TrainingStage;
import io.boltzspark.engine.training.Watch;
import io.boltzspark.math.Matrix;
import io.boltzspark.math.RandomStream;
import io.boltzspark.math.RandomStream.Purpose;
import io.boltzspark.math.Tensor;
import io.boltzspark.network.NetworkSpec;
import io.boltzspark.network.PlacedParameter;
import io.boltzspark.store.ClassifierModel;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The one stage of a {@link ClassifierTraining}. */
final class ClassifierStage implements TrainingStage {
  /** Validation rows after each epoch. */
  private static final int ROWS = 1000;

  private final ClassifierProgram program;
  private final NetworkSpec network;
  private final Matrix images;
  private final int[] labels;

  ClassifierStage(ClassifierProgram program, TrainingData data) {
    this.program = program;
    this.network = program.network();
    this.images = data.first(TrainingData.Part.VALID, ROWS);
    this.labels = data.firstLabels(TrainingData.Part.VALID, ROWS);
  }

  @Override
  public ClassifierProgram program() {
    return program;
  }

  @Override
  public long seed() {
    return program.learning().seed();
  }

  @Override
  public float[] start() {
    float[] parameters = new float[program.parameters()];
    List<PlacedParameter> placed = ClassifierProgram.placed(network);
    for (int i = 0; i < placed.size(); i++) {
      placed.get(i).start(parameters, new RandomStream(seed(), Purpose.WEIGHTS, 0, i));
    }
    return parameters;
  }

  @Override
  public Map<String, Tensor> model(float[] parameters) {
    return ClassifierModel.tensors(network, parameters);
  }

  @Override
  public float[] parameters(String name, Map<String, Tensor> tensors) {
    return ClassifierModel.parameters(name, network, tensors);
  }

  @Override
  public Map<String, Object> facts() {
    return ClassifierModel.facts(network);
  }

  @Override
  public List<String> stepValues() {
    return ClassifierProgram.VALUES;
  }

  /** The error of validation rows; null without any. */
  @Override
  public Watch watch() {
    return (parameters, states, step) -> {
      Map<String, Object> values = new HashMap<>();
      values.put("error_valid", images.rows() == 0 ? null : error(parameters));
      return values;
    };
  }

  private double error(float[] parameters) {
    return new Classifier(network, parameters).error(images, labels);
  }
}
