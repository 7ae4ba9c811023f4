package io.boltzspark.jobs.benchmark.scaling;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.jobs.benchmark.scaling.PositiveFit.Point;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The costs of a step's parts on the measured machine, in seconds.
 *
 * @param perWeight of each matrix product of a lane, independent of its rows: weights are packed
 *     each time
 * @param perOperation per floating-point operation of a thread, including everything else that it
 *     does
 * @param perParameter of the driver's step of the optimiser
 * @param perAddition of two statistics at the driver
 * @param perExchange per exchange between processes, independent of its size
 * @param perByte between tasks and driver: serialising, copying and deserialising on one machine
 *     with shared cores, without a network
 */
public record StepCosts(
    double perWeight,
    double perOperation,
    double perParameter,
    double perAddition,
    double perExchange,
    double perByte) {

  private static final double PER_SECOND = 1000;

  /**
   * Fits each cost to the steps that determine it: the computing of tasks to all steps, the costs
   * of driver and exchange to the steps between processes.
   *
   * @param steps without local steps
   * @param source named in error messages
   * @throws BoltzException BAD_INPUT when no step was measured between processes
   */
  public static StepCosts fit(List<MeasuredStep> steps, String source) {
    List<MeasuredStep> between =
        steps.stream().filter(step -> step.layout().executors() > 0).toList();
    if (between.isEmpty()) {
      throw new BoltzException(
          ExitCode.BAD_INPUT,
          source
              + " has no steps of the series executors, which determine the cost of an exchange:"
              + " measure with --suite scale --series executors, or with more series");
    }
    PositiveFit computing =
        PositiveFit.of(
            steps.stream()
                .map(
                    s ->
                        new Point(
                            packed(s.shape(), s.layout().lanes(), s.layout().threads()),
                            share(s),
                            seconds(s)))
                .toList());
    PositiveFit driver =
        PositiveFit.of(
            between.stream()
                .map(
                    s ->
                        new Point(
                            s.shape().parameters(),
                            (s.layout().tasks() - 1.0) * s.shape().statistics(),
                            s.times().driver() / PER_SECOND))
                .toList());
    PositiveFit exchange = PositiveFit.of(exchanges(between, source));
    return new StepCosts(
        computing.a(), computing.b(), driver.a(), driver.b(), exchange.a(), exchange.b());
  }

  private static List<Point> exchanges(List<MeasuredStep> between, String source) {
    List<Point> points =
        between.stream()
            .filter(s -> s.times().exchange() > 0)
            .map(s -> new Point(1, s.exchangeBytes(), s.times().exchange() / PER_SECOND))
            .toList();
    if (points.isEmpty()) {
      throw new BoltzException(
          ExitCode.BAD_INPUT,
          source
              + " does not determine the cost of an exchange: no step of the series executors took"
              + " longer than its computing; increase --seconds and measure on an idle machine");
    }
    return points;
  }

  private static double seconds(MeasuredStep step) {
    return step.times().computing() / PER_SECOND;
  }

  private static double share(MeasuredStep step) {
    return step.shape().operations() / step.layout().threads();
  }

  /** Weights that a thread packs for all products of its lanes. */
  static double packed(StepShape shape, int lanes, int threads) {
    return (double) shape.products() * shape.weights() * lanes / threads;
  }

  /** As {@code --json} shows them. */
  public Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("seconds_per_weight", perWeight);
    json.put("seconds_per_operation", perOperation);
    json.put("seconds_per_parameter", perParameter);
    json.put("seconds_per_addition", perAddition);
    json.put("seconds_per_exchange", perExchange);
    json.put("seconds_per_byte", perByte);
    return json;
  }
}
