package io.boltzspark.jobs.retrain.registry;

import io.boltzspark.jobs.actions.ActionResult;
import io.boltzspark.jobs.cli.JobCommand;
import io.boltzspark.jobs.console.ShellCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code boltz models}. */
@Command(
    name = "models",
    description = {
      "Shows the versions in a registry of boltz retrain and selects the champion. Other"
          + " commands accept each version as a run: boltz sample --model REGISTRY/versions/v0003."
    },
    subcommands = {
      ModelsCommand.ListVersions.class,
      ModelsCommand.Show.class,
      ModelsCommand.Promote.class,
      ModelsCommand.Rollback.class
    },
    footer = {
      "%nExamples:",
      "  boltz models list --registry registry/mnist",
      "  boltz models show v0003 --registry registry/mnist",
      "  boltz models show champion --registry registry/mnist --json",
      "  boltz models rollback --registry registry/mnist"
    })
public final class ModelsCommand {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this text.")
  private boolean help;

  /** What the commands have in common. */
  abstract static class OfRegistry extends JobCommand {
    @Option(
        names = "--registry",
        required = true,
        paramLabel = "DIR",
        description = "The registry named in the retraining specification.")
    private String registry;

    abstract ActionResult perform(ModelsAction models);

    @Override
    protected String kept() {
      return "the registry is whole, as it was or as the command leaves it; look at it with "
          + ShellCommand.of("models", "list", "--registry", registry);
    }

    @Override
    protected final ActionResult perform() {
      return perform(new ModelsAction(hadoop(), registry, common.progress()::note));
    }
  }

  /** The commands that name a version. */
  abstract static class OfVersion extends OfRegistry {
    @Parameters(paramLabel = "VERSION", description = "Version, such as v0003, 3 or champion.")
    protected String version;
  }

  /** {@code boltz models list}. */
  @Command(name = "list", description = "Lists all versions, oldest first, and marks the champion.")
  static final class ListVersions extends OfRegistry {
    @Override
    ActionResult perform(ModelsAction models) {
      return models.list();
    }
  }

  /** {@code boltz models show}. */
  @Command(name = "show", description = "Shows a version and verifies its model's checksum.")
  static final class Show extends OfVersion {
    @Override
    ActionResult perform(ModelsAction models) {
      return models.show(version);
    }
  }

  /** {@code boltz models promote}. */
  @Command(name = "promote", description = "Makes a version the champion.")
  static final class Promote extends OfVersion {
    @Override
    ActionResult perform(ModelsAction models) {
      return models.promote(version);
    }
  }

  /** {@code boltz models rollback}. */
  @Command(name = "rollback", description = "Makes the previous champion the champion again.")
  static final class Rollback extends OfRegistry {
    @Override
    ActionResult perform(ModelsAction models) {
      return models.rollback();
    }
  }
}
