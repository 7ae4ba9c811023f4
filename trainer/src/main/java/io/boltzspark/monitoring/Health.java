package io.boltzspark.monitoring;

import io.boltzspark.evaluation.PseudoLikelihood;
import io.boltzspark.math.Matrix;
import io.boltzspark.math.RandomStream;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.Connection;
import io.boltzspark.sampling.ChainStates;
import io.boltzspark.sampling.GibbsSampler;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Whether a trained machine has learnt anything, from rows and chains that are there anyway: a
 * training can end without an error and be worthless. A sound machine can have a complaint, and a
 * poor one none: this finds what is plainly wrong, and does not rank models.
 *
 * @param values what was measured, by name: {@code hidden_units}, {@code used_units}, {@code
 *     constant_units} and {@code alike_units} of the lowest hidden layer ({@link HiddenUse}),
 *     {@code chain_spread} of the persistent chains ({@link ChainSpread}) and {@code
 *     gain_over_independent_units} ({@link IndependentUnits}), without those that cannot be
 *     measured; none if all rows are the same
 * @param complaints what is wrong, each with its likely cause; empty: nothing was found
 */
public record Health(Map<String, Object> values, List<String> complaints) {
  private static final int STREAM = 3;

  /**
   * Of {@link ChainSpread}, which is about 1 where chains are samples of a machine that fits its
   * rows. Less than half of the variance leaves no doubt that something is missing, and sampling
   * alone (ten chains or more, of many units) does not reach so far down.
   */
  private static final double LEAST_SPREAD = 0.4;

  private static final int FEWEST_CHAINS = 10;

  /** Standard errors by which a machine must be worse than independent units. */
  private static final double ERRORS = 4;

  /** Nats a row by which it must be worse at least: less would be printed as 0.0. */
  private static final double LEAST_LOSS = 0.05;

  /**
   * @param chains persistent chains, of which the layers that carry them are set; possibly none
   */
  public static Health of(Moment moment, ChainStates chains) {
    Map<String, Object> values = new LinkedHashMap<>();
    List<String> complaints = new ArrayList<>();
    if (areAllTheSame(moment.watched().train())) {
      complaints.add(
          "all rows are the same (of the training rows that are monitored), so there is nothing to"
              + " learn from them but their values: look at the data (--data, boltz look)");
      return new Health(values, complaints);
    }
    boolean hasHidden = !moment.watched().machine().connections().isEmpty();
    if (hasNoWeights(moment)) {
      complaints.add(
          (hasHidden
                  ? "all weights are 0, so hidden units say nothing about a row"
                  : "all couplings are 0, so units say nothing about each other")
              + ": the learning rate is 0 or too small to show, or penalty.l1 or penalty.l2 too"
              + " large");
    } else if (hasHidden) {
      hiddenUnits(moment, values, complaints);
    }
    prediction(moment, values, complaints);
    spread(moment, chains, values, complaints);
    return new Health(values, complaints);
  }

  /** Then no unit's mean varies over rows, and none of the other complaints would be true. */
  private static boolean areAllTheSame(Matrix rows) {
    for (int r = 1; r < rows.rows(); r++) {
      for (int i = 0; i < rows.columns(); i++) {
        if (rows.get(r, i) != rows.get(0, i)) {
          return false;
        }
      }
    }
    return rows.rows() > 1;
  }

  private static boolean hasNoWeights(Moment moment) {
    for (Connection c : moment.watched().machine().connectionsAndCouplings()) {
      for (int i = c.offset(); i < c.offset() + c.size(); i++) {
        if (moment.parameters()[i] != 0) {
          return false;
        }
      }
    }
    return true;
  }

  private static void hiddenUnits(
      Moment moment, Map<String, Object> values, List<String> complaints) {
    Matrix rows = moment.watched().train();
    if (rows.rows() < 2) {
      return;
    }
    HiddenUse use = HiddenUse.of(moment.watched().machine(), moment.parameters(), rows);
    values.put("hidden_units", use.units());
    values.put("used_units", use.used());
    values.put("constant_units", use.constant());
    values.put("alike_units", use.alike());
    if (2 * use.constant() > use.units()) {
      complaints.add(
          "%d of %d hidden units have the same mean for every row: the learning rate is too large"
                  .formatted(use.constant(), use.units())
              + " (--learning-rate; units saturate or die), a penalty (learning.penalty) too"
              + " strong, or there are more units than the data needs");
    } else if (2 * use.alike() > use.units()) {
      complaints.add(
          "%d of %d hidden units copy another one: weights start too close to each other"
                  .formatted(use.alike(), use.units())
              + " (learning.initialisation), learning.penalty.sparsity-cost is too large, or there"
              + " are more units than the data needs");
    }
  }

  private static void prediction(
      Moment moment, Map<String, Object> values, List<String> complaints) {
    Watched watched = moment.watched();
    Matrix rows = watched.train();
    if (!PseudoLikelihood.reasonNot(watched.machine()).isEmpty()
        || !PseudoLikelihood.reasonNot(watched.machine(), rows).isEmpty()) {
      return;
    }
    IndependentUnits found = IndependentUnits.of(moment, rows);
    values.put("gain_over_independent_units", found.gain());
    if (found.gain() < -Math.max(LEAST_LOSS, ERRORS * found.error())) {
      complaints.add(
          String.format(
              Locale.ROOT,
              "it predicts each unit of training rows worse than the unit's mean does (by %.1f nats"
                  + " a row): --learning-rate is too large, or training too short (--epochs)",
              -found.gain()));
    }
  }

  private static void spread(
      Moment moment, ChainStates chains, Map<String, Object> values, List<String> complaints) {
    if (chains.chains() < FEWEST_CHAINS) {
      return;
    }
    BoltzmannMachine machine = moment.watched().machine();
    GibbsSampler sampler = new GibbsSampler(machine);
    RandomStream random = moment.stream(STREAM);
    sampler.sampleFirst(chains, moment.parameters(), random);
    Matrix train = moment.watched().train();
    ChainStates rows = ChainStates.zeros(machine, train.rows());
    rows.visible().setFrom(train);
    if (!machine.connections().isEmpty()) {
      sampler.visibleMeans(chains, moment.parameters());
      sampler.sampleUpwards(rows, moment.parameters(), random);
      sampler.visibleMeans(rows, moment.parameters());
    }
    int columns = machine.spec().values();
    double spread =
        ChainSpread.of(chains.visible().columns(0, columns), rows.visible().columns(0, columns));
    if (!Double.isFinite(spread)) {
      return;
    }
    values.put("chain_spread", spread);
    if (spread < LEAST_SPREAD) {
      complaints.add(
          String.format(
              Locale.ROOT,
              "the persistent chains are crowded in few states (%.2f of the variance of the rows):"
                  + " a rate that falls to almost 0 (--schedule linear), more sweeps (--k-end), or"
                  + " tempering (learning.tempering) lets them spread",
              spread));
    }
  }

  /** In one line, such as {@code health: nothing wrong found; 497 of 500 hidden units in use}. */
  public String line() {
    if (!complaints.isEmpty()) {
      return "health: " + String.join("; ", complaints);
    }
    List<String> parts = new ArrayList<>();
    if (values.containsKey("hidden_units")) {
      parts.add(
          "%s of %s hidden units in use"
              .formatted(values.get("used_units"), values.get("hidden_units")));
    }
    if (values.containsKey("chain_spread")) {
      parts.add(
          String.format(
              Locale.ROOT, "chains %.2f times as varied as rows", values.get("chain_spread")));
    }
    return "health: nothing wrong found" + (parts.isEmpty() ? "" : "; " + String.join(", ", parts));
  }

  /** As JSON values: what was measured, and {@code complaints}. */
  public Map<String, Object> facts() {
    Map<String, Object> facts = new LinkedHashMap<>(values);
    facts.put("complaints", complaints);
    return facts;
  }
}
