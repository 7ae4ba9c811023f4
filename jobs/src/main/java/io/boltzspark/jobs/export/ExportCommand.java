package io.boltzspark.jobs.export;

import io.boltzspark.evaluation.couplings.Gauge;
import io.boltzspark.jobs.actions.ActionResult;
import io.boltzspark.jobs.cli.JobCommand;
import io.boltzspark.jobs.cli.ModelOption;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code boltz export}. */
@Command(
    name = "export",
    description = {
      "Writes a trained model for other programs: its tensors, or its computation as an"
          + " ONNX graph.",
      "safetensors: the same bytes as RUN/model/model.safetensors. npz: float32 arrays with the"
          + " same names, for numpy.load. They define the energy of visible states (value -"
          + " offset.0) / scale.0. Where visible units are gaussian or rectified, the"
          + " log-likelihood of values in the data's own units is that of the states minus the sum"
          + " of log(scale.0) over these units; spins, labels and other discrete units count"
          + " nothing.",
      "onnx with --graph features: maps 'visible' to the means of the hidden units,"
          + " 'hidden.1', 'hidden.2', ... Inputs are in the units of the data; the graph"
          + " standardises them. The means are exact for one hidden layer; for several, they are"
          + " found by --updates mean-field updates.",
      "onnx with --graph gibbs: one step of a Markov chain, from 'visible' to"
          + " 'visible.next', and likewise for every even-numbered hidden layer. Its random"
          + " numbers are the inputs 'uniform.0', 'uniform.1', ...: draw new ones for each step,"
          + " strictly between 0 and 1. The graph declares their widths: one number per Bernoulli,"
          + " spin or Potts unit, two per Gaussian unit, one per copy of a binomial unit, and one"
          + " per draw of multinomial units.",
      "onnx with --graph free-energy: maps 'visible' to 'free_energy' (rows x 1), the energy"
          + " where there are no hidden units; for Bernoulli, spin and Potts visible units, and one"
          + " hidden layer of Bernoulli or spin units or none.",
      "Machines with couplings within a layer have no graph of a Gibbs step, whose units would be"
          + " drawn one after another, nor of features where hidden units are coupled.",
      "Graphs that compute means or draws of rectified units are not supported: ONNX has no"
          + " sufficiently exact operators.",
      "Of a generative adversarial network, --graph generator maps 'noise' (rows x numbers,"
          + " standard normal) to 'images', and --graph discriminator 'images' to 'logit' (above 0:"
          + " rather real). Images are rows x channels x height x width (NCHW) with values in 0..1."
          + " Networks with labels have another input, 'labels': one-hot, rows x classes. Batch"
          + " normalisation uses its moving averages, and there is no dropout. Its tensors have"
          + " TensorFlow's shapes.",
      "adabmdca: of a machine of sequences without hidden units (--lateral visible), the"
          + " parameters as text, which adabmDCA reads and boltz import reads back: lines 'J i j a"
          + " b value' for sites i < j, counted from 0, and letters a and b, then lines 'h i a"
          + " value'. The energy of a sequence is minus the sum of the values that apply to it."
    },
    footer = {
      "%nExamples:",
      "  boltz export --model runs/first --format npz --out model.npz",
      "  boltz export --model runs/first --format onnx --out features.onnx",
      "  boltz export --model runs/first@epoch:5 --format onnx --graph gibbs --out step.onnx",
      "  boltz export --model runs/dcgan --format onnx --graph generator --out generator.onnx",
      "  boltz export --model runs/family --format adabmdca --gauge zero-sum --out params.dat"
    })
public final class ExportCommand extends JobCommand {
  @Mixin private ModelOption model;

  @Option(
      names = "--format",
      required = true,
      paramLabel = "safetensors|npz|onnx|adabmdca",
      description = "The format of the file.")
  private ExportFormat format;

  @Option(names = "--out", required = true, paramLabel = "FILE", description = "The file to write.")
  private String out;

  @Option(
      names = "--graph",
      paramLabel = "features|gibbs|free-energy|generator|discriminator",
      description =
          "With --format onnx: what the graph computes (default: features, or of a generative"
              + " adversarial network generator).")
  private OnnxTask task;

  @Option(
      names = "--updates",
      defaultValue = "30",
      paramLabel = "N",
      description =
          "With --graph features and several hidden layers: mean-field updates after the"
              + " upward pass; each costs as much as a pass (default: ${DEFAULT-VALUE}).")
  private int updates;

  @Option(
      names = "--gauge",
      defaultValue = "none",
      paramLabel = "none|zero-sum|lattice-gas",
      description =
          "Of Potts visible units: write the parameters of the same distribution in this gauge."
              + " zero-sum: those of the states of a site add up to 0; lattice-gas: those of the"
              + " first state are 0 (default: ${DEFAULT-VALUE}, as they were learnt).")
  private Gauge gauge;

  @Option(names = "--overwrite", description = "Replace FILE if it exists.")
  private boolean overwrite;

  @Override
  protected ActionResult perform() {
    atLeast(0, "--updates", updates);
    format.requireName(out);
    ExportAction.Request request =
        new ExportAction.Request(
            model.run(), format, Optional.ofNullable(task), updates, gauge, out, overwrite);
    return new ExportAction(hadoop(), request, common.progress()).execute();
  }
}
