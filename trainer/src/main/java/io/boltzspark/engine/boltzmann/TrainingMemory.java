package io.boltzspark.engine.boltzmann;

import io.boltzspark.boltzmann.BoltzmannConfig;
import io.boltzspark.boltzmann.LikelihoodStep;
import io.boltzspark.boltzmann.StatisticsLayout;
import io.boltzspark.learning.Lanes;
import io.boltzspark.learning.Moments;
import io.boltzspark.learning.Optimizer;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.Connection;

/**
 * About how much heap the training of a machine needs in one process, beyond what Spark takes and
 * without the rows: the formula of {@code conf/spark/README.md}, for any layers.
 *
 * @param learner bytes of the learner, of the copy to begin a round again from or the checkpoint
 *     while it is written, of averaged parameters, and with local steps of the state that lanes are
 *     sent
 * @param task bytes of each task: sums along the tree of its lanes, states of rows and chains, and
 *     copies of weights and states for sparse products; with local steps a learner for each lane
 * @param tasks number of tasks
 */
public record TrainingMemory(long learner, long task, int tasks) {

  /** The memory of a training whose tasks have one thread each. */
  public static TrainingMemory of(BoltzmannConfig config, int lanes, int tasks) {
    BoltzmannMachine machine = BoltzmannMachine.of(config.model().spec());
    long parameters = machine.layout().size();
    long statistics = StatisticsLayout.of(machine, config.temperatures()).size();
    Moments moments = new Moments(1);
    Optimizer.of(config.learning().optimizer(), moments, 1);
    int arrays = 1 + moments.arrays().size() + (config.learning().averaging() > 0 ? 1 : 0);
    boolean local = config.learning().localSteps() > 1;
    int perTask = Math.max(1, lanes / tasks);
    int levels = 32 - Integer.numberOfLeadingZeros(perTask - 1);
    boolean keeps = LikelihoodStep.mayKeepRows(machine, new Lanes(lanes));
    long summed = local ? arrays * parameters : statistics;
    long sums = summed * (1 + levels) + (keeps ? statistics * perTask : 0);
    // A lane that makes steps by itself has a learner, statistics and transposed weights.
    long own = local ? perTask * (arrays * parameters + statistics + weights(machine)) : 0;
    return new TrainingMemory(
        Float.BYTES * (local ? 3 : 2) * arrays * parameters,
        Float.BYTES
            * (sums
                + own
                + states(machine, config, tasks)
                + sparse(machine, config, tasks)
                + (local ? 0 : weights(machine))),
        tasks);
  }

  private static long weights(BoltzmannMachine machine) {
    return machine.connections().stream().mapToLong(Connection::size).sum();
  }

  private static long states(BoltzmannMachine machine, BoltzmannConfig config, int tasks) {
    long particles = config.persistentChains() > 0 ? config.persistentChains() : config.batchSize();
    long numbers = 0;
    for (int l = 0; l < machine.layers().size(); l++) {
      long units = machine.layer(l).size();
      numbers += (config.batchSize() + particles) * units;
      numbers += machine.updateOrder().isCarried(l) ? particles * units : 0;
      numbers += machine.couplings(l) != null ? 2 * particles * units : 0; // inputs that are kept
    }
    return numbers / tasks;
  }

  private static long sparse(BoltzmannMachine machine, BoltzmannConfig config, int tasks) {
    long particles = config.persistentChains() > 0 ? config.persistentChains() : config.batchSize();
    long widest = 0;
    for (Connection c : machine.connectionsAndCouplings()) {
      widest = Math.max(widest, c.columns());
    }
    return (config.batchSize() + particles) * widest / tasks;
  }

  /** Bytes of driver and tasks together. */
  public long bytes() {
    return learner + tasks * task;
  }
}
