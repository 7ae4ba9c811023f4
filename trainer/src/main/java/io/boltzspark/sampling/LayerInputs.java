package io.boltzspark.sampling;

import io.boltzspark.math.Matrix;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.Connection;
import io.boltzspark.model.Layer;
import io.boltzspark.model.TransposedWeights;
import io.boltzspark.model.UnitType;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * The inputs of layers, as {@link BoltzmannMachine#inputInto} defines them, for the same rows of
 * states again and again. From layers whose units have two values they are computed from the units
 * that are on, or from those that have changed, where that is faster ({@link KeptProduct}).
 *
 * <p>Parameters must not change between two calls of {@link #begin}. Not thread-safe.
 */
public final class LayerInputs {
  private final BoltzmannMachine machine;
  private final Connection[][] below; // layer: connections to lower ones
  private final Connection[][] above; // layer: connections to higher ones
  private final KeptProduct[] up; // connection; null where the lower layer has other units
  private final KeptProduct[] down; // connection; null where the upper layer has other units
  private float[] parameters;
  private TransposedWeights transposed;
  private boolean keeps;

  public LayerInputs(BoltzmannMachine machine) {
    this.machine = machine;
    this.below = byLayer(machine, machine::connectionsBelow);
    this.above = byLayer(machine, machine::connectionsAbove);
    int count = machine.connections().size();
    this.up = new KeptProduct[count];
    this.down = new KeptProduct[count];
    for (Connection c : machine.connections()) {
      up[c.index()] = product(c, true, machine.layer(c.from()));
      down[c.index()] = product(c, false, machine.layer(c.to()));
    }
  }

  private static Connection[][] byLayer(
      BoltzmannMachine machine, IntFunction<List<Connection>> connections) {
    return IntStream.range(0, machine.layers().size())
        .mapToObj(l -> connections.apply(l).toArray(Connection[]::new))
        .toArray(Connection[][]::new);
  }

  private static KeptProduct product(Connection connection, boolean up, Layer states) {
    List<UnitType> types = states.groups().stream().map(g -> g.spec().type()).distinct().toList();
    if (types.equals(List.of(UnitType.SPIN))) {
      return new KeptProduct(connection, up, true);
    }
    boolean bits = List.of(UnitType.BERNOULLI, UnitType.POTTS).containsAll(types);
    return bits ? new KeptProduct(connection, up, false) : null;
  }

  /**
   * Starts with these parameters.
   *
   * @param transposed the same weights, shared with other threads
   * @param sweeps how many times inputs are needed before the next call; from 2 on they are kept,
   *     because the states of a chain resemble those of the sweep before
   */
  public void begin(float[] parameters, TransposedWeights transposed, int sweeps) {
    this.parameters = parameters;
    this.transposed = transposed;
    this.keeps = sweeps > 1;
    for (int c = 0; c < up.length; c++) {
      begin(up[c], sweeps);
      begin(down[c], sweeps);
    }
  }

  private static void begin(KeptProduct product, int sweeps) {
    if (product != null) {
      product.begin(sweeps);
    }
  }

  /** Makes the next inputs afresh. */
  public void forget() {
    for (int c = 0; c < up.length; c++) {
      forget(up[c]);
      forget(down[c]);
    }
  }

  private static void forget(KeptProduct product) {
    if (product != null) {
      product.forget();
    }
  }

  /** Whether inputs from this layer's states are worth a product of their own. */
  public boolean areFromTwoValues(int layer) {
    for (Connection c : above[layer]) {
      if (up[c.index()] != null) {
        return true;
      }
    }
    return false;
  }

  /** {@code input := } the input of layer {@code l} from all connected layers, without bias. */
  public void inputInto(int l, List<Matrix> states, Matrix input) {
    fromBelowInto(l, states, input);
    float beta = below[l].length == 0 ? 0f : 1f;
    for (Connection c : above[l]) {
      Matrix upper = states.get(c.to());
      if (down[c.index()] != null) {
        down[c.index()].multiply(upper, parameters, transposed, keeps, beta, input);
      } else {
        c.down(machine.layer(c.to()).interaction(upper, parameters), parameters, beta, input);
      }
      beta = 1f;
    }
  }

  /** {@code input := } the part of {@link #inputInto} that comes from lower layers, if any. */
  public void fromBelowInto(int l, List<Matrix> states, Matrix input) {
    float beta = 0f;
    for (Connection c : below[l]) {
      Matrix lower = states.get(c.from());
      if (up[c.index()] != null) {
        up[c.index()].multiply(lower, parameters, transposed, keeps, beta, input);
      } else {
        c.up(machine.layer(c.from()).interaction(lower, parameters), parameters, beta, input);
      }
      beta = 1f;
    }
  }
}
