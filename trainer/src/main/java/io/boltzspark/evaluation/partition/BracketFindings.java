package io.boltzspark.evaluation.partition;

import io.boltzspark.evaluation.partition.BracketFinding.Kind;
import io.boltzspark.evaluation.partition.BracketTrust.Side;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Collects findings about a bracket, one of a kind, and puts them into words. */
final class BracketFindings {
  private final Map<Side, LogPartitionEstimate> estimates;
  private final Map<Kind, Set<Side>> sides = new EnumMap<>(Kind.class);
  private final Map<Kind, Double> nats = new EnumMap<>(Kind.class);

  /**
   * @param estimates of all sides
   */
  BracketFindings(Map<Side, LogPartitionEstimate> estimates) {
    this.estimates = estimates;
  }

  /**
   * @param difference of the two sides in nats; 0 if only one is concerned
   */
  void add(Kind kind, double difference, Side... concerned) {
    sides.computeIfAbsent(kind, k -> EnumSet.noneOf(Side.class)).addAll(Arrays.asList(concerned));
    nats.merge(kind, Math.abs(difference), Math::max);
  }

  /** The gravest first. That chains are apart is not worth saying if estimates differ as well. */
  List<BracketFinding> all() {
    List<BracketFinding> all = new ArrayList<>();
    for (Kind kind : sides.keySet()) {
      if (kind != Kind.APART
          || EnumSet.of(Kind.NOT_FINITE, Kind.APART).containsAll(sides.keySet())) {
        double size = kind.isContradiction() ? nats.get(kind) : 0;
        all.add(new BracketFinding(kind, sides.get(kind), size, text(kind)));
      }
    }
    return all;
  }

  private String text(Kind kind) {
    Set<Side> concerned = sides.get(kind);
    return switch (kind) {
      case NOT_FINITE ->
          "no value (%s), because the weights of the chains are not finite numbers: the parameters are too large; measure an earlier checkpoint"
              .formatted(words(concerned));
      case REVERSE_BELOW -> {
        Set<Side> reverse = EnumSet.copyOf(concerned);
        reverse.remove(Side.FORWARD);
        yield "a contradiction: the reverse side (%s) is %s nats below the forward side, more than their errors allow, so its chains are not samples of the machine. Use a longer burn-in; if that does not help, chains cannot cross between modes, and only the forward side counts, with more chains and a uniform base"
            .formatted(words(reverse), size(kind));
      }
      case STARTS ->
          "a contradiction: the reverse sides from data and from noise are %s nats apart, more than their errors allow, so their chains are in different parts of the distribution. Use a longer burn-in; if that does not help, chains cannot cross between modes, and only the forward side counts, with more chains and a uniform base"
              .formatted(size(kind));
      case APART ->
          "chains have not crossed between modes: those of two sides (%s) are in different parts of the distribution, and log Z may lie outside of the interval. Use more temperatures, a longer burn-in, or more chains and a uniform base"
              .formatted(words(concerned));
      case ROUGH -> rough(concerned);
    };
  }

  private String rough(Set<Side> concerned) {
    List<String> why = new ArrayList<>();
    if (nats.get(Kind.ROUGH) > 0) {
      why.add(
          "the reverse side is %s nats above the forward side, more than their errors allow"
              .formatted(size(Kind.ROUGH)));
    }
    List<Side> few = concerned.stream().filter(s -> !estimates.get(s).isReliable()).toList();
    if (!few.isEmpty()) {
      why.add(
          few.stream()
              .map(
                  side ->
                      String.format(
                          Locale.ROOT,
                          "%.1f (%s)",
                          estimates.get(side).effectiveSampleSize(),
                          side.words()))
              .collect(
                  Collectors.joining(
                      " and ",
                      "of " + estimates.get(few.get(0)).chains() + " chains only ",
                      " count")));
    }
    return String.format(
        Locale.ROOT,
        "rough, to about %.1f nats: %s. Use more temperatures or more chains",
        width(),
        String.join(", and ", why));
  }

  /** Of the interval of all sides. */
  private double width() {
    double lower = Double.POSITIVE_INFINITY;
    double upper = Double.NEGATIVE_INFINITY;
    for (LogPartitionEstimate estimate : estimates.values()) {
      if (estimate.isFinite()) {
        lower = Math.min(lower, estimate.lower());
        upper = Math.max(upper, estimate.upper());
      }
    }
    return upper - lower;
  }

  private String size(Kind kind) {
    return String.format(Locale.ROOT, "%.2f", nats.get(kind));
  }

  private static String words(Set<Side> concerned) {
    return concerned.stream().map(Side::words).collect(Collectors.joining(", "));
  }
}
