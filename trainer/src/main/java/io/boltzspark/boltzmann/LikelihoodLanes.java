package io.boltzspark.boltzmann;

import io.boltzspark.learning.LaneStep;
import io.boltzspark.learning.Lanes;
import io.boltzspark.learning.Program.TaskSteps;
import io.boltzspark.model.TransposedWeights;

/**
 * The lanes of a task of a {@link LikelihoodProgram}, which share one transposed copy of weights.
 */
final class LikelihoodLanes implements TaskSteps {
  private final LikelihoodProgram program;
  private final Lanes lanes;
  private final TransposedWeights transposed;

  LikelihoodLanes(LikelihoodProgram program, Lanes lanes) {
    this.program = program;
    this.lanes = lanes;
    this.transposed = new TransposedWeights(program.machine());
  }

  @Override
  public LaneStep lane(int lane) {
    return new LikelihoodLane(program, lanes, lane, transposed);
  }

  @Override
  public void begin(float[] parameters) {
    transposed.begin(parameters);
  }
}
