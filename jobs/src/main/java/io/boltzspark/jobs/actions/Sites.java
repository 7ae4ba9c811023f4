package io.boltzspark.jobs.actions;

import com.fasterxml.jackson.databind.JsonNode;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.model.UnitSpec;
import io.boltzspark.model.UnitType;
import io.boltzspark.store.TrainedModel;
import java.util.List;
import java.util.Optional;

/**
 * The sites of a model whose visible units are Potts units, and the letters of their states.
 *
 * @param count number of sites
 * @param states of each
 * @param alphabet a letter for each state; empty if the model does not say
 */
public record Sites(int count, int states, Optional<String> alphabet) {
  private static final char GAP = '-';

  /** The sites of a model; empty unless all visible units are Potts units, without a label. */
  public static Optional<Sites> of(TrainedModel model) {
    List<UnitSpec> visible = model.machine().spec().layers().get(0);
    UnitSpec units = visible.get(0);
    if (visible.size() > 1 || units.type() != UnitType.POTTS) {
      return Optional.empty();
    }
    JsonNode alphabet = model.description().path("data").path("alphabet");
    return Optional.of(
        new Sites(
            units.size() / units.count(),
            units.count(),
            Optional.of(alphabet.asText()).filter(text -> text.length() == units.count())));
  }

  /**
   * The sites of a model of sequences.
   *
   * @param name as the model was named, for messages
   * @throws BoltzException BAD_INPUT if it has none, or no letters for their states
   */
  public static Sites ofSequences(TrainedModel model, String name) {
    Sites sites =
        of(model)
            .orElseThrow(
                () ->
                    new BoltzException(
                        ExitCode.BAD_INPUT,
                        "the visible layer of the model %s (%s) is not one of sites with states (Potts units without a label); choose a model of sequences"
                            .formatted(name, model.layers(" - "))));
    if (sites.alphabet.isEmpty()) {
      throw new BoltzException(
          ExitCode.BAD_INPUT,
          "the model %s does not say which letters its %d states are; choose a model that was trained on sequences (boltz prepare --source family.fasta)"
              .formatted(name, sites.states));
    }
    return sites;
  }

  /** The letters of the states in their order, where they are known. */
  public String letters() {
    return alphabet.orElseThrow();
  }

  /** The state of a gap; -1 if no state is known to be one. */
  public int gap() {
    return alphabet.map(letters -> letters.indexOf(GAP)).orElse(-1);
  }
}
