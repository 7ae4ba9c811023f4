package io.boltzspark.model;

import io.boltzspark.model.UnitSpec.Role;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The structure of a machine as a value that can be stored and sent: for each layer, visible first,
 * its groups of units.
 *
 * @param layers at least two, or one with couplings within; none empty; the last group of the
 *     visible layer may be a label
 * @param coupled the layers whose units are coupled with each other, in ascending order
 */
public record MachineSpec(List<List<UnitSpec>> layers, List<Integer> coupled)
    implements Serializable {

  public MachineSpec {
    List<List<UnitSpec>> copy =
        new ArrayList<>(); // List.copyOf is serialisable, lists from streams are not
    layers.forEach(groups -> copy.add(List.copyOf(groups)));
    layers = List.copyOf(copy);
    coupled = List.copyOf(coupled.stream().distinct().sorted().toList());
    if (layers.isEmpty() || layers.stream().anyMatch(List::isEmpty)) {
      throw new IllegalArgumentException("a machine needs non-empty layers: " + layers);
    }
    if (layers.size() < 2 && coupled.isEmpty()) {
      throw new IllegalArgumentException(
          "a machine needs at least two layers, or couplings within its only one: " + layers);
    }
    requireLabelBehindValues(layers);
    requireCanBeCoupled(layers, coupled);
  }

  /** A machine without couplings within layers. */
  public MachineSpec(List<List<UnitSpec>> layers) {
    this(layers, List.of());
  }

  private static void requireCanBeCoupled(List<List<UnitSpec>> layers, List<Integer> coupled) {
    for (int l : coupled) {
      if (l < 0 || l >= layers.size()) {
        throw new IllegalArgumentException(
            "couplings within layer %d: the machine has layers 0 to %d"
                .formatted(l, layers.size() - 1));
      }
      for (UnitSpec group : layers.get(l)) {
        if (!group.type().canBeCoupled()) {
          throw new IllegalArgumentException(
              "couplings within layer %d are not possible between %s units: %s"
                  .formatted(l, group.type().title(), reasonNotCoupled(group.type())));
        }
      }
    }
  }

  private static String reasonNotCoupled(UnitType type) {
    return type == UnitType.MULTINOMIAL
        ? "the draws of a group exclude each other, so that none can be drawn given the others"
        : "states without an upper bound could lower the energy without bound";
  }

  /** The same layers with couplings within some of them. */
  public MachineSpec withCouplings(Integer... within) {
    return new MachineSpec(layers, List.of(within));
  }

  /** Whether the units of a layer are coupled with each other. */
  public boolean isCoupled(int layer) {
    return coupled.contains(layer);
  }

  /**
   * Such as {@code 784 bernoulli - 500 bernoulli}, and couplings only where some are: for messages.
   */
  @Override
  public String toString() {
    String text =
        layers.stream()
            .map(
                groups ->
                    groups.stream().map(UnitSpec::toString).collect(Collectors.joining(" and ")))
            .collect(Collectors.joining(" - "));
    return coupled.isEmpty() ? text : text + ", with couplings within " + coupled;
  }

  private static void requireLabelBehindValues(List<List<UnitSpec>> layers) {
    for (int l = 0; l < layers.size(); l++) {
      for (int g = 0; g < layers.get(l).size(); g++) {
        boolean isBehind = l == 0 && g > 0 && g + 1 == layers.get(0).size();
        if (layers.get(l).get(g).role() == Role.LABEL && !isBehind) {
          throw new IllegalArgumentException(
              ("group %d of layer %d is a label: only the last group of the visible layer may be"
                      + " one, after groups of values")
                  .formatted(g, l));
        }
      }
    }
  }

  /**
   * Bernoulli units throughout; {@code sizes} are the numbers of units per layer, visible first.
   */
  public static MachineSpec bernoulli(List<Integer> sizes) {
    return new MachineSpec(
        sizes.stream().map(size -> List.of(UnitSpec.of(UnitType.BERNOULLI, size))).toList());
  }

  /** A machine whose layers have one group each. */
  public static MachineSpec of(UnitSpec... layers) {
    List<List<UnitSpec>> groups = new ArrayList<>();
    for (UnitSpec layer : layers) {
      groups.add(List.of(layer));
    }
    return new MachineSpec(groups);
  }

  /** Numbers of units per layer, visible first. */
  public List<Integer> dimensions() {
    return layers.stream()
        .map(groups -> groups.stream().map(UnitSpec::size).reduce(0, Math::addExact))
        .collect(Collectors.toList());
  }

  /** Number of classes of the label; 0 if the visible layer has no label group. */
  public int labels() {
    return label().map(UnitSpec::size).orElse(0);
  }

  /** Number of columns of the visible layer that hold values; those of a label follow them. */
  public int values() {
    return dimensions().get(0) - labels();
  }

  /**
   * Whether likelihoods of visible states are densities, because some visible units are real, and
   * not probabilities.
   */
  public boolean hasDensity() {
    return layers.get(0).stream().anyMatch(group -> group.type().isReal());
  }

  private Optional<UnitSpec> label() {
    return layers.get(0).stream().filter(group -> group.role() == Role.LABEL).findFirst();
  }

  /**
   * Two layers that are connected.
   *
   * @param from the lower one
   * @param to the higher one
   */
  public record Link(int from, int to) {}

  /** Which layers are connected: each with the next. */
  public List<Link> links() {
    return IntStream.range(1, layers.size()).mapToObj(to -> new Link(to - 1, to)).toList();
  }

  /** Only the two neighbouring layers {@code lower} and {@code lower + 1}. */
  public MachineSpec pair(int lower) {
    return new MachineSpec(
        layers.subList(lower, lower + 2),
        coupled.stream().map(l -> l - lower).filter(l -> l == 0 || l == 1).toList());
  }

  /**
   * Why no parameters can make a probability distribution of this machine; empty if some can. Two
   * connected unbounded units can lower the energy without bound. Gaussian pairs have a
   * distribution as long as their weights are small, which depends on the parameters; a rectified
   * unit has none with an unbounded neighbour, since nothing would stop training from increasing
   * the weights between them.
   */
  public String reasonNotNormalisable() {
    for (Link link : links()) {
      for (UnitSpec below : layers.get(link.from())) {
        for (UnitSpec above : layers.get(link.to())) {
          boolean unbounded = below.type().isReal() && above.type().isReal();
          boolean gaussian = below.type() == UnitType.GAUSSIAN && above.type() == UnitType.GAUSSIAN;
          if (unbounded && !gaussian) {
            return below.type().title()
                + " units in layer "
                + link.from()
                + " next to "
                + above.type().title()
                + " units in layer "
                + link.to()
                + ": unbounded states at both ends of a weight can lower the energy without bound";
          }
        }
      }
    }
    return "";
  }
}
