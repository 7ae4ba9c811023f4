package io.boltzspark.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.jobs.benchmark.BenchmarkCommand;
import io.boltzspark.jobs.benchmark.PlanCommand;
import io.boltzspark.jobs.cli.AllCommands;
import io.boltzspark.jobs.cli.CommonOptions;
import io.boltzspark.jobs.cli.ErrorReport;
import io.boltzspark.jobs.cli.SettingsOptions;
import io.boltzspark.jobs.console.LastWord;
import io.boltzspark.jobs.console.ShellCommand;
import io.boltzspark.jobs.couplings.CouplingsCommand;
import io.boltzspark.jobs.couplings.ScanCommand;
import io.boltzspark.jobs.doctor.DoctorCommand;
import io.boltzspark.jobs.evaluate.EvaluateCommand;
import io.boltzspark.jobs.export.ExportCommand;
import io.boltzspark.jobs.features.AnomalyCommand;
import io.boltzspark.jobs.features.ClassifyCommand;
import io.boltzspark.jobs.features.FeaturesCommand;
import io.boltzspark.jobs.imports.ImportCommand;
import io.boltzspark.jobs.latent.LatentCommand;
import io.boltzspark.jobs.pictures.DenoiseCommand;
import io.boltzspark.jobs.pictures.FiltersCommand;
import io.boltzspark.jobs.pictures.InpaintCommand;
import io.boltzspark.jobs.pictures.LookCommand;
import io.boltzspark.jobs.pictures.PcaCommand;
import io.boltzspark.jobs.pictures.ReconstructCommand;
import io.boltzspark.jobs.prepare.PrepareCommand;
import io.boltzspark.jobs.report.ReportCommand;
import io.boltzspark.jobs.reproduce.ReproduceCommand;
import io.boltzspark.jobs.retrain.RetrainCommand;
import io.boltzspark.jobs.retrain.RetrainSpec;
import io.boltzspark.jobs.retrain.registry.ModelsCommand;
import io.boltzspark.jobs.sample.SampleCommand;
import io.boltzspark.jobs.settings.NearestWord;
import io.boltzspark.jobs.settings.SettingOption;
import io.boltzspark.jobs.submit.SubmitCommand;
import io.boltzspark.jobs.sweep.SweepCommand;
import io.boltzspark.jobs.train.QuickstartCommand;
import io.boltzspark.jobs.train.TrainCommand;
import io.boltzspark.store.Json;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** All commands together, and what happens when one fails. */
@Command(
    name = "boltz",
    description = "Trains Boltzmann machines on Apache Spark.",
    subcommands = {
      QuickstartCommand.class,
      PrepareCommand.class,
      TrainCommand.class,
      SweepCommand.class,
      ReproduceCommand.class,
      RetrainCommand.class,
      ModelsCommand.class,
      SampleCommand.class,
      LatentCommand.class,
      ReportCommand.class,
      LookCommand.class,
      ReconstructCommand.class,
      DenoiseCommand.class,
      InpaintCommand.class,
      FiltersCommand.class,
      PcaCommand.class,
      EvaluateCommand.class,
      ClassifyCommand.class,
      FeaturesCommand.class,
      AnomalyCommand.class,
      CouplingsCommand.class,
      ScanCommand.class,
      ExportCommand.class,
      ImportCommand.class,
      BenchmarkCommand.class,
      PlanCommand.class,
      SubmitCommand.class,
      DoctorCommand.class,
      VersionCommand.class,
      HelpCommand.class
    },
    footer = {"%nBegin with:", "  boltz quickstart", "  boltz train --help"})
public final class BoltzCommandLine implements AllCommands {
  private static final int HELP_WIDTH = 100;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this text.")
  private boolean help;

  private BoltzCommandLine() {}

  /**
   * Runs one command line.
   *
   * @param out for results
   * @param err for everything else
   * @return the exit code
   */
  public static int run(PrintWriter out, PrintWriter err, String... arguments) {
    return run(create().setOut(out).setErr(err), arguments);
  }

  /** From now on a signal ends the process with a word about this command line. */
  static void begin(PrintWriter out, PrintWriter err, String... arguments) {
    LastWord.begin(
        message -> print(new ErrorReport(ExitCode.INTERRUPTED, message), out, err, arguments));
  }

  static int run(CommandLine commandLine, String... arguments) {
    if (arguments.length == 0) {
      commandLine.usage(commandLine.getOut());
      return ExitCode.OK.number();
    }
    begin(commandLine.getOut(), commandLine.getErr(), arguments);
    try {
      return commandLine.execute(arguments);
    } catch (Error error) {
      // Picocli hands exceptions to the handler below, but lets errors such as a full heap through.
      return report(ErrorReport.of(error), error, commandLine, arguments);
    }
  }

  static CommandLine create() {
    CommandLine root = new CommandLine(new BoltzCommandLine());
    addSettings(root, "train", SettingOption.values());
    addSettings(root, "sweep", SettingOption.values());
    addSettings(
        root,
        "quickstart",
        SettingOption.EPOCHS,
        SettingOption.LEARNING_RATE,
        SettingOption.ENGINE,
        SettingOption.SEED);
    addSettings(
        root,
        "features",
        SettingOption.BATCH_SIZE,
        SettingOption.EPOCHS,
        SettingOption.OPTIMIZER,
        SettingOption.LEARNING_RATE,
        SettingOption.SCHEDULE,
        SettingOption.L1,
        SettingOption.L2,
        SettingOption.ENGINE,
        SettingOption.LANES,
        SettingOption.SEED);
    addSettings(root, "benchmark", SettingOption.LANES, SettingOption.SEED);
    SettingsOptions.listKeys(
        root.getSubcommands().get("retrain").getCommandSpec(), RetrainSpec.REFERENCE);
    // What follows its command's name is for that command.
    root.getSubcommands().get("submit").setStopAtPositional(true);
    describeAll(root);
    // A word that begins with @ is the name of a run or of a file, not of a file of words.
    return root.setExpandAtFiles(false)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(BoltzCommandLine::misunderstood)
        .setExecutionExceptionHandler(BoltzCommandLine::failed);
  }

  @Override
  public void requireUnderstood(List<String> arguments) {
    try {
      create().parseArgs(arguments.toArray(new String[0]));
    } catch (ParameterException e) {
      throw new BoltzException(ExitCode.USAGE, explain(e), e);
    }
  }

  @Override
  public JsonNode run(List<String> arguments) {
    List<String> words = new ArrayList<>(arguments);
    words.add(CommonOptions.JSON);
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line =
        create().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    int status = LastWord.within(() -> line.execute(words.toArray(new String[0])));
    String last = out.toString().lines().reduce("", (before, next) -> next);
    JsonNode result = Json.object(last).<JsonNode>map(object -> object).orElse(NullNode.instance);
    if (status != ExitCode.OK.number()) {
      throw new BoltzException(
          ExitCode.ofNumber(status),
          result
              .path("error")
              .asText(arguments.get(0) + " was stopped; run the same command again to go on"));
    }
    return result;
  }

  private static void addSettings(CommandLine root, String command, SettingOption... chosen) {
    SettingsOptions.addTo(root.getSubcommands().get(command).getCommandSpec(), chosen);
  }

  private static void describeAll(CommandLine command) {
    describe(command);
    command.getSubcommands().values().forEach(BoltzCommandLine::describeAll);
  }

  private static void describe(CommandLine command) {
    Map<String, String> exitCodes = new LinkedHashMap<>();
    for (ExitCode code : ExitCode.values()) {
      exitCodes.put(Integer.toString(code.number()), code.meaning());
    }
    command
        .getCommandSpec()
        .usageMessage()
        .width(HELP_WIDTH)
        .sortOptions(false)
        .abbreviateSynopsis(true)
        .descriptionHeading("%n")
        .optionListHeading("%nOptions:%n")
        .commandListHeading("%nCommands:%n")
        .exitCodeListHeading("%nExit codes:%n")
        .exitCodeList(exitCodes);
  }

  private static int misunderstood(ParameterException error, String[] arguments) {
    return report(
        new ErrorReport(ExitCode.USAGE, explain(error)), error, error.getCommandLine(), arguments);
  }

  /** What was not understood, the nearest word that would have been, and where to read more. */
  private static String explain(ParameterException error) {
    CommandLine command = error.getCommandLine();
    String message = String.valueOf(error.getMessage());
    if (error instanceof UnmatchedArgumentException unmatched) {
      String word = unmatched.getUnmatched().get(0);
      boolean isOption = word.startsWith("-");
      message =
          "unknown %s '%s'%s"
              .formatted(
                  isOption ? "option" : command.getSubcommands().isEmpty() ? "argument" : "command",
                  word,
                  NearestWord.hint(
                      word.split("=", 2)[0], isOption ? options(command) : commands(command)));
    }
    String help =
        (message.endsWith("?") ? "" : ";")
            + " see "
            + ShellCommand.of(helpOf(command.getCommandSpec()));
    return message.replaceAll("[.]$", "") + help;
  }

  private static String[] helpOf(CommandSpec spec) {
    Stream<String> command = Arrays.stream(spec.qualifiedName().split(" ")).skip(1);
    return Stream.concat(command, Stream.of("--help")).toArray(String[]::new);
  }

  private static int failed(Exception error, CommandLine command, CommandLine.ParseResult parsed) {
    String[] arguments = parsed.originalArgs().toArray(new String[0]);
    return report(ErrorReport.of(error), error, command, arguments);
  }

  private static int report(
      ErrorReport report, Throwable error, CommandLine command, String[] arguments) {
    LastWord.ofCommand(
        () -> {
          if (Arrays.asList(arguments).contains(CommonOptions.STACKTRACE)) {
            error.printStackTrace(command.getErr());
          }
          print(report, command.getOut(), command.getErr(), arguments);
        });
    return report.exitCode().number();
  }

  private static void print(
      ErrorReport report, PrintWriter out, PrintWriter err, String[] arguments) {
    report.print(out, err, Arrays.asList(arguments).contains(CommonOptions.JSON));
  }

  private static List<String> options(CommandLine command) {
    CommandSpec spec = command.getCommandSpec();
    return new ArrayList<>(spec.optionsMap().keySet());
  }

  private static List<String> commands(CommandLine command) {
    return new ArrayList<>(command.getSubcommands().keySet());
  }
}
