/**
 * The registry of retraining on disk, and {@code boltz models} ({@link
 * io.boltzspark.jobs.retrain.registry.ModelsAction}), the commands on it. For the layout, see
 * {@link io.boltzspark.jobs.retrain}.
 *
 * <ul>
 *   <li>{@link io.boltzspark.jobs.retrain.registry.Registry} is the entry point. Its models are
 *       {@link io.boltzspark.jobs.retrain.registry.Versions}; the champions are in {@link
 *       io.boltzspark.jobs.retrain.registry.Promotions}, the consumed data in {@link
 *       io.boltzspark.jobs.retrain.registry.Watermark}: both are a {@link
 *       io.boltzspark.jobs.retrain.registry.Journal}.
 *   <li>{@link io.boltzspark.jobs.retrain.registry.RunFolder} has the files of a run, stage by
 *       {@link io.boltzspark.jobs.retrain.registry.Stage}.
 *   <li>{@link io.boltzspark.jobs.retrain.registry.Names} keeps every name within the registry.
 * </ul>
 */
package io.boltzspark.jobs.retrain.registry;
