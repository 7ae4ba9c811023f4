package io.boltzspark.jobs.benchmark.scaling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.jobs.benchmark.scaling.MeasuredStep.Layout;
import io.boltzspark.jobs.benchmark.scaling.MeasuredStep.Times;
import io.boltzspark.jobs.benchmark.scaling.PositiveFit.Point;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The model against cases computed by hand, and the fit against costs that made the data. */
class ScalingModelTest {
  private static final double ROUNDING = 1e-12;

  /** 4 x 3: 12 weights, 19 parameters, 26 statistics; B = 8, 6 chains, k = 2. */
  private static final StepShape SMALL = new StepShape(4, 3, 8, 6, 2);

  /** Round numbers, so that a person can follow. */
  private static final StepCosts COSTS = new StepCosts(1e-3, 1e-4, 1e-2, 1e-3, 0.5, 1e-3);

  @Test
  void aShapeCountsItsWork() {
    assertEquals(12, SMALL.weights());
    assertEquals(12 + 7, SMALL.parameters());
    assertEquals(19 + 7, SMALL.statistics());
    assertEquals(5, SMALL.products());
    // Down with 6, up with 6, down with 6, up with 14, and the statistics of 14 rows: 46 rows.
    assertEquals(2 * 12 * 46, SMALL.operations());
    assertEquals(2 * 12 * (14 + 14 + 6), SMALL.withK(1).operations());
    assertEquals(2 * 12 * 460, SMALL.times(10).operations());
  }

  @Test
  void everyExecutorSendsTheSumOfItsThreads() {
    // 2 executors of 2 cores: 4 threads, 4 lanes; 8000 bits a second are 1000 bytes a second.
    Cluster cluster = new Cluster(2, 2, 8000, 0.25);
    Prediction step = new ScalingModel(COSTS).predict(SMALL, cluster, ExchangeDesign.DRIVER);
    assertEquals(1e-3 * 5 * 12 + 1e-4 * 1104 / 4, step.computing(), ROUNDING);
    // 2 messages of 26 + 19 numbers are 360 bytes: 0.36 s of copying, 0.36 s on the wire.
    assertEquals(0.5 + 0.5 + 0.36 + 0.36, step.exchange(), ROUNDING);
    // One addition within each executor, all at once, and one of the two sums at the driver.
    assertEquals(1e-2 * 19 + 2 * 1e-3 * 26, step.driver(), ROUNDING);
    assertEquals(step.computing() + step.exchange() + step.driver(), step.step(), ROUNDING);
    assertTrue(step.isHeldBack());
  }

  @Test
  void otherDesignsOfExchange() {
    ScalingModel model = new ScalingModel(COSTS);
    Cluster cluster = new Cluster(16, 2, 8000, 0.25);
    // 16 messages of 180 bytes; one addition within, 15 at the driver.
    Prediction one = model.predict(SMALL, cluster, ExchangeDesign.DRIVER);
    assertEquals(1 + 2 * 2.88, one.exchange(), ROUNDING);
    assertEquals(0.19 + 15 * 0.026 + 0.026, one.driver(), ROUNDING);
    // A quarter of the bytes, of the optimiser's work and of the additions.
    Prediction four = model.predict(SMALL, cluster, ExchangeDesign.SERVERS_OF_PARTS);
    assertEquals(1 + 2 * 0.72, four.exchange(), ROUNDING);
    assertEquals((0.19 + 15 * 0.026) / 4 + 0.026, four.driver(), ROUNDING);
    // 16 = 4 x 4: two levels of 4 messages.
    Prediction tree = model.predict(SMALL, cluster, ExchangeDesign.TREE);
    assertEquals(2 * (1 + 2 * 0.72), tree.exchange(), ROUNDING);
    assertEquals(0.19 + 2 * 3 * 0.026 + 0.026, tree.driver(), ROUNDING);
    for (Prediction each : List.of(one, four, tree)) {
      assertEquals(1e-3 * 5 * 12 + 1e-4 * 1104 / 32, each.computing(), ROUNDING);
    }
  }

  @Test
  void localStepsShareAnExchangeOfStates() {
    ScalingModel model = new ScalingModel(COSTS);
    Cluster cluster = new Cluster(2, 2, 8000, 0.25);
    assertEquals(3 * 19, SMALL.state());
    assertEquals(4 * (57 + 26 + 12), SMALL.bytesOfLane());
    Prediction four = model.predict(SMALL, cluster, 4);
    // The optimiser of each of the 4 lanes runs on its own thread.
    assertEquals(1e-3 * 5 * 12 + 1e-4 * 1104 / 4 + 1e-2 * 19, four.computing(), ROUNDING);
    // 2 messages of 57 numbers each way are 912 bytes: 0.912 s of copying, as much on the wire.
    assertEquals((0.5 + 0.5 + 2 * 0.912) / 4, four.exchange(), ROUNDING);
    assertEquals(2 * 1e-3 * 57 / 4, four.driver(), ROUNDING);
    assertEquals(1 - four.computing() / four.step(), four.waiting(), ROUNDING);
    assertEquals(
        model.predict(SMALL, cluster, ExchangeDesign.DRIVER), model.predict(SMALL, cluster, 1));
    double alone =
        model.predict(SMALL, new Cluster(1, 2, 8000, 0.25), ExchangeDesign.DRIVER).step();
    assertEquals(alone / (2 * four.step()), model.efficiency(SMALL, cluster, 4), ROUNDING);
  }

  @Test
  void asManyLocalStepsAsItTakes() {
    ScalingModel model = new ScalingModel(COSTS);
    Cluster cluster = new Cluster(2, 2, 8000, 0.25);
    // Computing takes 0.2776 s, the rest 2.938 s / H: a fifth of a step from H = 42.3 on.
    assertEquals(64, model.localStepsFor(0.2, SMALL, cluster));
    assertEquals(1, model.localStepsFor(1, SMALL, cluster));
    ScalingModel noComputing = new ScalingModel(new StepCosts(0, 0, 0, 0, 1, 0));
    assertEquals(1 << 16, noComputing.localStepsFor(0.2, SMALL, cluster));
  }

  @Test
  void lanesAreAPowerOfTwoAndTheSlowestThreadHoldsTwo() {
    // 3 threads share 4 lanes: one of them holds two.
    Cluster three = new Cluster(3, 1, 8000, 0);
    Prediction step = new ScalingModel(COSTS).predict(SMALL, three, ExchangeDesign.DRIVER);
    assertEquals(2 * 1e-3 * 60 + 1e-4 * 1104 * 2 / 4, step.computing(), ROUNDING);
  }

  @Test
  void efficiencyIsOneExecutorsTimeSharedByAll() {
    // Computing alone, of which nothing is lost.
    ScalingModel ideal = new ScalingModel(new StepCosts(0, 1e-3, 0, 0, 0, 0));
    Cluster fast = new Cluster(8, 4, 1e18, 0);
    assertEquals(1, ideal.efficiency(SMALL, fast, ExchangeDesign.DRIVER), 1e-9);
    // An exchange alone takes as long with any executors: the second one is of no use.
    ScalingModel exchange = new ScalingModel(new StepCosts(0, 0, 0, 0, 1, 0));
    Cluster two = new Cluster(2, 1, 1e18, 0);
    assertEquals(0.5, exchange.efficiency(SMALL, two, ExchangeDesign.DRIVER), 1e-9);
  }

  @Test
  void fitsFindTheCostsThatMadeTheData() {
    List<MeasuredStep> steps = new ArrayList<>();
    StepCosts made = new StepCosts(2e-9, 1e-11, 3e-9, 1e-9, 2e-3, 1e-9);
    for (int hidden : new int[] {100, 500, 2000}) {
      for (int tasks : new int[] {1, 2, 4}) {
        for (int k : new int[] {1, 10}) {
          steps.add(measured(new StepShape(784, hidden, 100, 200, k), tasks, made));
        }
      }
    }
    StepCosts found = StepCosts.fit(steps, "made");
    assertEquals(2e-9, found.perWeight(), 1e-9 * 2e-9);
    assertEquals(1e-11, found.perOperation(), 1e-9 * 1e-11);
    assertEquals(3e-9, found.perParameter(), 1e-9 * 3e-9);
    assertEquals(1e-9, found.perAddition(), 1e-9 * 1e-9);
    // What is left of a step is a difference of milliseconds, and loses some digits.
    assertEquals(2e-3, found.perExchange(), 1e-6 * 2e-3);
    assertEquals(1e-9, found.perByte(), 1e-6 * 1e-9);
  }

  private static MeasuredStep measured(StepShape shape, int tasks, StepCosts costs) {
    int lanes = 4;
    double computing =
        costs.perWeight() * shape.products() * shape.weights() * lanes / tasks
            + costs.perOperation() * shape.operations() / tasks;
    double driver =
        costs.perParameter() * shape.parameters()
            + costs.perAddition() * (tasks - 1) * shape.statistics();
    double bytes = 4.0 * tasks * (shape.parameters() + shape.statistics());
    double exchange = costs.perExchange() + costs.perByte() * bytes;
    double step = 1000 * (computing + driver + exchange);
    return new MeasuredStep(
        ScaleSeries.EXECUTORS,
        shape,
        1000,
        new Layout(tasks, tasks, tasks, lanes, 1),
        new Times(step, step, step / 2, 1000 * computing, 1000 * driver));
  }

  @Test
  void aFitHasNoNegativeCost() {
    // 3 a + b = 1 and a + 2 b = 3 have a = -1/5; b alone: (1 + 2/3) / (1 + 4/9) = 15/13.
    PositiveFit second = PositiveFit.of(List.of(new Point(3, 1, 1), new Point(1, 2, 3)));
    assertEquals(0, second.a());
    assertEquals(15.0 / 13, second.b(), ROUNDING);
    PositiveFit first = PositiveFit.of(List.of(new Point(1, 3, 1), new Point(2, 1, 3)));
    assertEquals(15.0 / 13, first.a(), ROUNDING);
    assertEquals(0, first.b());
    // Proportional columns: the first takes all.
    PositiveFit same = PositiveFit.of(List.of(new Point(1, 2, 3), new Point(2, 4, 6)));
    assertEquals(new PositiveFit(3, 0), same);
  }

  @Test
  void withoutStepsBetweenProcessesThereIsNoPlan() {
    MeasuredStep local =
        new MeasuredStep(
            ScaleSeries.K,
            SMALL,
            100,
            new Layout(0, 2, 2, 2, 1),
            new Times(0.9, 1.0, 0.5, 0.7, 0.1));
    assertEquals(0, local.exchangeBytes());
    assertEquals(0.2, local.times().exchange(), ROUNDING);
    BoltzException refusal =
        assertThrows(BoltzException.class, () -> StepCosts.fit(List.of(local), "scale.json"));
    assertEquals(ExitCode.BAD_INPUT, refusal.exitCode());
    assertTrue(refusal.getMessage().contains("scale.json"), refusal.getMessage());
    assertTrue(refusal.getMessage().contains("--series executors"), refusal.getMessage());
  }

  @Test
  void measuredStepsComeBackFromJson() {
    MeasuredStep step = measured(SMALL, 2, COSTS);
    JsonNode json = new ObjectMapper().valueToTree(step.json());
    assertEquals(step, MeasuredStep.of(json, "here"));
    assertEquals(4 * 2 * (19 + 26), json.get("exchange_bytes").longValue());
    ObjectNode older = json.deepCopy();
    older.remove("local_steps");
    assertEquals(step, MeasuredStep.of(older, "a file of before there were local steps"));
    ObjectNode local = json.deepCopy();
    local.put("local_steps", 8);
    // Two states of 3 x 19 numbers down and two up, once in 8 steps.
    assertEquals(4 * 2 * 2 * 57 / 8, MeasuredStep.of(local, "here").exchangeBytes());
    for (String field : List.of("series", "hidden", "tasks", "step_ms")) {
      ObjectNode damaged = json.deepCopy();
      damaged.put(field, "-1");
      BoltzException refusal =
          assertThrows(BoltzException.class, () -> MeasuredStep.of(damaged, "here"), field);
      assertEquals(ExitCode.BAD_INPUT, refusal.exitCode());
      assertTrue(refusal.getMessage().contains("here"), refusal.getMessage());
    }
    assertFalse(json.get("exchange_ms").doubleValue() <= 0);
  }
}
