package io.boltzspark.jobs.reproduce;

import com.fasterxml.jackson.databind.JsonNode;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.files.WholeFiles;
import io.boltzspark.jobs.console.ShellCommand;
import io.boltzspark.jobs.reproduce.CommandWords.Draw;
import io.boltzspark.jobs.reproduce.Experiment.Drawing;
import io.boltzspark.jobs.reproduce.Experiment.Machine;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * All that is to be done, of which every command is understood.
 *
 * @param words of the commands
 * @param trainings machine by machine
 */
record Plan(CommandWords words, List<Planned> trainings) {

  /**
   * A training.
   *
   * @param given the seed, if it is not that of the preset
   * @param settings identifies all settings but the seed
   */
  record Planned(Machine machine, long seed, Optional<Long> given, String settings) {}

  Plan {
    trainings = List.copyOf(trainings);
  }

  /**
   * Reads the settings of each machine, which refuses what is wrong in them, and looks whether the
   * other commands are understood.
   *
   * @param seeds of each machine; empty: that of its preset
   * @throws BoltzException that names the machine, data or picture whose options are wrong
   */
  static Plan of(CommandWords words, List<Long> seeds, Commands commands) {
    List<Planned> trainings = new ArrayList<>();
    for (Machine machine : words.experiment().machines()) {
      JsonNode settings = settings(words, machine, commands);
      String identity = WholeFiles.sha256(settings.toString().getBytes(StandardCharsets.UTF_8));
      if (seeds.isEmpty()) {
        long own = settings.path("seed").asLong();
        trainings.add(new Planned(machine, own, Optional.empty(), identity));
      }
      for (long seed : seeds) {
        trainings.add(new Planned(machine, seed, Optional.of(seed), identity));
      }
    }
    Plan plan = new Plan(words, trainings);
    plan.requireUnderstood(commands);
    return plan;
  }

  private static JsonNode settings(CommandWords words, Machine machine, Commands commands) {
    try {
      return commands.run(words.settings(machine));
    } catch (BoltzException e) {
      throw of("the machine " + machine.name(), e);
    }
  }

  private static BoltzException of(String what, BoltzException e) {
    return new BoltzException(e.exitCode(), what + ": " + e.getMessage(), e);
  }

  private void requireUnderstood(Commands commands) {
    for (String data : words.experiment().data().keySet()) {
      require(commands, "the data " + data, words.prepare(data));
    }
    for (Machine machine : words.experiment().machines()) {
      words
          .evaluate(machine, first(machine).seed())
          .ifPresent(line -> require(commands, "the machine " + machine.name(), line));
    }
    for (Drawing drawing : words.experiment().drawings()) {
      // The words of its other commands are the same but for a directory.
      Draw one = words.draw(drawing, firstSeeds()).get(0);
      require(commands, "the picture " + drawing.name(), one.words());
    }
  }

  private static void require(Commands commands, String what, List<String> line) {
    try {
      commands.requireUnderstood(line);
    } catch (BoltzException e) {
      throw of(what, e);
    }
  }

  /** The first training of a machine, whose pictures are drawn. */
  Planned first(Machine machine) {
    return trainings.stream().filter(p -> p.machine().equals(machine)).findFirst().orElseThrow();
  }

  /** The seeds of these, in the order of the machines. */
  List<Long> firstSeeds() {
    return words.experiment().machines().stream().map(m -> first(m).seed()).toList();
  }

  List<String> train(Planned planned) {
    return words.train(planned.machine(), planned.seed(), planned.given());
  }

  /** All commands as lines for a shell. */
  List<String> lines() {
    List<List<String>> lines = new ArrayList<>();
    words.experiment().data().keySet().forEach(data -> lines.add(words.prepare(data)));
    trainings.forEach(planned -> lines.add(train(planned)));
    trainings.forEach(
        planned -> words.evaluate(planned.machine(), planned.seed()).ifPresent(lines::add));
    for (Drawing drawing : words.experiment().drawings()) {
      words.draw(drawing, firstSeeds()).forEach(draw -> lines.add(draw.words()));
    }
    return lines.stream().map(line -> ShellCommand.of(line.toArray(new String[0]))).toList();
  }
}
