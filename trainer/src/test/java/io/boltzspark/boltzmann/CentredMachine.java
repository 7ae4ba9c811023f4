package io.boltzspark.boltzmann;

import java.util.List;

/**
 * A tiny machine of binary units whose energy has offsets, {@code -sum over l of (s_l - mu_l)ᵀ W_l
 * (s_(l+1) - mu_(l+1)) - sum over l of (s_l - mu_l)ᵀ a_l}, in double precision by enumeration, and
 * its training by gradient ascent (Melchior, Fischer and Wiskott 2016, algorithm 1) with momentum
 * and penalties. All of it happens in these parameters; nothing here knows ordinary ones but the
 * two conversions.
 */
final class CentredMachine {
  final int[] sizes;
  final double[][][] weights;
  final double[][] biases;
  final double[][] offsets;
  private final double[][][] velocity;
  private final double[][] biasVelocity;
  private final double[][] activity; // moving means, for sparsity

  /** What a step is made with. */
  record Rules(double rate, double momentum, double offsetRate, Penalties penalty) {}

  /**
   * @param parameters of the ordinary machine with the same distribution
   */
  CentredMachine(List<Integer> shape, float[] parameters, double[][] offsets, double target) {
    sizes = shape.stream().mapToInt(s -> s).toArray();
    weights = new double[sizes.length - 1][][];
    velocity = new double[sizes.length - 1][][];
    biases = new double[sizes.length][];
    biasVelocity = new double[sizes.length][];
    activity = new double[sizes.length][];
    this.offsets = new double[sizes.length][];
    int at = 0;
    for (int c = 0; c < weights.length; c++) {
      weights[c] = new double[sizes[c]][sizes[c + 1]];
      velocity[c] = new double[sizes[c]][sizes[c + 1]];
      for (int i = 0; i < sizes[c]; i++) {
        for (int j = 0; j < sizes[c + 1]; j++) {
          weights[c][i][j] = parameters[at++];
        }
      }
    }
    for (int l = 0; l < sizes.length; l++) {
      biases[l] = new double[sizes[l]];
      biasVelocity[l] = new double[sizes[l]];
      activity[l] = new double[sizes[l]];
      this.offsets[l] = new double[sizes[l]];
      for (int i = 0; i < sizes[l]; i++) {
        biases[l][i] = parameters[at++];
        activity[l][i] = target;
      }
    }
    moveOffsets(offsets);
  }

  /** Other offsets, and the biases with which the distribution stays what it is. */
  private void moveOffsets(double[][] to) {
    for (int c = 0; c < weights.length; c++) {
      for (int i = 0; i < sizes[c]; i++) {
        for (int j = 0; j < sizes[c + 1]; j++) {
          biases[c][i] += weights[c][i][j] * (to[c + 1][j] - offsets[c + 1][j]);
          biases[c + 1][j] += weights[c][i][j] * (to[c][i] - offsets[c][i]);
        }
      }
    }
    for (int l = 0; l < sizes.length; l++) {
      offsets[l] = to[l].clone();
    }
  }

  /** The ordinary machine with the same distribution, in the usual layout. */
  double[] ordinary() {
    double[][] plain = new double[sizes.length][];
    for (int l = 0; l < sizes.length; l++) {
      plain[l] = biases[l].clone();
    }
    int size = 0;
    for (int c = 0; c < weights.length; c++) {
      for (int i = 0; i < sizes[c]; i++) {
        for (int j = 0; j < sizes[c + 1]; j++, size++) {
          plain[c][i] -= weights[c][i][j] * offsets[c + 1][j];
          plain[c + 1][j] -= weights[c][i][j] * offsets[c][i];
        }
      }
    }
    for (int units : sizes) {
      size += units;
    }
    double[] parameters = new double[size];
    int at = 0;
    for (double[][] connection : weights) {
      for (double[] row : connection) {
        for (double w : row) {
          parameters[at++] = w;
        }
      }
    }
    for (double[] layer : plain) {
      for (double b : layer) {
        parameters[at++] = b;
      }
    }
    return parameters;
  }

  private int states() {
    int bits = 0;
    for (int units : sizes) {
      bits += units;
    }
    return 1 << bits;
  }

  /** Units of all layers in joint state n, less their offsets. */
  private double[][] centred(int n) {
    double[][] states = new double[sizes.length][];
    int shift = 0;
    for (int l = 0; l < sizes.length; l++) {
      states[l] = new double[sizes[l]];
      for (int i = 0; i < sizes[l]; i++) {
        states[l][i] = (n >> shift++ & 1) - offsets[l][i];
      }
    }
    return states;
  }

  private double[] probabilities() {
    double[] p = new double[states()];
    double sum = 0;
    for (int n = 0; n < p.length; n++) {
      double[][] s = centred(n);
      double minusEnergy = 0;
      for (int l = 0; l < sizes.length; l++) {
        for (int i = 0; i < sizes[l]; i++) {
          minusEnergy += s[l][i] * biases[l][i];
          for (int j = 0; l + 1 < sizes.length && j < sizes[l + 1]; j++) {
            minusEnergy += s[l][i] * weights[l][i][j] * s[l + 1][j];
          }
        }
      }
      p[n] = Math.exp(minusEnergy);
      sum += p[n];
    }
    for (int n = 0; n < p.length; n++) {
      p[n] /= sum;
    }
    return p;
  }

  /** Joint probabilities with a given distribution of the visible layer. */
  private double[] clamped(double[] visible) {
    double[] joint = probabilities();
    double[] marginal = new double[visible.length];
    for (int n = 0; n < joint.length; n++) {
      marginal[n % visible.length] += joint[n];
    }
    for (int n = 0; n < joint.length; n++) {
      joint[n] *= visible[n % visible.length] / marginal[n % visible.length];
    }
    return joint;
  }

  private double[][] means(double[] joint) {
    double[][] means = new double[sizes.length][];
    for (int l = 0; l < sizes.length; l++) {
      means[l] = offsets[l].clone();
    }
    for (int n = 0; n < joint.length; n++) {
      double[][] s = centred(n);
      for (int l = 0; l < sizes.length; l++) {
        for (int i = 0; i < sizes[l]; i++) {
          means[l][i] += joint[n] * s[l][i];
        }
      }
    }
    return means;
  }

  /** One step of gradient ascent in the exact log-likelihood of a visible distribution. */
  void step(double[] visible, Rules rules) {
    double[][] onData = means(clamped(visible));
    double[][] to = new double[sizes.length][];
    for (int l = 0; l < sizes.length; l++) {
      to[l] = offsets[l].clone();
      for (int i = 0; i < sizes[l]; i++) {
        double rate = l == 0 ? 1 : rules.offsetRate();
        to[l][i] += rate * (onData[l][i] - offsets[l][i]);
      }
    }
    moveOffsets(to);
    double[][][] weightGradient = new double[weights.length][][];
    double[][] biasGradient = new double[sizes.length][];
    addPhase(clamped(visible), probabilities(), weightGradient, biasGradient);
    addPenalties(rules.penalty(), onData, weightGradient, biasGradient);
    clip(rules.penalty().clip(), weightGradient, biasGradient);
    for (int l = 0; l < sizes.length; l++) {
      for (int i = 0; i < sizes[l]; i++) {
        biasVelocity[l][i] =
            rules.momentum() * biasVelocity[l][i] + rules.rate() * biasGradient[l][i];
        biases[l][i] += biasVelocity[l][i];
        for (int j = 0; l + 1 < sizes.length && j < sizes[l + 1]; j++) {
          velocity[l][i][j] =
              rules.momentum() * velocity[l][i][j] + rules.rate() * weightGradient[l][i][j];
          weights[l][i][j] += velocity[l][i][j];
        }
      }
    }
    shorten(rules.penalty().maxNorm());
  }

  private void addPhase(
      double[] data, double[] model, double[][][] weightGradient, double[][] biasGradient) {
    for (int l = 0; l < sizes.length; l++) {
      biasGradient[l] = new double[sizes[l]];
      if (l < weights.length) {
        weightGradient[l] = new double[sizes[l]][sizes[l + 1]];
      }
    }
    for (int n = 0; n < data.length; n++) {
      double[][] s = centred(n);
      double weight = data[n] - model[n];
      for (int l = 0; l < sizes.length; l++) {
        for (int i = 0; i < sizes[l]; i++) {
          biasGradient[l][i] += weight * s[l][i];
          for (int j = 0; l + 1 < sizes.length && j < sizes[l + 1]; j++) {
            weightGradient[l][i][j] += weight * s[l][i] * s[l + 1][j];
          }
        }
      }
    }
  }

  private void addPenalties(
      Penalties penalty, double[][] onData, double[][][] weightGradient, double[][] biasGradient) {
    for (int l = 1; l < sizes.length; l++) {
      for (int j = 0; j < sizes[l]; j++) {
        activity[l][j] = 0.95 * activity[l][j] + 0.05 * onData[l][j];
        double pull = penalty.sparsityCost() * (penalty.sparsityTarget() - activity[l][j]);
        biasGradient[l][j] += pull;
        for (int i = 0; i < sizes[l - 1]; i++) {
          double w = weights[l - 1][i][j];
          weightGradient[l - 1][i][j] +=
              pull * (onData[l - 1][i] - offsets[l - 1][i])
                  - penalty.l1() * Math.signum(w)
                  - penalty.l2() * w;
        }
      }
    }
  }

  private static void clip(double longest, double[][][] weightGradient, double[][] biasGradient) {
    double square = 0;
    for (double[][] connection : weightGradient) {
      for (double[] row : connection) {
        for (double g : row) {
          square += g * g;
        }
      }
    }
    for (double[] layer : biasGradient) {
      for (double g : layer) {
        square += g * g;
      }
    }
    if (longest == 0 || Math.sqrt(square) <= longest) {
      return;
    }
    double factor = longest / Math.sqrt(square);
    for (double[][] connection : weightGradient) {
      for (double[] row : connection) {
        for (int j = 0; j < row.length; j++) {
          row[j] *= factor;
        }
      }
    }
    for (double[] layer : biasGradient) {
      for (int i = 0; i < layer.length; i++) {
        layer[i] *= factor;
      }
    }
  }

  private void shorten(double bound) {
    for (double[][] connection : weights) {
      for (int j = 0; bound > 0 && j < connection[0].length; j++) {
        double square = 0;
        for (double[] row : connection) {
          square += row[j] * row[j];
        }
        for (double[] row : connection) {
          row[j] *= Math.min(1, bound / Math.sqrt(square));
        }
      }
    }
  }
}
