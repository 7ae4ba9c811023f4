package io.boltzspark.jobs.couplings;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.evaluation.couplings.Contacts;
import io.boltzspark.evaluation.couplings.Gauge;
import io.boltzspark.evaluation.couplings.PairScores;
import io.boltzspark.evaluation.couplings.RankedPair;
import io.boltzspark.files.FileSystems;
import io.boltzspark.files.Paths;
import io.boltzspark.files.WholeFiles;
import io.boltzspark.jobs.actions.Outputs;
import io.boltzspark.jobs.actions.PictureFiles;
import io.boltzspark.jobs.actions.Sites;
import io.boltzspark.jobs.actions.UsableModel;
import io.boltzspark.jobs.console.Progress;
import io.boltzspark.jobs.images.Lettering;
import io.boltzspark.model.UnitSpec;
import io.boltzspark.store.TrainedModel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntPredicate;
import org.apache.hadoop.conf.Configuration;

/**
 * Ranks the pairs of sites of a machine by the couplings between them: blocks of Potts units by
 * their norms with average-product correction, single couplings by their magnitude.
 */
public final class CouplingsAction {
  /** Pairs of neighbours along a sequence say little about its structure. */
  private static final int LEAST_SEPARATION_OF_SITES = 4;

  /**
   * The arguments of {@code boltz couplings}.
   *
   * @param model a run, {@code RUN@step:N} or {@code RUN@epoch:N}
   * @param out the CSV file to write
   * @param picture a PNG to draw
   * @param contacts a {@link ContactFile} to compare with
   * @param minSeparation least distance of ranked pairs; empty: 4 for Potts units, 1 for others
   * @param gauge of the couplings whose norms are taken; empty: zero-sum
   * @param withGap whether the couplings of gaps count
   * @param overwrite replace existing files
   */
  public record Request(
      String model,
      String out,
      Optional<String> picture,
      Optional<String> contacts,
      OptionalInt minSeparation,
      Optional<Gauge> gauge,
      boolean withGap,
      boolean overwrite) {

    public Request {
      Objects.requireNonNull(model);
      Objects.requireNonNull(out);
      Objects.requireNonNull(picture);
      Objects.requireNonNull(contacts);
      Objects.requireNonNull(minSeparation);
      Objects.requireNonNull(gauge);
    }
  }

  private final Configuration hadoop;
  private final Request request;
  private final Progress progress;

  public CouplingsAction(Configuration hadoop, Request request, Progress progress) {
    this.hadoop = hadoop;
    this.request = request;
    this.progress = progress;
  }

  /**
   * @throws BoltzException BAD_INPUT for a model without couplings between visible units, or
   *     contacts that do not fit; OUTPUT_EXISTS
   */
  public CouplingsResult execute() {
    request.picture().ifPresent(PictureFiles::requirePng);
    Outputs.requireFreeFile(hadoop, Paths.of(request.out()), request.overwrite());
    if (request.picture().isPresent()) {
      Outputs.requireFreeFile(hadoop, Paths.of(request.picture().get()), request.overwrite());
      Lettering.requireFonts();
    }
    TrainedModel model = TrainedModel.load(hadoop, request.model(), progress::note);
    requireCouplings(model);
    UsableModel.requireFinite(model, request.model());
    Optional<Sites> sites = Sites.of(model);
    requireOneKind(model, sites);
    PairScores scores =
        sites.isPresent()
            ? norms(model, sites.get())
            : PairScores.ofCouplings(model.machine(), model.parameters());
    int least = request.minSeparation().orElse(sites.isPresent() ? LEAST_SEPARATION_OF_SITES : 1);
    List<RankedPair> ranking = scores.ranked(least);
    if (ranking.isEmpty()) {
      throw new BoltzException(
          ExitCode.BAD_INPUT,
          "--min-separation %d leaves no pairs of the %d sites of the model %s; choose a smaller one"
              .formatted(least, scores.sites(), request.model()));
    }
    Optional<Contacts> contacts =
        request.contacts().map(file -> ContactFile.read(hadoop, file, scores.sites()));
    write(csv(ranking, sites.isPresent()));
    request
        .picture()
        .ifPresent(
            picture ->
                PictureFiles.write(
                    hadoop,
                    picture,
                    PairMap.png(
                        PairMap.shown(scores, sites.isPresent()),
                        (sites.isPresent() ? "scores of " : "couplings of ") + name(model),
                        contacts)));
    return new CouplingsResult(
        request.model(),
        request.out(),
        request.picture(),
        scores.sites(),
        least,
        sites.map(found -> gauge().word()),
        ranking,
        contacts);
  }

  private static String name(TrainedModel model) {
    String title = model.description().path("data").path("title").asText();
    return title.isEmpty() ? "the model" : title;
  }

  private Gauge gauge() {
    return request.gauge().orElse(Gauge.ZERO_SUM);
  }

  private PairScores norms(TrainedModel model, Sites sites) {
    IntPredicate counts = request.withGap() ? state -> true : state -> state != sites.gap();
    float[] parameters = gauge().of(model.machine(), model.parameters());
    return PairScores.ofNorms(model.machine(), parameters, counts);
  }

  private void requireCouplings(TrainedModel model) {
    if (model.machine().couplings(0) == null) {
      throw new BoltzException(
          ExitCode.BAD_INPUT,
          "the model %s (%s) has no couplings between its visible units, only such as hidden units would make between them; train a machine with --lateral visible"
              .formatted(request.model(), model.layers(" - ")));
    }
  }

  /** All sites with states, or all units of one column, to which gauges and gaps are unknown. */
  private void requireOneKind(TrainedModel model, Optional<Sites> sites) {
    if (sites.isPresent()) {
      return;
    }
    List<UnitSpec> visible = model.machine().spec().layers().get(0);
    if (visible.stream().anyMatch(units -> units.type().countsColumns())) {
      throw new BoltzException(
          ExitCode.BAD_INPUT,
          "the visible layer of the model %s (%s) has Potts units beside others or a label, and the couplings of these have no common measure; choose a model with units of one kind"
              .formatted(request.model(), model.layers(" - ")));
    }
    String option = request.gauge().isPresent() ? "--gauge" : request.withGap() ? "--with-gap" : "";
    if (!option.isEmpty()) {
      throw new BoltzException(
          ExitCode.BAD_INPUT,
          "%s is for Potts units: a coupling of two %s units of the model %s is a single number, which is taken as it is; leave the option out"
              .formatted(option, visible.get(0).type().title(), request.model()));
    }
  }

  private void write(String csv) {
    WholeFiles.write(
        FileSystems.of(hadoop, Paths.of(request.out())),
        Paths.of(request.out()),
        csv.getBytes(StandardCharsets.UTF_8));
  }

  private static String csv(List<RankedPair> ranking, boolean areNorms) {
    StringBuilder csv = new StringBuilder(areNorms ? "i,j,score,norm\n" : "i,j,score,coupling\n");
    for (RankedPair pair : ranking) {
      csv.append(
          String.format(
              Locale.ROOT,
              "%d,%d,%.6g,%.6g\n",
              pair.i() + 1,
              pair.j() + 1,
              pair.score(),
              pair.raw()));
    }
    return csv.toString();
  }
}
