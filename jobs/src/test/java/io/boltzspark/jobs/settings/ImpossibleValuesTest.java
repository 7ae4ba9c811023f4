package io.boltzspark.jobs.settings;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImpossibleValuesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "learning.k=0",
        "learning.k=5001",
        "learning.k=1.5",
        "learning.k=99999999999999999999",
        "learning.k=many",
        "learning.k=[1]",
        "learning.chains=0",
        "learning.batch-size=0",
        "learning.batch-size=3000000000",
        "learning.epochs=-1",
        "learning.algorithm=contrastive",
        "learning.resample=maybe",
        "learning.initial-weight-deviation=-0.1",
        "learning.optimizer.learning-rate=0",
        "learning.optimizer.learning-rate=-1",
        "learning.optimizer.learning-rate=NaN",
        "learning.optimizer.learning-rate=Infinity",
        "learning.optimizer.learning-rate=1e999",
        "learning.optimizer.beta1=1",
        "learning.optimizer.beta2=-0.1",
        "learning.optimizer.epsilon=0",
        "learning.schedule.kind=steps",
        "learning.schedule.begin=1",
        "learning.schedule.begin=-0.1",
        "learning.schedule.end=1.1",
        "model.dimensions=[784]",
        "model.dimensions=[784,0]",
        "model.dimensions=[784,1.5]",
        "engine.kind=threads",
        "engine.lanes=0",
        "engine.lanes=3",
        "engine.lanes=2048",
        "engine.tasks=-1",
        "engine.tasks=3",
        "engine.exchange-timeout=0 s",
        "engine.exchange-timeout=30",
        "engine.slot-timeout=soon",
        "engine.attempts=0",
        "checkpoint.every=-1",
        "checkpoint.keep=-1",
        "monitor.rows=0",
        "monitor.share=0",
        "monitor.share=1.1",
        "monitor.every=-1",
        "seed=1.5"
      })
  void areRefusedWithKeyAndRemedy(String assignment) {
    String key = assignment.substring(0, assignment.indexOf('='));
    BoltzException error =
        assertThrows(BoltzException.class, () -> new SettingsLayers().set(assignment).settings());
    assertEquals(ExitCode.BAD_CONFIGURATION, error.exitCode());
    String message = error.getMessage();
    assertTrue(message.startsWith(key + " = "), message);
    assertTrue(message.contains("it must be"), message);
    String option = SettingOption.ofKey(key).map(SettingOption::option).orElse("--set " + key);
    assertTrue(message.contains("change " + option), message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "learning.k=5000",
        "learning.epochs=0",
        "learning.optimizer.beta1=0",
        "engine.lanes=1024",
        "engine.lanes=1",
        "engine.tasks=2",
        "engine.slot-timeout=500 ms",
        "monitor.share=1",
        "seed=-9223372036854775808"
      })
  void boundsThemselvesAreTaken(String assignment) {
    assertDoesNotThrow(() -> new SettingsLayers().set(assignment).settings());
  }
}
