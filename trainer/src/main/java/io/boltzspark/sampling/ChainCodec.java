package io.boltzspark.sampling;

import io.boltzspark.math.Matrix;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.Layer;
import io.boltzspark.model.UpdateOrder;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * Chains as bytes, chain after chain: the states of the layers that carry them (see {@link
 * UpdateOrder#carried}), from which the next sweep starts. Units with two states take one bit each
 * (set for the higher state), least significant first, with each layer padded to whole bytes; other
 * units take a little-endian float each. Of driven chains the inverse temperature follows, a float.
 */
public final class ChainCodec {
  private final BoltzmannMachine machine;
  private final UpdateOrder.Block carried;
  private final boolean driven;

  /** For chains at inverse temperature 1. */
  public ChainCodec(BoltzmannMachine machine) {
    this(machine, DrivenTemperature.NONE);
  }

  /**
   * @param driven how the chains' inverse temperatures move; chains of it that do have {@link
   *     ChainStates#betas}
   */
  public ChainCodec(BoltzmannMachine machine, DrivenTemperature driven) {
    this.machine = machine;
    this.driven = driven.moves();
    this.carried = machine.updateOrder().carried();
  }

  /** Bytes per chain. */
  public int bytesPerChain() {
    int bytes = driven ? Float.BYTES : 0;
    for (int k = 0; k < carried.size(); k++) {
      bytes += bytes(machine.layer(carried.layer(k)));
    }
    return bytes;
  }

  /** All chains, concatenated. */
  public byte[] encode(ChainStates chains) {
    ByteBuffer out =
        ByteBuffer.allocate(Math.multiplyExact(chains.chains(), bytesPerChain()))
            .order(ByteOrder.LITTLE_ENDIAN);
    for (int chain = 0; chain < chains.chains(); chain++) {
      for (int k = 0; k < carried.size(); k++) {
        int l = carried.layer(k);
        Matrix states = chains.layer(l);
        if (isBinary(machine.layer(l))) {
          putBits(states, chain, (float) machine.layer(l).states()[1], out);
        } else {
          for (int i = 0; i < states.columns(); i++) {
            out.putFloat(states.get(chain, i));
          }
        }
      }
      if (driven) {
        out.putFloat(chains.betas().get(chain, 0));
      }
    }
    return out.array();
  }

  /** Chain after chain with all its replicas: the same chain of each of the given states. */
  public byte[] encodeReplicas(List<ChainStates> replicas) {
    int chains = replicas.get(0).chains();
    ByteBuffer out =
        ByteBuffer.allocate(
            Math.multiplyExact(Math.multiplyExact(chains, replicas.size()), bytesPerChain()));
    for (int chain = 0; chain < chains; chain++) {
      for (ChainStates replica : replicas) {
        out.put(encode(replica.rows(chain, chain + 1)));
      }
    }
    return out.array();
  }

  /** Fills replicas from bytes of {@link #encodeReplicas} that begin with {@code firstChain}. */
  public void decodeReplicas(byte[] bytes, int firstChain, List<ChainStates> replicas) {
    for (int chain = 0; chain < replicas.get(0).chains(); chain++) {
      for (int r = 0; r < replicas.size(); r++) {
        int at = (firstChain + chain) * replicas.size() + r;
        decode(bytes, at, replicas.get(r).rows(chain, chain + 1));
      }
    }
  }

  /**
   * Fills the layers of {@code chains} that carry them from bytes that begin with {@code
   * firstChain}.
   *
   * @throws IllegalArgumentException if there are too few bytes
   */
  public void decode(byte[] bytes, int firstChain, ChainStates chains) {
    int each = bytesPerChain();
    if (bytes.length / Math.max(1, each) < firstChain + chains.chains()) {
      throw new IllegalArgumentException(
          bytes.length + " bytes are too few to hold chain " + (firstChain + chains.chains() - 1));
    }
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    in.position(firstChain * each);
    for (int chain = 0; chain < chains.chains(); chain++) {
      for (int k = 0; k < carried.size(); k++) {
        int l = carried.layer(k);
        Matrix states = chains.layer(l);
        if (isBinary(machine.layer(l))) {
          getBits(in, machine.layer(l).states(), states, chain);
        } else {
          for (int i = 0; i < states.columns(); i++) {
            states.set(chain, i, in.getFloat());
          }
        }
      }
      if (driven) {
        float beta = in.getFloat();
        if (chains.betas() != null) {
          chains.betas().set(chain, 0, beta);
        }
      }
    }
  }

  private static int bytes(Layer layer) {
    return isBinary(layer) ? (layer.size() + 7) / 8 : layer.size() * Float.BYTES;
  }

  private static boolean isBinary(Layer layer) {
    return layer.states().length == 2;
  }

  private static void putBits(Matrix states, int chain, float high, ByteBuffer out) {
    for (int first = 0; first < states.columns(); first += 8) {
      int bits = 0;
      for (int i = first; i < Math.min(first + 8, states.columns()); i++) {
        bits |= (states.get(chain, i) == high ? 1 : 0) << (i - first);
      }
      out.put((byte) bits);
    }
  }

  private static void getBits(ByteBuffer in, double[] values, Matrix states, int chain) {
    for (int first = 0; first < states.columns(); first += 8) {
      int bits = in.get();
      for (int i = first; i < Math.min(first + 8, states.columns()); i++) {
        states.set(chain, i, (float) values[(bits >> (i - first)) & 1]);
      }
    }
  }
}
