package io.boltzspark.jobs.settings;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class InvalidValuesTest {

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
        "learning.batch-size=-1",
        "learning.batch-size=3000000000",
        "learning.epochs=-1",
        "learning.algorithm=contrastive",
        "learning.resample=maybe",
        "learning.k-end=-1",
        "learning.k-end=5001",
        "learning.k-begin=1",
        "learning.chains-start=cold",
        "learning.positive-hidden=both",
        "learning.negative-hidden=states",
        "learning.negative-visible=",
        "learning.tempering.replicas=0",
        "learning.tempering.least-beta=1",
        "learning.tempering.least-beta=-0.1",
        "learning.driven-temperature.deviation=1.1",
        "learning.driven-temperature.deviation=-0.1",
        "learning.driven-temperature.momentum=1",
        "learning.initialisation.weights=uniform",
        "learning.initialisation.deviation=-0.1",
        "learning.initialisation.visible-bias=mean",
        "learning.initialisation.visible-bias=NaN",
        "learning.initialisation.hidden-bias=data",
        "learning.initialisation.hidden-bias=1e39",
        "learning.initialisation.visible-bias=-1e39",
        "learning.initialisation.deviation=1e39",
        "learning.initialisation.from=1",
        "model.temperature=1e-40",
        "model.temperature=1e39",
        "model.kind=gan",
        "adversarial.noise=0",
        "adversarial.generator.layers=[]",
        "adversarial.generator.layers=[dense]",
        "adversarial.generator.learning-rate=-1",
        "adversarial.discriminator.layers=[softmax]",
        "adversarial.update=both",
        "classifier.layers=convolution:0:3:1,tanh",
        "learning.optimizer.kind=newton",
        "learning.optimizer.learning-rate=0",
        "learning.optimizer.learning-rate=-1",
        "learning.optimizer.learning-rate=NaN",
        "learning.optimizer.learning-rate=Infinity",
        "learning.optimizer.learning-rate=1e999",
        "learning.optimizer.beta1=1",
        "learning.optimizer.beta2=-0.1",
        "learning.optimizer.epsilon=0",
        "learning.optimizer.momentum=1",
        "learning.optimizer.nesterov=perhaps",
        "learning.optimizer.weight-decay=-1",
        "learning.schedule.kind=steps",
        "learning.schedule.per-epoch=2",
        "learning.schedule.begin=1",
        "learning.schedule.begin=-0.1",
        "learning.schedule.end=1.1",
        "learning.schedule.coefficient=-1",
        "learning.schedule.gamma=0",
        "learning.schedule.gamma=1.5",
        "learning.schedule.interval=0",
        "learning.schedule.warm-up=-1",
        "learning.penalty.l1=-1",
        "learning.penalty.l2=-1e-9",
        "learning.penalty.max-norm=-1",
        "learning.penalty.sparsity-target=0",
        "learning.penalty.sparsity-target=1",
        "learning.penalty.sparsity-cost=-1",
        "learning.penalty.clip=-1",
        "learning.centring.enabled=full",
        "learning.centring.rate=0",
        "learning.centring.rate=1.1",
        "learning.averaging=1.1",
        "learning.averaging=-0.1",
        "learning.local-steps=0",
        "learning.pretraining.epochs=-1",
        "learning.pretraining.epochs=many",
        "learning.pretraining.kind=corrected",
        "learning.pretraining.learning-rate=-1",
        "learning.pretraining.k1=-1",
        "learning.pretraining.k2=0",
        "learning.pretraining.k3=5001",
        "learning.positive-k=-1",
        "learning.mean-field.updates=0",
        "learning.mean-field.tolerance=-1",
        "learning.stopping.metric=likelihood",
        "learning.stopping.patience=-1",
        "learning.stopping.keep-best=always",
        "learning.stopping.value=high",
        "model.dimensions=[784]",
        "model.dimensions=[784,0]",
        "model.dimensions=[784,1.5]",
        "model.units=[1,2]",
        "model.units=bernouli,bernoulli",
        "model.units=softmax:0,bernoulli",
        "model.labels=-1",
        "model.labels=1",
        "model.temperature=0",
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
        "monitor.metrics=[free-enery]",
        "monitor.metrics=[1]",
        "monitor.rows=0",
        "monitor.share=0",
        "monitor.share=1.1",
        "monitor.every=-1",
        "samples.every=-1",
        "samples.epochs=often",
        "samples.epochs=[1,-1]",
        "samples.sweeps=0",
        "mlflow.tracking-uri=localhost:5000",
        "mlflow.tracking-uri=file:/tmp/mlruns",
        "mlflow.tracking-uri=http://host?token=1",
        "mlflow.experiment=\" \"",
        "mlflow.upload-model=always",
        "data.weight-column=\" \"",
        "data.label-column=\"\"",
        "data.split=\"\"",
        "data.valid-fraction=1",
        "data.valid-fraction=-0.1",
        "seed=1.5"
      })
  void areRefusedWithKeyAndRemedy(String assignment) {
    String key = assignment.substring(0, assignment.indexOf('='));
    BoltzException error =
        assertThrows(BoltzException.class, () -> new SettingsLayers().set(assignment).settings());
    assertEquals(ExitCode.BAD_CONFIGURATION, error.exitCode());
    String message = error.getMessage();
    assertTrue(message.startsWith(key + " = "), message);
    assertTrue(message.contains(" is invalid: expected "), message);
    String option = SettingOption.ofKey(key).map(SettingOption::option).orElse("--set " + key);
    assertTrue(message.contains("change " + option), message);
  }

  /** Of each type that a file can hold, for each setting, under each kind of model. */
  @ParameterizedTest
  @EnumSource(Settings.Kind.class)
  void valuesOfOtherTypesAreRefusedAsSettings(Settings.Kind kind) {
    String model = "model.kind=" + kind.name().toLowerCase(Locale.ROOT);
    int refused = 0;
    List<String> keys = Reference.keys().stream().filter(k -> !k.equals("model.kind")).toList();
    for (String key : keys) {
      for (String value : List.of("true", "[]", "{}", "null", "x", "0.5", "[[1]]", "{a:1}")) {
        String assignment = key + "=" + value;
        try {
          new SettingsLayers().set(model).set(assignment).settings();
        } catch (BoltzException e) {
          assertEquals(ExitCode.BAD_CONFIGURATION, e.exitCode(), assignment);
          refused++;
        }
      }
    }
    assertTrue(refused > 4 * keys.size(), "refused " + refused);
  }

  @Test
  void aPasswordInAnAddressIsRefusedAndNotRepeated() {
    BoltzException error =
        assertThrows(
            BoltzException.class,
            () ->
                new SettingsLayers()
                    .set("mlflow.tracking-uri=http://user:pass-phrase@host")
                    .settings());
    assertEquals(ExitCode.BAD_CONFIGURATION, error.exitCode());
    assertTrue(error.getMessage().contains("MLFLOW_TRACKING_PASSWORD"), error.getMessage());
    assertFalse(error.getMessage().contains("pass-phrase"), error.getMessage());
  }

  @Test
  void anUnknownMonitorIsAnsweredWithTheNearest() {
    BoltzException error =
        assertThrows(
            BoltzException.class,
            () -> new SettingsLayers().set("monitor.metrics=all,free-enery").settings());
    assertTrue(error.getMessage().contains("not 'free-enery'"), error.getMessage());
    assertTrue(error.getMessage().contains("Did you mean 'free-energy'?"), error.getMessage());
    assertTrue(error.getMessage().contains("two-site-correlation, notebook, all"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "learning.k=5000",
        "learning.epochs=0",
        "learning.k-end=5000",
        "learning.averaging=1",
        "learning.initialisation.visible-bias=-0.5",
        "learning.initialisation.deviation=0",
        "learning.schedule.gamma=1",
        "learning.pretraining.epochs=[]",
        "learning.mean-field.tolerance=0",
        "model.labels=2",
        "learning.optimizer.beta1=0",
        "engine.lanes=1024",
        "engine.lanes=1",
        "engine.tasks=2",
        "engine.slot-timeout=500 ms",
        "monitor.metrics=[]",
        "monitor.share=1",
        "seed=-9223372036854775808"
      })
  void boundsThemselvesAreTaken(String assignment) {
    assertDoesNotThrow(() -> new SettingsLayers().set(assignment).settings());
  }
}
