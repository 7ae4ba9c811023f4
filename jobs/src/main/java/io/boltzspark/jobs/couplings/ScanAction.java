package io.boltzspark.jobs.couplings;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.evaluation.couplings.SingleMutations;
import io.boltzspark.files.FileSystems;
import io.boltzspark.files.Paths;
import io.boltzspark.files.WholeFiles;
import io.boltzspark.jobs.actions.ActionResult;
import io.boltzspark.jobs.actions.Outputs;
import io.boltzspark.jobs.actions.PictureFiles;
import io.boltzspark.jobs.actions.Sites;
import io.boltzspark.jobs.actions.UsableModel;
import io.boltzspark.jobs.console.Progress;
import io.boltzspark.jobs.images.Lettering;
import io.boltzspark.store.TrainedModel;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/** Writes how the free energy of a sequence changes with each mutation of one site. */
public final class ScanAction {
  /**
   * The arguments of {@code boltz scan}.
   *
   * @param model a run, {@code RUN@step:N} or {@code RUN@epoch:N}
   * @param sequence letters, or a file
   * @param out the CSV file to write
   * @param picture a PNG to draw
   * @param overwrite replace existing files
   */
  public record Request(
      String model, String sequence, String out, Optional<String> picture, boolean overwrite) {

    public Request {
      Objects.requireNonNull(model);
      Objects.requireNonNull(sequence);
      Objects.requireNonNull(out);
      Objects.requireNonNull(picture);
    }
  }

  /**
   * A scan.
   *
   * @param model as given
   * @param file the CSV file
   * @param picture the PNG, if one was drawn
   * @param name of the sequence; empty if it has none
   * @param sites of the sequence
   * @param states of each site
   * @param lower number of mutations that lower the free energy
   * @param best the mutation with the lowest one, such as A12G
   * @param change of the free energy by it
   */
  public record Result(
      String model,
      String file,
      Optional<String> picture,
      String name,
      int sites,
      int states,
      int lower,
      String best,
      double change)
      implements ActionResult {

    @Override
    public Map<String, Object> json() {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("model", model);
      json.put("file", file);
      json.put("picture", picture.orElse(null));
      json.put("sequence", name);
      json.put("sites", sites);
      json.put("mutations", sites * (states - 1));
      json.put("lower", lower);
      json.put("best", best);
      json.put("best_change", change);
      return json;
    }

    @Override
    public List<String> summary() {
      return List.of(
          String.format(
              Locale.ROOT,
              "%,d mutations of %d sites%s, of which %,d make the sequence likelier (at most %s, by"
                  + " %.4g nats): %s%s",
              sites * (states - 1),
              sites,
              name.isEmpty() ? "" : " of " + name,
              lower,
              best,
              -change,
              file,
              picture.map(drawn -> ", " + drawn).orElse("")));
    }
  }

  private final Configuration hadoop;
  private final Request request;
  private final Progress progress;

  public ScanAction(Configuration hadoop, Request request, Progress progress) {
    this.hadoop = hadoop;
    this.request = request;
    this.progress = progress;
  }

  /**
   * @throws BoltzException BAD_INPUT for a model that is not one of sequences or has no closed free
   *     energy, or a sequence that does not fit; OUTPUT_EXISTS
   */
  public Result execute() {
    request.picture().ifPresent(PictureFiles::requirePng);
    Outputs.requireFreeFile(hadoop, Paths.of(request.out()), request.overwrite());
    if (request.picture().isPresent()) {
      Outputs.requireFreeFile(hadoop, Paths.of(request.picture().get()), request.overwrite());
      Lettering.requireFonts();
    }
    TrainedModel model = TrainedModel.load(hadoop, request.model(), progress::note);
    Sites sites = Sites.ofSequences(model, request.model());
    UsableModel.requireFinite(model, request.model());
    UsableModel.requireEnergy(model, request.model());
    if (!model.machine().hasClosedFreeEnergy()) {
      throw new BoltzException(
          ExitCode.BAD_INPUT,
          "the hidden units of the model %s (%s) depend on each other, so that its free energy is no closed formula; choose a model with one hidden layer without couplings within it, or without hidden units"
              .formatted(request.model(), model.layers(" - ")));
    }
    GivenSequence sequence = GivenSequence.of(hadoop, request.sequence(), sites);
    double[][] changes =
        new SingleMutations(model.machine(), model.parameters()).of(sequence.states());
    byte[] csv = csv(sequence, sites, changes).getBytes(StandardCharsets.UTF_8);
    WholeFiles.write(FileSystems.of(hadoop, Paths.of(request.out())), Paths.of(request.out()), csv);
    request
        .picture()
        .ifPresent(
            picture ->
                PictureFiles.write(
                    hadoop, picture, MutationMap.png(sequence, sites.letters(), changes)));
    return result(sequence, sites, changes);
  }

  private Result result(GivenSequence sequence, Sites sites, double[][] changes) {
    int lower = 0;
    int bestSite = 0;
    int bestState = sequence.states()[0] == 0 ? 1 : 0;
    for (int site = 0; site < changes.length; site++) {
      for (int a = 0; a < sites.states(); a++) {
        if (a != sequence.states()[site]) {
          lower += changes[site][a] < 0 ? 1 : 0;
          if (changes[site][a] < changes[bestSite][bestState]) {
            bestSite = site;
            bestState = a;
          }
        }
      }
    }
    String best =
        ""
            + sequence.letters().charAt(bestSite)
            + (bestSite + 1)
            + sites.letters().charAt(bestState);
    return new Result(
        request.model(),
        request.out(),
        request.picture(),
        sequence.name(),
        sites.count(),
        sites.states(),
        lower,
        best,
        changes[bestSite][bestState]);
  }

  private static String csv(GivenSequence sequence, Sites sites, double[][] changes) {
    StringBuilder csv = new StringBuilder("site,from,to,change\n");
    for (int site = 0; site < changes.length; site++) {
      for (int a = 0; a < sites.states(); a++) {
        csv.append(
            String.format(
                Locale.ROOT,
                "%d,%s,%s,%.6g\n",
                site + 1,
                field(sequence.letters().charAt(site)),
                field(sites.letters().charAt(a)),
                changes[site][a]));
      }
    }
    return csv.toString();
  }

  /** A letter as a field of CSV (RFC 4180). */
  private static String field(char letter) {
    return letter == ',' || letter == '"'
        ? '"' + String.valueOf(letter).replace("\"", "\"\"") + '"'
        : String.valueOf(letter);
  }
}
