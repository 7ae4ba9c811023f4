package io.boltzspark.jobs.benchmark.scaling;

/**
 * Step times on clusters, from costs that were measured on one machine. With M executors of c
 * cores, T = M c threads, P parameters, S statistics, cost symbols of {@link StepCosts} and a
 * network of bandwidth w and latency l:
 *
 * <pre>
 * computing = perWeight products weights lanes / T + perOperation operations / T
 * exchange  = perExchange + 2 l + M 4 (P + S) (perByte + 8 / w)
 * driver    = perParameter P + perAddition ((M - 1) + (c - 1)) S
 * </pre>
 *
 * as the engine is: an executor adds up what its threads computed, and the driver what executors
 * did. What other designs would take is in {@link #predict}.
 *
 * <p>Assumptions, beside those of {@link Cluster}:
 *
 * <ul>
 *   <li>As many lanes as threads, so each holds one; their number is rounded up to a power of two,
 *       and the threads that hold two decide.
 *   <li>A thread's share of the work is as fast on every core of an executor as on the measured
 *       machine's cores, all busy; nothing else runs.
 *   <li>The parts of a step follow one another, as they do in a synchronous step: statistics only
 *       travel when computed, answers only when the driver is done. Messages share the driver's
 *       interface and its one copying thread, and network and copying do not overlap. The measured
 *       cost of a byte contains packing and unpacking by executors, which on a cluster have cores
 *       of their own: the model errs towards too slow.
 *   <li>No stragglers: a step waits for the slowest task, and the model knows only equal ones.
 * </ul>
 *
 * @param costs measured
 */
public record ScalingModel(StepCosts costs) {

  /** A step of that shape on that cluster. */
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

  /** Of so many messages to one receiver, and their answers. */
  private double messageSeconds(StepShape shape, Cluster cluster, int messages) {
    double bytes = MeasuredStep.bytes(shape, messages);
    return bytes * costs.perByte() + cluster.wireSeconds(bytes);
  }

  /** How often groups of {@link ExchangeDesign#FAN_IN} are made until one is left. */
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
