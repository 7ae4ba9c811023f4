package io.boltzspark.jobs.pictures;

import io.boltzspark.jobs.actions.ActionResult;
import io.boltzspark.jobs.cli.JobCommand;
import io.boltzspark.jobs.cli.ModelOption;
import io.boltzspark.jobs.cli.TableOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code boltz pca}. */
@Command(
    name = "pca",
    description = {
      "Draws samples of a trained machine beside training rows, both projected on the two leading"
          + " principal components of the rows' visible states (one-hot for Potts units): where the"
          + " data has clusters, samples should fall into all of them, and nowhere else. Says how"
          + " much rows and samples vary along each component."
    },
    footer = {
      "%nExamples:",
      "  boltz pca --model runs/family --out pca.png",
      "  boltz pca --model runs/family@epoch:20 --samples 5000 --sample-steps 10000 --out pca.png"
    })
public final class PcaCommand extends JobCommand {
  @Mixin private ModelOption model;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Prepared data (default: the data of training).")
  private String data;

  @Mixin private TableOptions table;

  @Option(names = "--out", required = true, paramLabel = "PNG", description = "The file to write.")
  private String out;

  @Option(
      names = "--samples",
      defaultValue = "2000",
      paramLabel = "N",
      description = "Samples, and the maximum number of training rows (default: ${DEFAULT-VALUE}).")
  private int samples;

  @Option(
      names = "--sample-steps",
      defaultValue = "1000",
      paramLabel = "S",
      description = "Gibbs sweeps of each sample, from noise (default: ${DEFAULT-VALUE}).")
  private int sampleSteps;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "Seed of all random numbers (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(names = "--overwrite", description = "Replace PNG if it exists.")
  private boolean overwrite;

  @Override
  protected ActionResult perform() {
    atLeast(2, "--samples", samples);
    atLeast(1, "--sample-steps", sampleSteps);
    PcaAction.Request request =
        new PcaAction.Request(
            model.run(), table.in(data), samples, sampleSteps, seed, out, overwrite);
    return withSpark(spark -> new PcaAction(spark, request, common.progress()).execute());
  }
}
