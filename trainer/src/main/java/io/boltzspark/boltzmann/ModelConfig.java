package io.boltzspark.boltzmann;

import io.boltzspark.model.MachineSpec;
import io.boltzspark.model.UnitSpec;
import io.boltzspark.model.UnitType;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * The machine to train.
 *
 * @param dimensions units of each layer, visible first, without labels: {@code [784, 500]}
 * @param units kinds of units, layer by layer, in the form of {@link UnitText} with the words kept
 *     in files; empty: Bernoulli
 * @param labels number of classes of the label beside the visible units; 0: no label
 * @param temperature the energy is divided by this
 * @param lateral the layers whose units are coupled with each other, in ascending order
 */
public record ModelConfig(
    List<Integer> dimensions,
    List<String> units,
    int labels,
    double temperature,
    List<Integer> lateral)
    implements Serializable {

  public ModelConfig {
    dimensions = List.copyOf(dimensions);
    units = List.copyOf(units.stream().map(UnitText::stored).toList());
    lateral = List.copyOf(lateral);
  }

  /** A machine without couplings within layers. */
  public ModelConfig(List<Integer> dimensions, List<String> units, int labels, double temperature) {
    this(dimensions, units, labels, temperature, List.of());
  }

  /** The structure described by these settings. */
  public MachineSpec spec() {
    List<List<UnitSpec>> layers = new ArrayList<>();
    for (int l = 0; l < dimensions.size(); l++) {
      List<UnitSpec> groups = new ArrayList<>();
      groups.add(
          units.isEmpty()
              ? UnitSpec.of(UnitType.BERNOULLI, dimensions.get(l))
              : UnitText.parse(units.get(l), dimensions.get(l)));
      if (l == 0 && labels > 0) {
        groups.add(UnitSpec.label(labels));
      }
      layers.add(groups);
    }
    return new MachineSpec(layers, lateral);
  }
}
