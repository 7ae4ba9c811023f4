package io.boltzspark.sampling;

import io.boltzspark.math.Matrix;
import io.boltzspark.math.RandomStream;
import java.io.Serializable;

/**
 * Chains at inverse temperatures that wander about 1, each on its own: hot ones leave a mode that
 * they would stay in, and cool down in another. An inverse temperature follows the autoregressive
 * gamma process of Gourieroux and Jasiak (2006), whose values have a gamma distribution with mean
 * 1.
 *
 * <p>With n = 1 / deviation^2 and c = (1 - momentum) / n, the next value given b is gamma
 * distributed with shape n + Poisson(momentum b / c) and scale c. That is c / 2 times a noncentral
 * chi-square number with 2 n degrees of freedom and noncentrality 2 momentum b / c, so also c / 2
 * ((z + sqrt(2 momentum b / c))^2 + 2 g), where z is normal and g gamma distributed with shape n -
 * 1/2, which is how it is drawn.
 *
 * <p>The states of such chains are not samples of the machine: their distribution is a mixture over
 * temperatures, which is wider. Learning from them has a bias.
 *
 * @param deviation standard deviation of an inverse temperature, in [0, 1]; 0: all stay at 1
 * @param momentum correlation of two successive ones, in [0, 1)
 */
public record DrivenTemperature(double deviation, double momentum) implements Serializable {
  private static final long serialVersionUID = 1;

  /** The smallest that a gamma draw is allowed to be, where logarithms and roots still work. */
  private static final float LEAST = 1e-6f;

  /** Chains that all stay at 1. */
  public static final DrivenTemperature NONE = new DrivenTemperature(0, 0.9);

  public DrivenTemperature {
    if (!(deviation >= 0 && deviation <= 1 && momentum >= 0 && momentum < 1)) {
      throw new IllegalArgumentException("deviation " + deviation + ", momentum " + momentum);
    }
  }

  /** Whether inverse temperatures are something other than 1. */
  public boolean moves() {
    return deviation > 0;
  }

  /** {@code betas := } draws of the distribution that the process keeps. */
  public void start(Matrix betas, RandomStream random) {
    double n = shape();
    for (int chain = 0; chain < betas.rows(); chain++) {
      betas.set(chain, 0, positive(gamma(n, random) / n));
    }
  }

  /** Replaces each inverse temperature by the one that follows it. */
  public void move(Matrix betas, RandomStream random) {
    double n = shape();
    double c = (1 - momentum) / n;
    for (int chain = 0; chain < betas.rows(); chain++) {
      double centre = StrictMath.sqrt(2 * momentum * betas.get(chain, 0) / c);
      double shifted = random.nextNormal() + centre;
      double next = c / 2 * (shifted * shifted + 2 * gamma(n - 0.5, random));
      betas.set(chain, 0, positive(next));
    }
  }

  private double shape() {
    return 1 / (deviation * deviation);
  }

  private static float positive(double beta) {
    return Math.max(LEAST, (float) beta);
  }

  /**
   * A gamma distributed number of scale 1, by the rejection of Marsaglia and Tsang (2000); a shape
   * below 1 takes one that is larger by 1 times a power of a uniform number, as they say.
   */
  private static double gamma(double shape, RandomStream random) {
    if (shape < 1) {
      double power = StrictMath.pow(random.nextUniform(), 1 / shape);
      return gamma(shape + 1, random) * power;
    }
    double d = shape - 1.0 / 3;
    double c = 1 / StrictMath.sqrt(9 * d);
    while (true) {
      double x = random.nextNormal();
      double root = 1 + c * x;
      if (root > 0) {
        double v = root * root * root;
        if (StrictMath.log(random.nextUniform()) < x * x / 2 + d - d * v + d * StrictMath.log(v)) {
          return d * v;
        }
      }
    }
  }
}
