package io.boltzspark.jobs.train;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import io.boltzspark.jobs.actions.ActionResult;
import io.boltzspark.jobs.cli.JobCommand;
import io.boltzspark.jobs.cli.SettingsOptions;
import io.boltzspark.jobs.console.ShellCommand;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
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
          + " trains and samples.",
      "Settings are those of conf/presets/quickstart.conf, unless --config names others, and then"
          + " the defaults below."
    },
    footer = {
      "%nExamples:",
      "  boltz quickstart",
      "  boltz quickstart --out /tmp/first --epochs 2"
    })
public final class QuickstartCommand extends JobCommand {
  /** Of the class path; in the project's directory below conf. */
  private static final String PRESET = "/presets/quickstart.conf";

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
    // Of a network, before the preset's settings could contradict it.
    settingsOptions
        .settings(spec.commandLine().getParseResult(), hadoop(), Optional.empty())
        .requireMachine("quickstart");
    QuickstartAction.Request request =
        new QuickstartAction.Request(
            out,
            Optional.ofNullable(source),
            settingsOptions
                .layers(
                    spec.commandLine().getParseResult(), hadoop(), layers -> layers.file(preset()))
                .settings()
                .requireMachine("quickstart"),
            overwrite);
    return withSpark(spark -> new QuickstartAction(spark, request, common.progress()).execute());
  }

  /** The preset's settings but for the machine's size, since images may have any. */
  private static Config preset() {
    try (InputStream file = QuickstartCommand.class.getResourceAsStream(PRESET)) {
      String hocon = new String(file.readAllBytes(), StandardCharsets.UTF_8);
      ConfigParseOptions named =
          ConfigParseOptions.defaults().setOriginDescription("conf" + PRESET);
      return ConfigFactory.parseString(hocon, named).withoutPath("model.dimensions");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
