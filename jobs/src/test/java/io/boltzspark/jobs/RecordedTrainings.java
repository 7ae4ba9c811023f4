package io.boltzspark.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import io.boltzspark.dataprep.digits.DrawnDigits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;

/**
 * Small trainings that together use whatever decides a model's bytes: each kind of units,
 * algorithm, optimiser, schedule, penalty and stage. Recorded is the SHA-256 of each model.
 *
 * <p>Everything goes through the command line, so that no change within the program reaches here.
 */
final class RecordedTrainings {
  static final String ON_ROUNDS = "rbm-pcd";
  static final String ON_JOBS = "rbm-pcd-on-jobs";
  static final String UNBROKEN = "dbm-unbroken";
  static final String RESUMED = "dbm-resumed";

  private static final String CLASSIFIERS = "classifiers";
  private static final int DRAWN_ROWS = 320;
  private static final int DRAWN_TEST_ROWS = 50;

  /** What options do not say. 304 rows in minibatches of 30: the last one has four. */
  private static final String COMMON =
      """
      learning { batch-size = 30, chains = 30, epochs = 2 }
      samples.every = 0
      """;

  private final Path directory;
  private final List<List<String>> commands = new ArrayList<>();

  /** The command whose result is recorded, by the name under which it is. */
  private final Map<String, Integer> places = new LinkedHashMap<>();

  private RecordedTrainings(Path directory) {
    this.directory = directory;
  }

  /**
   * Makes the data and runs all of them.
   *
   * @param directory for data and runs
   * @return what is to be recorded of each, by name
   */
  static Map<String, String> run(Path directory) throws IOException, InterruptedException {
    DrawnDigits.writeUnlessThere(
        new Configuration(),
        new org.apache.hadoop.fs.Path(directory.resolve("idx").toString()),
        DRAWN_ROWS,
        DRAWN_TEST_ROWS);
    Files.writeString(directory.resolve("common.conf"), COMMON);
    Files.writeString(directory.resolve("family.fasta"), family());
    RecordedTrainings all = new RecordedTrainings(directory);
    all.prepare();
    all.restricted();
    all.unitsOfOtherKinds();
    all.deep();
    all.howItLearns();
    all.features();
    List<JsonNode> results = FixedKernels.run(directory, all.commands);
    Map<String, String> found = new LinkedHashMap<>();
    all.places.forEach((name, place) -> found.put(name, recorded(results.get(place))));
    return found;
  }

  /** Where a training left its model. */
  static Path model(Path directory, String name) {
    return directory.resolve(name).resolve("model");
  }

  private static String recorded(JsonNode result) {
    if (result.has("model_sha256")) {
      return result.get("model_sha256").textValue();
    }
    return result.has("classifier") ? errors(result) : result.get("fingerprint").textValue();
  }

  /** Wrongly classified rows of each part, by what the classifier saw. */
  private static String errors(JsonNode features) {
    List<String> words = new ArrayList<>();
    for (String of : List.of("features", "data")) {
      features
          .get("classifier")
          .get(of)
          .properties()
          .forEach(
              part -> words.add(of + "/" + part.getKey() + "=" + part.getValue().get("errors")));
    }
    return String.join(",", words);
  }

  private void prepare() {
    String idx = "--source " + directory.resolve("idx") + " --valid-fraction 0.05";
    command("data-digits", "prepare " + idx + " --out " + data("digits"));
    command("data-grey", "prepare " + idx + " --binarize none --out " + data("grey"));
    command(
        "data-ising",
        "prepare --source ising --size 4 --temperature 2.269 --count 320 --seed 7 --out "
            + data("ising"));
    command(
        "data-family",
        "prepare --source " + directory.resolve("family.fasta") + " --out " + data("family"));
  }

  /** Sequences of two kinds with some letters changed. */
  private static String family() {
    Random random = new Random(11);
    StringBuilder text = new StringBuilder();
    for (int s = 0; s < 300; s++) {
      StringBuilder letters = new StringBuilder(s % 2 == 0 ? "ACGUACGUA" : "GGUU-CCAA");
      letters.setCharAt(random.nextInt(9), "-ACGU".charAt(random.nextInt(5)));
      text.append('>').append(s).append('\n').append(letters).append('\n');
    }
    return text.toString();
  }

  private void restricted() {
    train(ON_ROUNDS, "digits", "--dimensions 784,20");
    train(ON_JOBS, "digits", "--dimensions 784,20 --engine jobs");
    train("rbm-cd", "digits", "--dimensions 784,20 --algorithm cd --k 2");
    train(
        "rbm-cd-of-samples",
        "digits",
        "--dimensions 784,20 --algorithm cd --k 2 --set learning.positive-hidden=samples"
            + " --set learning.negative-hidden=samples --set learning.negative-visible=means");
    train("rbm-labels", "digits", "--dimensions 784,20 --labels 10");
    train(
        "rbm-tempering",
        "digits",
        "--dimensions 784,20 --set learning.tempering.replicas=3"
            + " --set learning.tempering.least-beta=0.7");
    train(
        "rbm-resampled",
        "grey",
        "--dimensions 784,20 --resample --k-end 3 --set learning.chains-start=noise");
    train("rbm-four-lanes", "digits", "--dimensions 784,20 --lanes 4 --seed 5");
  }

  private void unitsOfOtherKinds() {
    train("gaussian", "grey", "--dimensions 784,20 --units gaussian,bernoulli");
    train(
        "gaussian-of-fixed-variance",
        "grey",
        "--dimensions 784,20 --units gaussian:fixed-variance,bernoulli"
            + " --set learning.penalty.clip=5");
    train("hopfield", "digits", "--dimensions 784,20 --units bernoulli,gaussian:fixed");
    train("noisy-rectified", "digits", "--dimensions 784,20 --units bernoulli,noisy-rectified");
    train("softmax", "digits", "--dimensions 784,20 --units bernoulli,softmax:5");
    train("multinomial", "digits", "--dimensions 784,20 --units bernoulli,multinomial:5");
    train("binomial", "digits", "--dimensions 784,20 --units binomial:3,binomial:2");
    train("rectified", "grey", "--dimensions 784,20 --units rectified,bernoulli");
    train("spins", "ising", "--dimensions 16,8 --units spin,spin --k 2");
    train("softmax-visible", "family", "--dimensions 45,8 --units softmax:5,rectified");
    train("multinomial-visible", "ising", "--dimensions 16,8 --units multinomial:9,bernoulli");
  }

  private void deep() {
    String layers = "--dimensions 784,20,12 --pretrain-epochs 1";
    String kind = " --set learning.pretraining.kind=";
    train("dbm-pairs", "digits", layers + kind + "pairs");
    train("dbm-belief-net", "digits", layers + kind + "belief-net");
    train(
        "dbm-growth",
        "digits",
        layers + kind + "growth --set learning.pretraining.learning-rate=0.01");
    train("dbm-alone", "digits", "--dimensions 784,20,12 --centring");
    train(
        "dbm-labels-four-layers",
        "digits",
        "--dimensions 784,16,12,8 --labels 10 --pretrain-epochs 1,0,1"
            + " --set learning.chains-start=data");
    String rich =
        layers
            + " --labels 10 --centring --set learning.averaging=0.6"
            + " --set learning.tempering.replicas=2 --set learning.chains-start=data";
    train(UNBROKEN, "digits", rich);
    train("dbm-stopped", "digits", rich + " --stop-after-epoch 2");
    command(RESUMED, "train --resume --out " + directory.resolve("dbm-stopped"));
  }

  private void howItLearns() {
    train(
        "centring-and-averaging",
        "digits",
        "--dimensions 784,20 --centring --optimizer sgd --learning-rate 0.05 --schedule cosine"
            + " --set learning.averaging=0.5");
    train(
        "penalties",
        "digits",
        "--dimensions 784,20 --l1 0.0001 --set learning.penalty.max-norm=0.3"
            + " --set learning.penalty.sparsity-cost=0.1 --optimizer sgd --learning-rate 0.02"
            + " --set learning.optimizer.momentum=0.5 --set learning.optimizer.nesterov=true"
            + " --schedule constant");
    train(
        "adamw",
        "digits",
        "--dimensions 784,20 --optimizer adamw --schedule exponential"
            + " --set learning.schedule.interval=7 --set learning.schedule.warm-up=4");
    train(
        "rmsprop",
        "digits",
        "--dimensions 784,20 --optimizer rmsprop --l2 0.001 --schedule power"
            + " --set learning.initialisation.weights=glorot");
    train(
        "adagrad-of-temperature-2",
        "digits",
        "--dimensions 784,20 --optimizer adagrad --learning-rate 0.02 --schedule step"
            + " --set learning.schedule.per-epoch=true --set learning.schedule.interval=1"
            + " --set model.temperature=2 --set learning.initialisation.hidden-bias=-1"
            + " --set learning.initialisation.visible-bias=0");
    train(
        "initialised",
        "digits",
        "--dimensions 784,20 --set learning.initialisation.from=" + directory.resolve(ON_ROUNDS));
    train(
        "stopped-early",
        "digits",
        "--dimensions 784,20 --epochs 9 --optimizer sgd --learning-rate 0.5 --schedule constant"
            + " --set learning.stopping.metric=pseudo-log-likelihood"
            + " --set learning.stopping.patience=1 --set learning.stopping.keep-best=true");
  }

  /** The model of features has other bytes where a single mean differs. */
  private void features() {
    command(
        CLASSIFIERS,
        "features --model %s --data %s --out %s --classify --l2 0.001 --epochs 3"
            .formatted(directory.resolve(ON_ROUNDS), data("digits"), data("features")));
    train("features", "features", "--dimensions 20,8 --labels 10");
  }

  private Path data(String name) {
    return directory.resolve("data-" + name);
  }

  private void train(String name, String data, String options) {
    command(
        name,
        "train --data %s --out %s --config %s %s"
            .formatted(
                data(data), directory.resolve(name), directory.resolve("common.conf"), options));
  }

  private void command(String name, String line) {
    places.put(name, commands.size());
    commands.add(List.of(line.split(" ")));
  }
}
