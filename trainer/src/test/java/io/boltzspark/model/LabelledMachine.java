package io.boltzspark.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A machine of a few binary pixels, a label and binary hidden layers, by brute force: all its
 * states one by one, in double precision and from the formula of the energy alone.
 *
 * <p>Pixel state number x has pixel i in bit i; hidden state number h likewise, layer 1 in the
 * lowest bits.
 */
public final class LabelledMachine {
  private final int pixels;
  private final int classes;
  private final int[] hidden;
  private final BoltzmannMachine machine;
  private final float[] parameters;

  /** Normal parameters. */
  public LabelledMachine(double deviation, long seed, int pixels, int classes, int... hidden) {
    this.pixels = pixels;
    this.classes = classes;
    this.hidden = hidden.clone();
    List<List<UnitSpec>> layers = new ArrayList<>();
    layers.add(List.of(UnitSpec.of(UnitType.BERNOULLI, pixels), UnitSpec.label(classes)));
    for (int units : hidden) {
      layers.add(List.of(UnitSpec.of(UnitType.BERNOULLI, units)));
    }
    this.machine = BoltzmannMachine.of(new MachineSpec(layers));
    this.parameters = new float[machine.layout().size()];
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] = (float) (deviation * random.nextGaussian());
    }
  }

  public BoltzmannMachine machine() {
    return machine;
  }

  public float[] parameters() {
    return parameters;
  }

  public int classes() {
    return classes;
  }

  public int pixelStates() {
    return 1 << pixels;
  }

  /** {@code log sum over hidden states of exp(-E)} for each class and pixel state. */
  public double[][] logWeights() {
    double[][] logs = new double[classes][pixelStates()];
    int hiddenUnits = Arrays.stream(hidden).sum();
    for (int y = 0; y < classes; y++) {
      for (int x = 0; x < pixelStates(); x++) {
        double sum = 0;
        for (int h = 0; h < 1 << hiddenUnits; h++) {
          sum += Math.exp(-energy(x, y, h));
        }
        logs[y][x] = Math.log(sum);
      }
    }
    return logs;
  }

  /** Probabilities of the pixel states given a class. */
  public double[] pixelsGiven(int label) {
    return normalised(logWeights()[label]);
  }

  /** Probabilities of the classes given a pixel state. */
  public double[] labelGiven(int x) {
    double[][] all = logWeights();
    double[] logs = new double[classes];
    for (int y = 0; y < classes; y++) {
      logs[y] = all[y][x];
    }
    return normalised(logs);
  }

  private static double[] normalised(double[] logs) {
    double[] probabilities = new double[logs.length];
    double sum = 0;
    for (int i = 0; i < logs.length; i++) {
      probabilities[i] = Math.exp(logs[i]);
      sum += probabilities[i];
    }
    for (int i = 0; i < logs.length; i++) {
      probabilities[i] /= sum;
    }
    return probabilities;
  }

  /** The energy of one state of all layers. */
  private double energy(int x, int y, int h) {
    List<int[]> layers = new ArrayList<>();
    int[] visible = new int[pixels + classes];
    for (int i = 0; i < pixels; i++) {
      visible[i] = x >> i & 1;
    }
    visible[pixels + y] = 1;
    layers.add(visible);
    int bit = 0;
    for (int units : hidden) {
      int[] states = new int[units];
      for (int j = 0; j < units; j++) {
        states[j] = h >> bit++ & 1;
      }
      layers.add(states);
    }
    double energy = 0;
    for (int l = 0; l < layers.size(); l++) {
      int biases = machine.layout().segment("bias." + l).offset();
      for (int i = 0; i < layers.get(l).length; i++) {
        energy -= (double) parameters[biases + i] * layers.get(l)[i];
      }
    }
    for (int l = 0; l + 1 < layers.size(); l++) {
      int weights = machine.layout().segment("weights." + l).offset();
      int columns = layers.get(l + 1).length;
      for (int i = 0; i < layers.get(l).length; i++) {
        for (int j = 0; j < columns; j++) {
          energy -=
              (double) parameters[weights + i * columns + j]
                  * layers.get(l)[i]
                  * layers.get(l + 1)[j];
        }
      }
    }
    return energy;
  }
}
