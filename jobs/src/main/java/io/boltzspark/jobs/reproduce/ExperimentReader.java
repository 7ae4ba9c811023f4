package io.boltzspark.jobs.reproduce;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.jobs.reproduce.Experiment.Brief;
import io.boltzspark.jobs.reproduce.Experiment.Drawing;
import io.boltzspark.jobs.reproduce.Experiment.Figure;
import io.boltzspark.jobs.reproduce.Experiment.Machine;
import io.boltzspark.jobs.reproduce.Experiment.Range;
import io.boltzspark.jobs.reproduce.Experiment.Source;
import io.boltzspark.jobs.settings.Hocon;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;

/** Reads the file of an experiment, and refuses what it does not know. */
final class ExperimentReader {
  private final String name;
  private final Keys keys;
  private final Function<String, Optional<String>> presets;
  private final List<String> machines = new ArrayList<>();
  private final Map<String, Words> data = new LinkedHashMap<>();

  private ExperimentReader(String name, Keys keys, Function<String, Optional<String>> presets) {
    this.name = name;
    this.keys = keys;
    this.presets = presets;
  }

  /**
   * @param name of the experiment
   * @param location of its file
   * @param presets the file of a preset as the experiment names it; empty if there is none
   * @throws BoltzException BAD_INPUT when the file cannot be read, BAD_CONFIGURATION when it has an
   *     unknown key, a wrong value, or a preset that is not there
   */
  static Experiment read(
      Configuration hadoop,
      String name,
      String location,
      Function<String, Optional<String>> presets) {
    Keys keys =
        new Keys(
            location,
            "",
            Hocon.read(hadoop, location, "the name of the experiment").root(),
            "title",
            "source",
            "published",
            "time",
            "data",
            "machines",
            "pictures",
            "short");
    return new ExperimentReader(name, keys, presets).experiment();
  }

  private Experiment experiment() {
    Keys sets = keys.within("data", keys.object("data").keySet().toArray(new String[0]));
    for (String set : new TreeSet<>(keys.object("data").keySet())) {
      sets.requireName(set, set);
      data.put(set, sets.words(set));
    }
    List<Machine> trained = machines();
    return new Experiment(
        name,
        keys.text("title"),
        source(),
        keys.text("published"),
        keys.text("time"),
        data,
        trained,
        drawings(),
        brief());
  }

  private Source source() {
    Keys source = keys.within("source", "authors", "title", "year", "where");
    return new Source(
        source.text("authors"), source.text("title"), source.year("year"), source.text("where"));
  }

  private Brief brief() {
    if (!keys.has("short")) {
      return new Brief(Words.NONE, Words.NONE, Words.NONE);
    }
    Keys brief = keys.within("short", "prepare", "train", "evaluate");
    return new Brief(brief.words("prepare"), brief.words("train"), brief.words("evaluate"));
  }

  private List<Machine> machines() {
    keys.value("machines", "a list of machines");
    List<Keys> found =
        keys.objects(
            "machines", "name", "title", "preset", "data", "train", "evaluate", "short", "figures");
    if (found.isEmpty()) {
      throw keys.invalid("machines", "at least one machine");
    }
    return found.stream().map(this::machine).toList();
  }

  private Machine machine(Keys machine) {
    String own = machine.name("name");
    if (machines.contains(own)) {
      throw machine.invalid("name", "a name that no other machine has");
    }
    machines.add(own);
    String set = machine.name("data");
    if (!data.containsKey(set)) {
      throw machine.invalid(
          "data", "one of the names in data: " + String.join(", ", data.keySet()));
    }
    String preset =
        presets
            .apply(machine.text("preset"))
            .orElseThrow(
                () ->
                    machine.invalid(
                        "preset",
                        "the name of a file in conf/presets, without .conf, or a path to one from"
                            + " here"));
    Optional<Words> evaluate =
        machine.has("evaluate") ? Optional.of(machine.words("evaluate")) : Optional.empty();
    List<Figure> figures =
        machine
            .objects("figures", "title", "monitor", "evaluation", "statistic", "published", "range")
            .stream()
            .map(figure -> figure(figure, evaluate.isPresent()))
            .toList();
    return new Machine(
        own,
        machine.text("title"),
        preset,
        set,
        machine.words("train"),
        evaluate,
        machine.words("short"),
        figures);
  }

  private static Figure figure(Keys figure, boolean evaluated) {
    String title = figure.text("title");
    boolean ofEvaluation = figure.has("evaluation");
    if (ofEvaluation && figure.has("monitor")) {
      throw figure.invalid("evaluation", "either monitor or evaluation; remove one of them");
    }
    if (ofEvaluation && !evaluated) {
      throw figure.invalid("evaluation", "a key evaluate of the machine besides it");
    }
    String key = figure.text(ofEvaluation ? "evaluation" : "monitor");
    Statistic statistic = Statistic.LAST;
    if (figure.has("statistic")) {
      if (ofEvaluation) {
        throw figure.invalid("statistic", "no statistic of an evaluation, which has one value");
      }
      statistic =
          Statistic.of(figure.text("statistic"))
              .orElseThrow(() -> figure.invalid("statistic", Statistic.ALLOWED));
    }
    OptionalDouble published = figure.number("published");
    return new Figure(title, key, ofEvaluation, statistic, published, range(figure, published));
  }

  private static Range range(Keys figure, OptionalDouble published) {
    String allowed = "[low, high] with the published value in it";
    if (!figure.has("range")) {
      if (published.isEmpty()) {
        figure.value("range", "[low, high], or a key published");
      }
      return new Range(published.getAsDouble(), published.getAsDouble());
    }
    List<Double> ends = figure.numbers("range", allowed);
    if (ends.size() != 2
        || ends.get(0) > ends.get(1)
        || published.orElse(ends.get(0)) < ends.get(0)
        || published.orElse(ends.get(1)) > ends.get(1)) {
      throw figure.invalid("range", allowed);
    }
    return new Range(ends.get(0), ends.get(1));
  }

  private List<Drawing> drawings() {
    Set<String> names = new HashSet<>();
    List<Drawing> drawings = new ArrayList<>();
    for (Keys picture :
        keys.objects("pictures", "name", "title", "shows", "command", "machines", "short")) {
      String own = picture.name("name");
      if (!names.add(own)) {
        throw picture.invalid("name", "a name that no other picture has");
      }
      drawings.add(
          new Drawing(
              own,
              picture.text("title"),
              picture.text("shows"),
              command(picture),
              shown(picture),
              picture.words("short")));
    }
    return drawings;
  }

  private List<String> shown(Keys picture) {
    if (!picture.has("machines")) {
      return machines;
    }
    List<String> shown = picture.names("machines");
    if (!machines.containsAll(shown)) {
      throw picture.invalid("machines", "names of machines: " + String.join(", ", machines));
    }
    return shown;
  }

  private static Words command(Keys picture) {
    picture.text("command");
    Words command = picture.words("command");
    String all = command.words().stream().collect(Collectors.joining(" "));
    if (!command.words().contains(Placeholders.FILE)) {
      throw picture.invalid("command", "--out {file} in it");
    }
    if (all.contains(Placeholders.RUN) == command.words().contains(Placeholders.MODELS)) {
      throw picture.invalid("command", "either {run} or {models} in it");
    }
    return command;
  }
}
