package io.boltzspark.jobs.export;

import io.boltzspark.jobs.actions.ActionResult;
import io.boltzspark.jobs.cli.JobCommand;
import io.boltzspark.jobs.cli.ModelOption;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code boltz export}. */
@Command(
    name = "export",
    description = {
      "Writes a trained machine for other programs: its tensors, or what it computes.",
      "safetensors: the same bytes as RUN/model/model.safetensors. npz: float32 arrays of the same"
          + " names, for numpy.load.",
      "onnx with --graph features: from 'visible' to 'hidden.1', 'hidden.2', ..., the means of the"
          + " hidden units. Values are those of the data; standardisation is part of the graph. One"
          + " hidden layer is exact, several take --updates updates of mean field.",
      "onnx with --graph gibbs: one step of a Markov chain, from 'visible' to 'visible.next' (and"
          + " every hidden layer of an even number in the same way), with the uniform numbers that"
          + " it uses as the inputs 'uniform.0', 'uniform.1', ...: fresh ones for every step,"
          + " strictly between 0 and 1. Their widths are in the graph: one number for each"
          + " Bernoulli, spin or Potts unit, two for each Gaussian unit, as many as"
          + " copies for a binomial unit, as many as draws for multinomial units.",
      "Rectified units are refused where a graph would have to give their means or draw them: ONNX"
          + " has no operator that is exact enough."
    },
    footer = {
      "%nExamples:",
      "  boltz export --model runs/first --format npz --out model.npz",
      "  boltz export --model runs/first --format onnx --out features.onnx",
      "  boltz export --model runs/first@epoch:5 --format onnx --graph gibbs --out step.onnx"
    })
public final class ExportCommand extends JobCommand {
  @Mixin private ModelOption model;

  @Option(
      names = "--format",
      required = true,
      paramLabel = "safetensors|npz|onnx",
      description = "The form of the file.")
  private ExportFormat format;

  @Option(names = "--out", required = true, paramLabel = "FILE", description = "The file to write.")
  private String out;

  @Option(
      names = "--graph",
      defaultValue = "features",
      paramLabel = "features|gibbs",
      description = "With --format onnx: what is computed (default: ${DEFAULT-VALUE}).")
  private OnnxTask task;

  @Option(
      names = "--updates",
      defaultValue = "30",
      paramLabel = "N",
      description =
          "With --graph features, for several hidden layers: updates of mean field after the pass"
              + " upwards, each as large as a pass (default: ${DEFAULT-VALUE}).")
  private int updates;

  @Option(names = "--overwrite", description = "Replace FILE when it is there.")
  private boolean overwrite;

  @Override
  protected ActionResult perform() {
    atLeast(0, "--updates", updates);
    ExportAction.Request request =
        new ExportAction.Request(model.run(), format, task, updates, out, overwrite);
    return new ExportAction(hadoop(), request, common.progress()).execute();
  }
}
