package io.boltzspark.jobs.console;

import java.util.Map;

/** Readable names of monitors and measures, and how to interpret them. */
public final class MonitorNames {
  private static final Map<String, String> MEANINGS =
      Map.ofEntries(
          Map.entry(
              "reconstruction_error",
              "Distance between training rows and their reconstructions by one step up and"
                  + " down. Lower is better, but it does not rank models by likelihood."),
          Map.entry(
              "pseudo_log_likelihood",
              "The log-probability of a unit given all others, times the number of units, in nats"
                  + " per row; higher is better. Estimated from one random unit of each monitored"
                  + " row, so it varies by several nats; the exact one is the sum over all units"
                  + " (boltz evaluate --metrics exact-pseudo-log-likelihood)."),
          Map.entry(
              "exact_pseudo_log_likelihood",
              "The log-probability of each unit given all others, summed over all units of a row,"
                  + " in nats per row; higher is better."),
          Map.entry(
              "free_energy",
              "For training and validation rows, as visible states (standardised, if these are"
                  + " real-valued). Its level has no meaning, but rows of the same kind should have"
                  + " equal values."),
          Map.entry(
              "free_energy_gap",
              "Validation rows minus training rows. An increase from 0 means that the model fits"
                  + " its training rows better than others: it overfits."),
          Map.entry(
              "energy_coefficient",
              "Distance between the model's samples and the data, from 0 to 1; lower is better."),
          Map.entry(
              "contrastive_loss",
              "Mean free energy of rows minus that of their reconstructions by as many sweeps as a"
                  + " step of training makes: the loss whose gradient contrastive divergence"
                  + " descends. Below 0 the machine prefers rows to where its chains lead; it does"
                  + " not rank models."),
          Map.entry(
              "heat_capacity",
              "Variance of the energy of the model's samples, divided by the square root of the"
                  + " number of parameters."),
          Map.entry(
              "heat_capacity_of_means",
              "The same with the mean of a layer of real-valued units in place of their sum: what"
                  + " the package paysage calls the heat capacity."),
          Map.entry(
              "kl_divergence",
              "Estimated from nearest neighbours, from data to samples; lower is better."),
          Map.entry(
              "reverse_kl_divergence",
              "Estimated from nearest neighbours, from samples to data; lower is better."),
          Map.entry(
              "one_site_correlation",
              "Pearson's correlation between frequencies of states (or means of units) in training"
                  + " rows and in the model's chains; 1 is best."),
          Map.entry(
              "two_site_correlation",
              "Pearson's correlation between connected correlations of all pairs of units in"
                  + " training rows and in the model's chains; 1 is best. Few chains lower it."),
          Map.entry(
              "weight_sparsity",
              "Share of the visible units that a hidden unit's weights reach; lower is sparser."),
          Map.entry("weight_square", "Sum of the squared weights of a hidden unit, on average."),
          Map.entry(
              "exchange_rate",
              "Share of the tried exchanges between neighbouring temperatures that were accepted."
                  + " Near 0, chains do not travel between temperatures: use more replicas."),
          Map.entry(
              "least_exchange_rate",
              "The same of the pair of temperatures with the smallest share in each step."),
          Map.entry(
              "generator_loss",
              "Cross-entropy of the generated images with the label \"real\": small when they"
                  + " deceive the discriminator. At log 2 = 0.69 it is undecided."),
          Map.entry(
              "discriminator_loss",
              "Cross-entropy of real and of generated images with their right labels: small when"
                  + " they are told apart. At 2 log 2 = 1.39 the discriminator is undecided."));

  private MonitorNames() {}

  /**
   * The readable name, such as {@code one-unit pseudo-log-likelihood}, which is an estimate of the
   * {@code exact pseudo-log-likelihood}.
   *
   * @param monitor its key in {@code metrics.jsonl} or {@code evaluation.json}
   */
  public static String words(String monitor) {
    String words =
        monitor
            .replace("log_likelihood", "log-likelihood")
            .replace("pseudo_log", "pseudo-log")
            .replace("kl_divergence", "KL divergence")
            .replace("_site_correlation", "-site correlation")
            .replace('_', ' ')
            .strip();
    return words.startsWith("pseudo-log-likelihood") ? "one-unit " + words : words;
  }

  /** The readable name as a title. */
  public static String title(String monitor) {
    String words = words(monitor);
    return words.isEmpty() ? monitor : Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }

  /** One or two sentences; empty for an unknown monitor. */
  public static String meaning(String monitor) {
    return MEANINGS.getOrDefault(monitor, "");
  }
}
