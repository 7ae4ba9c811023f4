package io.boltzspark.jobs.reproduce;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.jobs.settings.NearestWord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;

/** The experiments and presets in a directory {@code conf}. */
final class Experiments {
  /** The directory of the project, which the launcher passes. */
  static final String HOME = "boltz.home";

  private static final String END = ".conf";
  private static final String CONF = "conf";
  private static final String EXPERIMENTS = "reproduce";
  private static final String PRESETS = "presets";

  private final Configuration hadoop;
  private final Optional<Path> conf;

  private Experiments(Configuration hadoop, Optional<Path> conf) {
    this.hadoop = hadoop;
    this.conf = conf;
  }

  /** Those of the working directory if it has some, otherwise those of the installation. */
  static Experiments find(Configuration hadoop) {
    String home = System.getProperty(HOME);
    Stream<Path> places = Stream.of(Path.of(CONF));
    if (home != null) {
      places = Stream.concat(places, Stream.of(Path.of(home, CONF)));
    }
    return new Experiments(
        hadoop, places.filter(conf -> Files.isDirectory(conf.resolve(EXPERIMENTS))).findFirst());
  }

  /** The same of a certain directory. */
  static Experiments in(Configuration hadoop, Path conf) {
    return new Experiments(hadoop, Optional.of(conf));
  }

  /**
   * All names, sorted.
   *
   * @throws BoltzException BAD_INPUT when the directory is not found or cannot be read
   */
  List<String> names() {
    Path directory = conf.orElseThrow(Experiments::notFound).resolve(EXPERIMENTS);
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(file -> file.endsWith(END))
          .map(file -> file.substring(0, file.length() - END.length()))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new BoltzException(
          ExitCode.BAD_INPUT, "cannot read the directory %s: %s".formatted(directory, e), e);
    }
  }

  /**
   * An experiment.
   *
   * @param given its name, or the path of a file that ends in {@code .conf}
   * @throws BoltzException BAD_INPUT when there is none; BAD_CONFIGURATION when its file is wrong
   */
  Experiment read(String given) {
    boolean isFile = given.endsWith(END);
    if (!isFile && !names().contains(given)) {
      throw new BoltzException(
          ExitCode.BAD_INPUT,
          "there is no experiment '%s'%s; choose one of %s, or give the path of a file that ends in .conf"
              .formatted(given, NearestWord.hint(given, names()), String.join(", ", names())));
    }
    Path file =
        isFile
            ? Path.of(given)
            : conf.orElseThrow(Experiments::notFound).resolve(EXPERIMENTS).resolve(given + END);
    String name = file.getFileName().toString();
    return ExperimentReader.read(
        hadoop,
        name.substring(0, name.length() - END.length()),
        file.toString(),
        preset -> preset(file, preset));
  }

  private Optional<String> preset(Path experiment, String given) {
    Optional<Path> file =
        given.endsWith(END)
            ? Optional.of(experiment.resolveSibling(given).normalize())
            : conf.map(directory -> directory.resolve(PRESETS).resolve(given + END));
    return file.filter(Files::isRegularFile).map(Path::toString);
  }

  private static BoltzException notFound() {
    return new BoltzException(
        ExitCode.BAD_INPUT,
        "there is no directory conf/reproduce, neither here nor where the program is installed; run"
            + " the launcher boltz of the project, or give the path of an experiment's file that"
            + " ends in .conf");
  }
}
