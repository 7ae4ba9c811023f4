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
    int threads = cluster.threads();
    int lanes = Integer.highestOneBit(2 * threads - 1);
    int lanesOfSlowest = (lanes + threads - 1) / threads;
    double computing =
        costs.perWeight() * shape.products() * shape.weights() * lanesOfSlowest
            + costs.perOperation() * shape.operations() * lanesOfSlowest / lanes;
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

  /** The time of {@code messages} to one receiver and of their answers. */
  private double messageSeconds(StepShape shape, Cluster cluster, int messages) {
    double bytes = MeasuredStep.bytes(shape, messages);
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
    Cluster one =
        new Cluster(1, cluster.cores(), cluster.bitsPerSecond(), cluster.latencySeconds());
    double alone = predict(shape, one, ExchangeDesign.DRIVER).step();
    return alone / (cluster.executors() * predict(shape, cluster, design).step());
  }
}
