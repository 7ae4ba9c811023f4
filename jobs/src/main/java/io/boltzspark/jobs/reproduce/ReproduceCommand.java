package io.boltzspark.jobs.reproduce;

import com.fasterxml.jackson.databind.JsonNode;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.jobs.actions.ActionResult;
import io.boltzspark.jobs.cli.AllCommands;
import io.boltzspark.jobs.cli.JobCommand;
import io.boltzspark.jobs.doctor.Doctor;
import io.boltzspark.math.Blas;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code boltz reproduce}. */
@Command(
    name = "reproduce",
    description = {
      "Does a published experiment again: prepares its data, trains its machines, measures them,"
          + " draws what the source shows, and writes a page with published and own figures side"
          + " by side, reproduction.html. Without NAME: lists the experiments, with the time that"
          + " each takes at full length.",
      "What is done is kept: after a stop or a kill, the same command goes on where it was, and"
          + " finished runs are not trained again. The exit code is 0 also where figures differ.",
      "Experiments are files in conf/reproduce, whose README.md explains the format."
    },
    footer = {
      "%nExamples:",
      "  boltz reproduce",
      "  boltz reproduce energy-models --short",
      "  boltz reproduce energy-models --seeds 1,2,3 --out runs/energy",
      "  boltz reproduce my/experiment.conf"
    })
public final class ReproduceCommand extends JobCommand {
  private static final String DEFAULT_PLACE = "runs/reproduce/";

  @ParentCommand private AllCommands program;

  @Parameters(
      arity = "0..1",
      paramLabel = "NAME",
      description =
          "An experiment of conf/reproduce, or the path of a file that describes one and ends in"
              + " .conf.")
  private String name;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "The directory to write (default: "
              + DEFAULT_PLACE
              + "NAME, with --short "
              + DEFAULT_PLACE
              + "NAME-short).")
  private String out;

  @Option(
      names = "--short",
      description =
          "A short form for a look: few rows and epochs, whose figures say nothing about the"
              + " experiment.")
  private boolean brief;

  @Option(
      names = "--seeds",
      split = ",",
      paramLabel = "N",
      description =
          "Train each machine once with each of these seeds; the values here are then medians"
              + " (default: the seed of the preset).")
  private List<Long> seeds = new ArrayList<>();

  @Option(
      names = "--overwrite",
      description = "Begin anew: delete the reproduction that DIR holds, with its runs.")
  private boolean overwrite;

  @Option(
      names = "--print-commands",
      description = "Print the commands that do all this, without running them.")
  private boolean printCommands;

  @Override
  protected String kept() {
    return "what is done is kept; run the same command again to go on";
  }

  @Override
  protected ActionResult perform() {
    Experiments experiments = Experiments.find(hadoop());
    if (name == null) {
      requireAlone();
      return new ExperimentList(experiments.names().stream().map(experiments::read).toList());
    }
    if (new HashSet<>(seeds).size() < seeds.size()) {
      throw new BoltzException(
          ExitCode.USAGE, "--seeds %s has a seed twice; give each once".formatted(seeds));
    }
    Experiment experiment = experiments.read(name);
    ReproduceAction.Request request =
        new ReproduceAction.Request(
            experiment,
            out != null ? out : DEFAULT_PLACE + experiment.name() + (brief ? "-short" : ""),
            brief,
            seeds,
            overwrite);
    ReproduceAction action =
        new ReproduceAction(
            hadoop(),
            request,
            new ByCommandLine(),
            ReproduceCommand::environment,
            common.progress());
    action.check();
    if (printCommands) {
      return new PrintedCommands(action.lines());
    }
    // One session for all commands.
    return withSpark(spark -> action.execute());
  }

  private void requireAlone() {
    for (String option :
        List.of("--out", "--short", "--seeds", "--overwrite", "--print-commands")) {
      if (spec.commandLine().getParseResult().hasMatchedOption(option)) {
        throw new BoltzException(
            ExitCode.USAGE,
            "%s needs the NAME of an experiment; give one, or remove %s".formatted(option, option));
      }
    }
  }

  private static Map<String, String> environment() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("processor", Doctor.processor().orElse("unknown"));
    facts.put("cores", Integer.toString(Runtime.getRuntime().availableProcessors()));
    facts.put("kernels", Blas.info().summary());
    facts.put("date", LocalDate.now().toString());
    return facts;
  }

  private record PrintedCommands(List<String> commands) implements ActionResult {
    @Override
    public Map<String, Object> json() {
      return Map.of("commands", commands);
    }

    @Override
    public List<String> summary() {
      return commands;
    }
  }

  /** Commands of the program, with the options of this one for Spark and for progress. */
  private final class ByCommandLine implements Commands {
    @Override
    public void requireUnderstood(List<String> words) {
      program.requireUnderstood(words);
    }

    @Override
    public JsonNode run(List<String> words) {
      return program.run(common.passedOn(words));
    }
  }
}
