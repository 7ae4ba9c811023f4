package io.boltzspark.jobs.report;

import static org.junit.jupiter.api.Assertions.assertFalse;

import io.boltzspark.errors.ExitCode;
import io.boltzspark.jobs.settings.Settings;
import io.boltzspark.math.Tensor;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.Standardisation;
import io.boltzspark.store.RunDirectory;
import io.boltzspark.store.TrainedModel;
import io.boltzspark.testing.Fuzz;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A report on a run of hostile content is a page without that content's markup, or an error. */
class ReportFuzzTest {
  /** A page takes much longer than a file. */
  private static final int SLOWER = 10;

  private static final BoltzmannMachine MACHINE = BoltzmannMachine.bernoulli(List.of(4, 3));

  @TempDir Path directory;
  private final Configuration hadoop = new Configuration();

  private void makeRun() {
    RunDirectory run =
        RunDirectory.create(
            hadoop, new org.apache.hadoop.fs.Path(directory.resolve("run").toUri()), false);
    run.writeConfig(Settings.defaults().render());
    for (int step = 0; step < 4; step++) {
      run.metrics()
          .append(
              Map.of(
                  "step",
                  step,
                  "epoch",
                  step / 2.0,
                  "stage",
                  "<script>",
                  "seconds",
                  step * 100.5,
                  "free_energy_train",
                  -1.5 * step,
                  "free_energy_valid",
                  2.5));
    }
    Map<String, Tensor> tensors =
        TrainedModel.tensors(
            MACHINE, new float[MACHINE.layout().size()], Standardisation.identity(4));
    run.writeModel(
        tensors,
        Map.of(
            "layers", TrainedModel.layers(MACHINE),
            "image", Map.of("width", 2, "height", 2),
            "data", Map.of("title", "<script>", "drawn", false),
            "configuration", Map.of("seed", 7),
            "time", Map.of("total", 4.5, "data", 1.5, "steps", 2.0, "steps.driver", 1.0),
            "step", 3));
    run.writeEvaluation(
        Map.of(
            "warnings", List.of("<script>"),
            "skipped", Map.of("ising", "no"),
            "log_likelihood",
                Map.of(
                    "lower_bound",
                    false,
                    "gap",
                    0.25,
                    "log_partition",
                    Map.of("ais", Map.of("value", 9.5, "lower", 9, "upper", 10)),
                    "test",
                    Map.of("rows", 40, "ais", Map.of("value", -80.25))),
            "pseudo_log_likelihood", Map.of("test", -99.5)));
  }

  @Test
  void pages() throws IOException {
    makeRun();
    String run = directory.resolve("run").toString();
    for (String name : List.of("metrics.jsonl", "evaluation.json", "model/model.json")) {
      Path file = directory.resolve("run").resolve(name);
      byte[] whole = Files.readAllBytes(file);
      Fuzz.run(
          "report on " + name,
          List.of(whole),
          Set.of(ExitCode.BAD_INPUT),
          Fuzz.inputs() / SLOWER,
          content -> {
            Files.write(file, content);
            ReportedRun read = ReportedRun.read(hadoop, run, warning -> {});
            String page = ReportPage.standard(ModelPictures.none()).html(List.of(read, read));
            assertFalse(page.contains("<script><"), "markup of the content is in the page");
          });
      Files.write(file, whole);
    }
  }
}
