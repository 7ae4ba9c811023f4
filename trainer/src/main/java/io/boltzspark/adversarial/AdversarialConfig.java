package io.boltzspark.adversarial;

import io.boltzspark.learning.LearningConfig;
import io.boltzspark.learning.OptimizerConfig;
import io.boltzspark.network.LayerSpec;
import java.io.Serializable;
import java.util.List;

/**
 * How a generative adversarial network is trained.
 *
 * @param learning settings of any program
 * @param noise number of normal numbers from which an image is generated
 * @param labels number of classes that both networks are given; 0: none
 * @param generator its layers, from noise to an image
 * @param discriminator its layers, from an image to a logit
 * @param generatorRate learning rate of the generator; 0: that of the optimiser
 * @param discriminatorRate learning rate of the discriminator; 0: that of the optimiser
 * @param update which networks a step moves
 */
public record AdversarialConfig(
    LearningConfig learning,
    int noise,
    int labels,
    List<LayerSpec> generator,
    List<LayerSpec> discriminator,
    double generatorRate,
    double discriminatorRate,
    Update update)
    implements Serializable {

  public AdversarialConfig {
    generator = List.copyOf(generator);
    discriminator = List.copyOf(discriminator);
  }

  /** Which networks a step moves. */
  public enum Update {
    /** Both, from gradients at the same parameters. */
    TOGETHER,
    /** The discriminator in even steps, the generator in odd ones. */
    ALTERNATING
  }

  OptimizerConfig generatorOptimizer() {
    return at(generatorRate);
  }

  OptimizerConfig discriminatorOptimizer() {
    return at(discriminatorRate);
  }

  private OptimizerConfig at(double rate) {
    return rate == 0 ? learning.optimizer() : learning.optimizer().withLearningRate(rate);
  }
}
