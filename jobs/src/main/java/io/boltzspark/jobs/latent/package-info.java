/**
 * {@code boltz latent}: pictures of the latent space of a generative adversarial network. Nothing
 * here uses Spark.
 *
 * <ul>
 *   <li>{@link io.boltzspark.jobs.latent.WalkAction} draws noise with other means and deviations
 *       than in training, as Hjorth-Jensen's lecture notes of April 2023 do ({@code LatentWalk} has
 *       the list of pictures).
 *   <li>{@link io.boltzspark.jobs.latent.PathAction} draws the way from one image to another; the
 *       ways are {@link io.boltzspark.adversarial.LatentPath}.
 * </ul>
 */
package io.boltzspark.jobs.latent;
