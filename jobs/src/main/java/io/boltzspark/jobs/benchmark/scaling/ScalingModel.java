package io.boltzspark.jobs.benchmark.scaling;

/**
 * Step times on clusters, from costs measured on one machine. With M executors of c cores, T = M c
 * threads, P parameters, S statistics, cost symbols of {@link StepCosts} and a network of bandwidth
 * w and latency l:
 *
 * <pre>
 * computing = perWeight products weights lanes / T + perOperation operations / T
 * exchange  = perExchange + 2 l + M 4 (P + S) (perByte + 8 / w)
 * driver    = perParameter P + perAddition ((M - 1) + (c - 1)) S
 * </pre>
 *
 * for the engine's exchange: each executor adds up the statistics of its threads, and the driver
 * those of the executors. {@link #predict} has the formulas of the other designs.
 *
 * <p>With H local steps each lane moves parameters by itself, and one exchange of states, of A
 * numbers each, serves H steps:
 *
 * <pre>
 * computing = as above + perParameter P lanes / T
 * exchange  = (perExchange + 2 l + M 4 (A + A) (perByte + 8 / w)) / H
 * driver    = perAddition ((M - 1) + (c - 1)) A / H
 * </pre>
 *
 * <p>Assumptions, in addition to those of {@link Cluster}:
 *
 * <ul>
 *   <li>There are as many lanes as threads, one each. The number of lanes is rounded up to a power
 *       of two; where some threads then hold two, these determine the time.
 *   <li>Every core of an executor is as fast as a core of the measured machine with all cores busy;
 *       nothing else runs.
 *   <li>The parts of a step do not overlap, since the step is synchronous: statistics are sent once
 *       computed, answers once the driver is done. Messages share the driver's interface and its
 *       single copying thread, and network and copying do not overlap. The measured cost of a byte
 *       includes serialisation by executors, which have their own cores on a cluster: the model
 *       overestimates the time.
 *   <li>There are no stragglers: a step waits for the slowest task, and the model has only equal
 *       ones.
 * </ul>
 *
 * @param costs the measured costs
 */
public record ScalingModel(StepCosts costs) {

  /** Predicts a step of this shape on this cluster. */
  public Prediction predict(StepShape shape, Cluster cluster, ExchangeDesign design) {
    double computing = computing(shape, cluster);
    double addition = costs.perAddition() * shape.statistics();
    double optimizer = costs.perParameter() * shape.parameters();
    double roundTrip = costs.perExchange() + 2 * cluster.latencySeconds();
    int executors = cluster.executors();
    double within = (cluster.cores() - 1) * addition;
    return switch (design) {
      case DRIVER ->
          new Prediction(
              computing,
              roundTrip + messageSeconds(shape, cluster, executors),
              optimizer + (executors - 1) * addition + within);
      case SERVERS_OF_PARTS ->
          new Prediction(
              computing,
              roundTrip + messageSeconds(shape, cluster, executors) / ExchangeDesign.SERVERS,
              (optimizer + (executors - 1) * addition) / ExchangeDesign.SERVERS + within);
      case TREE -> {
        int levels = levels(executors);
        int atOnce = Math.min(executors, ExchangeDesign.FAN_IN);
        yield new Prediction(
            computing,
            levels * (roundTrip + messageSeconds(shape, cluster, atOnce)),
            optimizer + levels * (atOnce - 1) * addition + within);
      }
    };
  }

  /** Predicts a step through the driver where lanes make {@code localSteps} by themselves. */
  public Prediction predict(StepShape shape, Cluster cluster, int localSteps) {
    if (localSteps == 1) {
      return predict(shape, cluster, ExchangeDesign.DRIVER);
    }
    int executors = cluster.executors();
    double messages = bytesSeconds(cluster, 4.0 * executors * 2 * shape.state());
    double addition = costs.perAddition() * shape.state();
    return new Prediction(
        computing(shape, cluster)
            + costs.perParameter() * shape.parameters() * lanesOfSlowest(cluster),
        (costs.perExchange() + 2 * cluster.latencySeconds() + messages) / localSteps,
        ((executors - 1) + (cluster.cores() - 1)) * addition / localSteps);
  }

  /**
   * The smallest power of two of local steps with which exchange and driver take at most so large a
   * share of a step; at most {@value #MOST_LOCAL_STEPS}.
   */
  public int localStepsFor(double share, StepShape shape, Cluster cluster) {
    int steps = 1;
    while (steps < MOST_LOCAL_STEPS && predict(shape, cluster, steps).waiting() > share) {
      steps *= 2;
    }
    return steps;
  }

  private static final int MOST_LOCAL_STEPS = 1 << 16;

  private double computing(StepShape shape, Cluster cluster) {
    int slowest = lanesOfSlowest(cluster);
    return costs.perWeight() * shape.products() * shape.weights() * slowest
        + costs.perOperation() * shape.operations() * slowest / lanes(cluster);
  }

  private static int lanes(Cluster cluster) {
    return Integer.highestOneBit(2 * cluster.threads() - 1);
  }

  private static int lanesOfSlowest(Cluster cluster) {
    return (lanes(cluster) + cluster.threads() - 1) / cluster.threads();
  }

  /** The time of {@code messages} to one receiver and of their answers. */
  private double messageSeconds(StepShape shape, Cluster cluster, int messages) {
    return bytesSeconds(cluster, MeasuredStep.bytes(shape, messages));
  }

  private double bytesSeconds(Cluster cluster, double bytes) {
    return bytes * costs.perByte() + cluster.wireSeconds(bytes);
  }

  /** The number of levels of a tree of groups of {@link ExchangeDesign#FAN_IN}. */
  private static int levels(int executors) {
    int levels = 1;
    for (long reached = ExchangeDesign.FAN_IN; reached < executors; levels++) {
      reached *= ExchangeDesign.FAN_IN;
    }
    return levels;
  }

  /**
   * The time of the same step on one executor of the same cores, divided by the number of executors
   * and by the time there.
   */
  public double efficiency(StepShape shape, Cluster cluster, ExchangeDesign design) {
    return efficiency(shape, cluster, predict(shape, cluster, design));
  }

  /** The same with local steps, whose time is compared with that of a synchronous step. */
  public double efficiency(StepShape shape, Cluster cluster, int localSteps) {
    return efficiency(shape, cluster, predict(shape, cluster, localSteps));
  }

  private double efficiency(StepShape shape, Cluster cluster, Prediction there) {
    Cluster one =
        new Cluster(1, cluster.cores(), cluster.bitsPerSecond(), cluster.latencySeconds());
    double alone = predict(shape, one, ExchangeDesign.DRIVER).step();
    return alone / (cluster.executors() * there.step());
  }
}
