package io.boltzspark.jobs.report;

import java.util.Map;

/** What the monitors of training are called, and how to read them. */
final class MonitorNames {
  private static final Map<String, String> MEANINGS =
      Map.of(
          "reconstruction_error",
          "How far one step up and down leads away from the training rows; lower is better, but it"
              + " does not rank models by their likelihood.",
          "pseudo_log_likelihood",
          "How well each unit is predicted from all others, in nats a row; higher is better.",
          "free_energy",
          "Of training and validation rows. Its level means nothing; rows of the same kind have the"
              + " same.",
          "free_energy_gap",
          "Validation minus training rows. Where it rises from 0, the model fits its training rows"
              + " better than others: it overfits.",
          "energy_coefficient",
          "Distance between the model's samples and the data, from 0 to 1; lower is better.",
          "heat_capacity",
          "Variance of the energy of the model's samples, over the root of the number of"
              + " parameters.",
          "kl_divergence",
          "Estimated from nearest neighbours, data against samples; lower is better.",
          "reverse_kl_divergence",
          "Estimated from nearest neighbours, samples against data; lower is better.",
          "weight_sparsity",
          "Share of the visible units that a hidden unit's weights reach; lower is sparser.",
          "weight_square",
          "Sum of the squared weights of a hidden unit, on average.");

  private MonitorNames() {}

  /** In words, such as {@code pseudo-log-likelihood}. */
  static String words(String monitor) {
    return monitor
        .replace("log_likelihood", "log-likelihood")
        .replace("pseudo_log", "pseudo-log")
        .replace("kl_divergence", "KL divergence")
        .replace('_', ' ')
        .strip();
  }

  /** Those words as a title. */
  static String title(String monitor) {
    String words = words(monitor);
    return words.isEmpty() ? monitor : Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }

  /** One sentence or two; empty for a monitor that is not known here. */
  static String meaning(String monitor) {
    return MEANINGS.getOrDefault(monitor, "");
  }
}
