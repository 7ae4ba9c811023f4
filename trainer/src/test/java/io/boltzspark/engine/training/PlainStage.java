package io.boltzspark.engine.training;

import io.boltzspark.boltzmann.LikelihoodProgram;
import io.boltzspark.math.Matrix;
import io.boltzspark.math.Tensor;
import io.boltzspark.model.Standardisation;
import io.boltzspark.store.TrainedModel;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A stage of a machine without any data: what it would start from is not known, and what it draws
 * is made up.
 */
record PlainStage(
    LikelihoodProgram program,
    Stopping stopping,
    UnaryOperator<float[]> drawn,
    boolean drawsCheaply)
    implements TrainingStage {

  PlainStage(LikelihoodProgram program, Stopping stopping, UnaryOperator<float[]> drawn) {
    this(program, stopping, drawn, false);
  }

  @Override
  public long seed() {
    return program.config().seed();
  }

  @Override
  public float[] start() {
    throw new UnsupportedOperationException("no data");
  }

  @Override
  public byte[] startStates(float[] parameters) {
    throw new UnsupportedOperationException("no data");
  }

  @Override
  public String stateName() {
    return TrainedModel.CHAINS;
  }

  @Override
  public int stateItemBytes() {
    return program.bytesPerChain();
  }

  @Override
  public Map<String, Tensor> model(float[] parameters) {
    int units = program.machine().visible().size();
    return TrainedModel.tensors(program.machine(), parameters, Standardisation.identity(units));
  }

  @Override
  public float[] parameters(String name, Map<String, Tensor> tensors) {
    return TrainedModel.parameters(name, program.machine(), tensors);
  }

  @Override
  public Map<String, Object> facts() {
    return Map.of("layers", TrainedModel.layers(program.machine()));
  }

  @Override
  public Watch watch() {
    throw new UnsupportedOperationException("no data");
  }

  @Override
  public double stoppingValue(float[] parameters, byte[] states, long step) {
    throw new UnsupportedOperationException("no data");
  }

  @Override
  public Optional<Matrix> samples(float[] parameters, long step) {
    float[] values = drawn.apply(parameters);
    return Optional.of(new Matrix(values, 0, 1, values.length));
  }
}
