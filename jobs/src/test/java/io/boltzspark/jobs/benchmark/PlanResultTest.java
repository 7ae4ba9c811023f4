package io.boltzspark.jobs.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.jobs.benchmark.PlanAction.Result;
import io.boltzspark.jobs.benchmark.scaling.Cluster;
import io.boltzspark.jobs.benchmark.scaling.ScalingModel;
import io.boltzspark.jobs.benchmark.scaling.StepCosts;
import io.boltzspark.jobs.benchmark.scaling.StepShape;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a plan says of local steps that it recommends. */
class PlanResultTest {
  private static final StepShape SHAPE = new StepShape(784, 500, 100, 100, 1);
  private static final String COST = "in likelihood was not measured";

  /** A plan for two executors, where an exchange takes so many times what computing does. */
  private static Result plan(double exchange) {
    Cluster cluster = new Cluster(2, 1, 1e12, 0);
    StepCosts free = new StepCosts(0, 1e-10, 0, 0, 0, 0);
    double computing = new ScalingModel(free).predict(SHAPE, cluster, 1).computing();
    StepCosts costs = new StepCosts(0, 1e-10, 0, 0, exchange * computing, 0);
    PlanAction.Request request =
        new PlanAction.Request(SHAPE, List.of(2), 1, 1e12, 0, 16, "scale.json");
    return new Result(
        request,
        7,
        costs,
        List.of(),
        List.of(Result.Row.of(new ScalingModel(costs), SHAPE, cluster, 16)));
  }

  @Test
  void localStepsThatWereNotMeasuredAreRecommendedWithThatWord() {
    // Waiting is E / (E + H) of a step: at most a fifth from H = 4 E on, of powers of two.
    Result few = plan(0.9);
    assertEquals(4, few.rows().get(0).recommended());
    assertFalse(String.join(" ", few.summary()).contains("likelihood"), few.summary()::toString);
    Result some = plan(3.5);
    assertEquals(16, some.rows().get(0).recommended());
    assertTrue(
        String.join(" ", some.summary()).contains("So many cost likelihood"),
        some.summary()::toString);
    Result many = plan(7);
    assertEquals(32, many.rows().get(0).recommended());
    assertTrue(String.join(" ", many.summary()).contains(COST), many.summary()::toString);
  }
}
