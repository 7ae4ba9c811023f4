package io.boltzspark.jobs.train;

import io.boltzspark.jobs.actions.ActionResult;
import io.boltzspark.jobs.cli.JobCommand;
import io.boltzspark.jobs.cli.SettingsOptions;
import io.boltzspark.jobs.console.ShellCommand;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code boltz quickstart}. */
@Command(
    name = "quickstart",
    description = {
      "Trains a first machine and draws samples from it in a few minutes: finds MNIST (--source,"
          + " $BOLTZ_MNIST, data/mnist or a download; otherwise draws digits itself), prepares it,"
          + " trains and samples."
    },
    footer = {
      "%nExamples:",
      "  boltz quickstart",
      "  boltz quickstart --out /tmp/first --epochs 2"
    })
public final class QuickstartCommand extends JobCommand {
  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "runs/quickstart",
      description = "Directory for data, run and picture (default: ${DEFAULT-VALUE}).")
  private String out;

  @Option(
      names = "--source",
      paramLabel = "DIR",
      description = "Directory with the IDX files of MNIST, optionally gzipped.")
  private String source;

  @Option(names = "--overwrite", description = "Replace DIR if it exists.")
  private boolean overwrite;

  @Mixin private SettingsOptions settingsOptions;

  @Override
  protected String kept() {
    return "data and checkpoints in %s are kept; resume the training with %s, or begin again with --overwrite"
        .formatted(out, ShellCommand.of("train", "--resume", "--out", out + "/run"));
  }

  @Override
  protected ActionResult perform() {
    QuickstartAction.Request request =
        new QuickstartAction.Request(
            out,
            Optional.ofNullable(source),
            settingsOptions
                .settings(spec.commandLine().getParseResult(), hadoop(), Optional.empty())
                .requireMachine("quickstart"),
            overwrite);
    return withSpark(spark -> new QuickstartAction(spark, request, common.progress()).execute());
  }
}
