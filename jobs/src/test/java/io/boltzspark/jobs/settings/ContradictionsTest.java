package io.boltzspark.jobs.settings;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Settings that are valid one by one; separated by semicolons. */
class ContradictionsTest {

  private static Settings settings(String assignments) {
    SettingsLayers layers = new SettingsLayers();
    for (String assignment : assignments.split(";")) {
      layers.set(assignment.strip());
    }
    return layers.settings();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "learning.k=5; learning.k-end=4 | learning.k-end | learning.k = 5",
        "model.units=spin | model.units | 2 kinds",
        "model.units=spin,spin,spin | model.units | 2 kinds",
        "model.units=spin,spin; model.dimensions=4,3,2 | model.units | 3 kinds",
        "model.units=softmax:3,spin; model.dimensions=4,3 | model.units | groups of 3",
        "model.units=gaussian,rectified; model.dimensions=4,3 | model.units | without bound",
        "learning.algorithm=cd; learning.tempering.replicas=2 | learning.tempering.replicas | cd",
        "learning.algorithm=cd; learning.driven-temperature.deviation=0.6"
            + "| learning.driven-temperature.deviation | cd",
        "learning.tempering.replicas=2; learning.driven-temperature.deviation=0.6"
            + "| learning.driven-temperature.deviation | replicas",
        "model.units=bernoulli,noisy-rectified; learning.driven-temperature.deviation=0.6"
            + "| learning.driven-temperature.deviation | noisy-rectified",
        "model.lateral=visible; learning.driven-temperature.deviation=0.6"
            + "| learning.driven-temperature.deviation | model.lateral",
        "learning.optimizer.kind=sgd; learning.optimizer.nesterov=true"
            + "| learning.optimizer.momentum | nesterov",
        "learning.centring.enabled=true; model.units=bernoulli,gaussian:fixed"
            + "| learning.centring.enabled | gaussian:fixed",
        "learning.centring.enabled=true; model.units=gaussian:fixed-mean,bernoulli"
            + "| learning.centring.enabled | mean",
        "learning.pretraining.epochs=5 | learning.pretraining.epochs | one hidden layer",
        "learning.pretraining.epochs=5; model.dimensions=4,3"
            + "| learning.pretraining.epochs | one hidden layer",
        "learning.pretraining.epochs=5,6,7; model.dimensions=4,3,2"
            + "| learning.pretraining.epochs | one number, or 2",
        "learning.pretraining.epochs=5; model.dimensions=4,3,2; model.units=gaussian,spin,spin"
            + "| learning.pretraining.kind | gaussian",
        "learning.pretraining.epochs=5,6; model.dimensions=4,3,2; learning.pretraining.kind=growth"
            + "| learning.pretraining.epochs | one number, or 1",
        "model.dimensions=4 | model.dimensions | --lateral visible",
        "model.lateral=2 | model.lateral | to 1",
        "model.lateral=sideways | model.lateral | visible, hidden",
        "model.lateral=visible; model.units=multinomial:3,spin | model.lateral | given the others",
        "model.lateral=hidden; model.units=spin,rectified | model.lateral | without bound",
        "model.lateral=visible; model.dimensions=12; learning.update-order=checkerboard"
            + "| learning.update-order | square lattice",
        "model.lateral=visible; model.dimensions=9; learning.pretraining.epochs=1"
            + "| learning.pretraining.epochs | one hidden layer",
        "learning.update-order=forth-and-back | learning.update-order | sequential",
        "learning.positive-k=2 | learning.positive-k | second hidden layer",
        "learning.positive-k=2; model.dimensions=4,3 | learning.positive-k | model.dimensions",
        "learning.positive-k=1; model.dimensions=9; model.lateral=visible"
            + "| learning.positive-k | model.lateral",
        "learning.stopping.patience=3 | learning.stopping.metric | patience",
        "learning.stopping.keep-best=true | learning.stopping.metric | keep-best",
        "learning.stopping.value=0.95 | learning.stopping.metric | value"
      })
  void areRefusedWithKeyAndReason(String assignments, String key, String reason) {
    BoltzException error = assertThrows(BoltzException.class, () -> settings(assignments));
    assertEquals(ExitCode.BAD_CONFIGURATION, error.exitCode());
    String message = error.getMessage();
    assertTrue(message.startsWith(key + " = "), message);
    assertTrue(message.contains(" is invalid: expected "), message);
    assertTrue(message.contains(reason), message);
    assertTrue(message.contains("in the configuration"), message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "learning.k=5; learning.k-end=5",
        "model.units=softmax:2,spin; model.dimensions=4,3",
        "model.units=gaussian,gaussian; model.dimensions=4,3",
        "model.units=bernoulli,gaussian:fixed",
        "learning.algorithm=pcd; learning.tempering.replicas=2",
        "learning.driven-temperature.deviation=1; model.units=gaussian,rectified",
        "learning.optimizer.kind=sgd; learning.optimizer.nesterov=true;"
            + " learning.optimizer.momentum=0.5",
        "learning.optimizer.nesterov=true",
        "learning.centring.enabled=true; model.units=bernoulli,gaussian:fixed-variance",
        "learning.pretraining.epochs=5; model.dimensions=4,3,2",
        "learning.pretraining.epochs=5,0; model.dimensions=4,3,2",
        "learning.pretraining.epochs=5; model.dimensions=4,3,2; model.units=gaussian,spin,spin;"
            + " learning.pretraining.kind=belief-net",
        "model.lateral=visible; model.dimensions=9; learning.update-order=checkerboard",
        "model.lateral=visible; model.dimensions=18; model.units=potts:2;"
            + " learning.update-order=checkerboard",
        "model.lateral=visible,hidden; model.units=gaussian,binomial:2",
        "learning.positive-k=2; model.dimensions=4,3,2",
        "learning.positive-k=2; model.dimensions=4,3; model.lateral=hidden",
        "learning.stopping.patience=3; learning.stopping.metric=reconstruction-error",
        "learning.stopping.value=0.95; learning.stopping.metric=two-site-correlation"
      })
  void arePossibleWhereTheyAgree(String assignments) {
    assertDoesNotThrow(() -> settings(assignments));
  }
}
