package io.boltzspark.jobs.reproduce;

import io.boltzspark.files.Paths;
import io.boltzspark.jobs.reproduce.Experiment.Drawing;
import io.boltzspark.jobs.reproduce.Experiment.Machine;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.Path;

/**
 * The commands of an experiment, and where in its directory each writes.
 *
 * @param out the directory
 * @param brief whether in the short form
 */
record CommandWords(Experiment experiment, Path out, boolean brief) {
  /** Directories within the directory. */
  static final String DATA = "data";

  static final String RUNS = "runs";
  static final String PICTURES = "pictures";

  private static final String SEED = "--seed";
  private static final String OUT = "--out";

  /** A picture of one machine, or of several. */
  record Draw(Drawing drawing, List<String> machines, Path file, List<String> words) {}

  Path data(String name) {
    return Paths.in(Paths.in(out, DATA), name);
  }

  Path run(Machine machine, long seed) {
    return Paths.in(Paths.in(Paths.in(out, RUNS), machine.name()), "seed-" + seed);
  }

  List<String> prepare(String name) {
    Words options = experiment.data().get(name);
    Words all = brief ? options.with(experiment.brief().prepare()) : options;
    return join(List.of("prepare", OUT, data(name).toString()), all.words());
  }

  /** The settings of a machine with the seed of its preset. */
  List<String> settings(Machine machine) {
    return join(
        List.of("train", "--config", machine.preset(), "--print-config"),
        options(machine, Optional.empty()).words());
  }

  /**
   * @param given empty: it is that of the preset
   */
  List<String> train(Machine machine, long seed, Optional<Long> given) {
    return join(
        List.of(
            "train",
            "--config",
            machine.preset(),
            "--data",
            data(machine.data()).toString(),
            OUT,
            run(machine, seed).toString()),
        options(machine, given).words());
  }

  private Words options(Machine machine, Optional<Long> seed) {
    Words options = machine.train();
    if (brief) {
      options = options.with(experiment.brief().train()).with(machine.brief());
    }
    return seed.isPresent()
        ? options.with(new Words(List.of(SEED, seed.get().toString())))
        : options;
  }

  /** Empty where the machine is not evaluated. */
  Optional<List<String>> evaluate(Machine machine, long seed) {
    return machine
        .evaluate()
        .map(options -> brief ? options.with(experiment.brief().evaluate()) : options)
        .map(
            options ->
                join(
                    List.of("evaluate", "--model", run(machine, seed).toString()),
                    options.words()));
  }

  /** One command for all machines that a picture shows, or one for each. */
  List<Draw> draw(Drawing drawing, List<Long> seeds) {
    if (drawing.command().words().contains(Placeholders.MODELS)) {
      return List.of(draw(drawing, drawing.machines(), drawing.name(), seeds));
    }
    return drawing.machines().stream()
        .map(name -> draw(drawing, List.of(name), drawing.name() + "-" + name, seeds))
        .toList();
  }

  private Draw draw(Drawing drawing, List<String> names, String title, List<Long> seeds) {
    Path file = Paths.in(Paths.in(out, PICTURES), title + ".png");
    List<String> runs = new ArrayList<>();
    for (String name : names) {
      int index = experiment.machines().indexOf(experiment.machine(name));
      runs.add(run(experiment.machine(name), seeds.get(index)).toString());
    }
    Words command = brief ? drawing.command().with(drawing.brief()) : drawing.command();
    Placeholders values =
        new Placeholders(
            file.toString(), runs, data(experiment.machine(names.get(0)).data()).toString());
    return new Draw(drawing, names, file, values.fill(command.words()));
  }

  private static List<String> join(List<String> some, List<String> others) {
    List<String> all = new ArrayList<>(some);
    all.addAll(others);
    return all;
  }
}
