package io.boltzspark.learning.local;

import io.boltzspark.learning.Lanes;
import io.boltzspark.learning.Learner;
import io.boltzspark.learning.Program;
import io.boltzspark.math.ParallelRanges;

/**
 * A program whose lanes make several steps of their own between two exchanges. Each lane has a
 * learner of the program that is wrapped, which makes the steps from the lane's own statistics;
 * what is exchanged is the learners' whole state. So a program needs nothing to be trained this
 * way, and lanes keep nothing between exchanges but what they keep without.
 */
public final class LocalSteps implements Program {
  private static final long serialVersionUID = 1;

  private final Program program;
  private final StepGroups groups;
  private final StateLayout layout;

  private LocalSteps(Program program, StepGroups groups) {
    this.program = program;
    this.groups = groups;
    this.layout = StateLayout.of(alone(program));
  }

  /** The program whose lanes exchange after each of these groups; itself with groups of one. */
  public static Program of(Program program, StepGroups groups) {
    return groups.size() == 1 ? program : new LocalSteps(program, groups);
  }

  /** A learner for one thread. */
  static Learner alone(Program program) {
    return program.learner(new float[program.parameters()], new ParallelRanges(1));
  }

  Program program() {
    return program;
  }

  StepGroups groups() {
    return groups;
  }

  StateLayout layout() {
    return layout;
  }

  @Override
  public int rowBytes() {
    return program.rowBytes();
  }

  @Override
  public int parameters() {
    return program.parameters();
  }

  /** The numbers of a learner's state. */
  @Override
  public int received() {
    return layout.numbers();
  }

  /** Those of a learner's state, then for each value that a step measures its sum and number. */
  @Override
  public int statistics() {
    return layout.size();
  }

  @Override
  public long after(long step) {
    return groups.end(step);
  }

  @Override
  public int stateBytes(Lanes lanes, int lane) {
    return program.stateBytes(lanes, lane);
  }

  @Override
  public TaskSteps taskSteps(Lanes lanes) {
    return lane -> new LocalLane(this, lanes, lane);
  }

  @Override
  public Learner learner(float[] start, ParallelRanges threads) {
    return new LocalLearner(program.learner(start, threads), groups, layout, threads);
  }
}
