/**
 * Generative adversarial networks: what they are, and a lane's share of a training step. Knows
 * nothing of Spark.
 *
 * <p>Start with {@link io.boltzspark.adversarial.AdversarialNetworks} (the two networks and the
 * layout of their parameters) and {@link io.boltzspark.adversarial.AdversarialProgram}, whose lanes
 * ({@code AdversarialLane}) compute the losses and their gradients. After training, {@link
 * io.boltzspark.adversarial.Generator} makes images from {@link
 * io.boltzspark.adversarial.NoiseRows}; {@link io.boltzspark.adversarial.LatentPath} leads from one
 * noise to another.
 *
 * <p>Every lane normalises its generated images by their own mean and variance, as devices do in
 * data-parallel training elsewhere; so the number of lanes decides what is computed, and not only
 * how it is rounded. Random numbers are keyed by seed, step and lane: noise and dropout masks
 * apart.
 */
package io.boltzspark.adversarial;
