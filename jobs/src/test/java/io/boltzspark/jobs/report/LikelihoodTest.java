package io.boltzspark.jobs.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.boltzspark.jobs.report.charts.Html;
import io.boltzspark.jobs.settings.SettingsLayers;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.MachineSpec;
import io.boltzspark.model.Standardisation;
import io.boltzspark.model.UnitSpec;
import io.boltzspark.model.UnitType;
import io.boltzspark.store.TrainedModel;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What a report says of the likelihood that an evaluation found. */
class LikelihoodTest {
  private static final String OF_DENSITY =
      """
      {"log_likelihood": {"lower_bound": false, "density": true, "log_jacobian": -12.5,
        "log_partition": {"exact": {"value": 3}},
        "test": {"rows": 7, "exact": {"value": -20.25, "standardised": -7.75}}}}
      """;

  /** As versions wrote it that did not know of densities. */
  private static final String EARLIER =
      """
      {"log_likelihood": {"lower_bound": false, "log_partition": {"exact": {"value": 3}},
        "test": {"rows": 7, "exact": {"value": -7.75}}}}
      """;

  private static ReportedRun run(UnitType visible, String evaluation)
      throws JsonProcessingException {
    BoltzmannMachine machine =
        BoltzmannMachine.of(
            MachineSpec.of(UnitSpec.of(visible, 2), UnitSpec.of(UnitType.BERNOULLI, 2)));
    TrainedModel model =
        new TrainedModel(
            machine,
            new float[machine.layout().size()],
            Standardisation.identity(2),
            JsonNodeFactory.instance.objectNode(),
            Optional.empty());
    Map<String, Object> line = Map.of("step", 1, "epoch", 1.0, "seconds", 1.0);
    return new ReportedRun(
        "run",
        "runs/run",
        new SettingsLayers().settings(),
        MetricsTable.of("run", List.of(line)),
        new ReportedRun.Results(
            Optional.of(model),
            Optional.empty(),
            MissingNode.getInstance(),
            Optional.empty(),
            Optional.of(new ObjectMapper().readTree(evaluation)),
            new TreeMap<>(),
            List.of()));
  }

  private static String section(ReportedRun run) {
    Html html = new Html();
    new EvaluationSection().write(html, List.of(run));
    return html.toString();
  }

  @Test
  void aDensityIsNamedAndThatOfStandardisedValuesStandsBesideIt() throws JsonProcessingException {
    ReportedRun run = run(UnitType.GAUSSIAN, OF_DENSITY);
    Likelihood found = Likelihood.of(run).orElseThrow();
    assertEquals("Log-likelihood, test, density in the data's units", found.title());
    assertEquals("-20.25 nats", found.text());
    String page = section(run);
    for (String part : List.of("-20.25", "-7.75", "-12.50", "test, standardised values")) {
      assertTrue(page.contains(part), page);
    }
  }

  @Test
  void anEarlierDensityIsNotTakenForThatOfTheData() throws JsonProcessingException {
    ReportedRun run = run(UnitType.GAUSSIAN, EARLIER);
    assertEquals(Optional.empty(), Likelihood.of(run));
    String page = section(run);
    assertFalse(page.contains("-7.75"), page);
    assertTrue(page.contains("boltz evaluate --model runs/run"), page);
  }

  @Test
  void anEarlierProbabilityIsStillOne() throws JsonProcessingException {
    ReportedRun run = run(UnitType.BERNOULLI, EARLIER);
    assertEquals("-7.75 nats", Likelihood.of(run).orElseThrow().text());
    assertEquals("Log-likelihood, test", Likelihood.of(run).orElseThrow().title());
    assertTrue(section(run).contains("-7.75"));
  }
}
