package io.boltzspark.jobs.latent;

import io.boltzspark.adversarial.AdversarialNetworks;
import io.boltzspark.adversarial.NoiseRows;
import java.util.List;

/**
 * One picture of a walk through the latent space: images from noise whose mean runs over the
 * coordinates.
 *
 * @param name of the picture's file, without its ending
 * @param images in it, a square number
 * @param means the mean runs from minus this to this, from the first coordinate to the last
 * @param deviation of every coordinate
 */
record LatentWalk(String name, int images, double means, double deviation) {

  /** The pictures of a walk, and what is looked for in each. */
  static final List<LatentWalk> ALL =
      List.of(
          new LatentWalk("walk", 100, 1, 1),
          new LatentWalk("means-5", 225, 5, 1),
          new LatentWalk("means-minus-5", 225, -5, 1),
          new LatentWalk("deviation-5", 225, 1, 5),
          new LatentWalk("deviation-10", 400, 1, 10));

  NoiseRows noise(AdversarialNetworks networks, long seed) {
    return NoiseRows.normal(networks, seed, images).around(means, deviation);
  }

  int columns() {
    return (int) Math.round(Math.sqrt(images));
  }

  /** One line for people. */
  String meaning() {
    return "%d images, mean from %s to %s over the coordinates, deviation %s"
        .formatted(images, text(-means), text(means), text(deviation));
  }

  private static String text(double number) {
    return String.valueOf((int) number);
  }
}
