package io.boltzspark.model;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The structure of a machine as a value that can be written down and sent: for each layer, visible
 * first, its groups of units.
 *
 * @param layers at least two, none empty
 */
public record MachineSpec(List<List<UnitSpec>> layers) implements Serializable {

  public MachineSpec {
    List<List<UnitSpec>> copy = new ArrayList<>(); // List.copyOf is serialisable, streams' are not
    layers.forEach(groups -> copy.add(List.copyOf(groups)));
    layers = List.copyOf(copy);
    if (layers.size() < 2 || layers.stream().anyMatch(List::isEmpty)) {
      throw new IllegalArgumentException("a machine needs two or more non-empty layers: " + layers);
    }
  }

  /** Bernoulli units throughout; {@code sizes} are the units of each layer, visible first. */
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

  /** Units of each layer, visible first. */
  public List<Integer> dimensions() {
    return layers.stream()
        .map(groups -> groups.stream().map(UnitSpec::size).reduce(0, Math::addExact))
        .collect(Collectors.toList());
  }

  /**
   * How many classes the label has: the last group of the visible layer if that is a single softmax
   * group with others before it. 0 where there is none.
   */
  public int labels() {
    List<UnitSpec> visible = layers.get(0);
    UnitSpec last = visible.get(visible.size() - 1);
    boolean isLabel =
        visible.size() > 1 && last.type() == UnitType.SOFTMAX && last.size() == last.count();
    return isLabel ? last.size() : 0;
  }

  /** The two neighbouring layers {@code lower} and {@code lower + 1} alone. */
  public MachineSpec pair(int lower) {
    return new MachineSpec(layers.subList(lower, lower + 2));
  }

  /**
   * Why no parameters can make a probability distribution of this machine; empty when some can. Two
   * unbounded units that are connected can lower the energy without end. Gaussian pairs have a
   * distribution as long as their weights are small, which only the parameters can tell; a
   * rectified unit has none with an unbounded neighbour, since training would push the weights
   * between them up and nothing would hold them.
   */
  public String reasonNotNormalisable() {
    for (int l = 0; l + 1 < layers.size(); l++) {
      for (UnitSpec below : layers.get(l)) {
        for (UnitSpec above : layers.get(l + 1)) {
          boolean unbounded = below.type().isUnbounded() && above.type().isUnbounded();
          boolean gaussian = below.type() == UnitType.GAUSSIAN && above.type() == UnitType.GAUSSIAN;
          if (unbounded && !gaussian) {
            return below.type().word()
                + " units in layer "
                + l
                + " next to "
                + above.type().word()
                + " units in layer "
                + (l + 1)
                + ": states without a bound on both sides of a weight can lower the energy"
                + " without end";
          }
        }
      }
    }
    return "";
  }
}
