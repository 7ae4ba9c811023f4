/**
 * The registry that retraining keeps, as it lies on disk, and {@code boltz models} ({@link
 * io.boltzspark.jobs.retrain.registry.ModelsAction}), which is what people do with it. The layout
 * is on the page of {@link io.boltzspark.jobs.retrain}.
 *
 * <ul>
 *   <li>{@link io.boltzspark.jobs.retrain.registry.Registry} is the whole. Its models are {@link
 *       io.boltzspark.jobs.retrain.registry.Versions}; who is champion is said by {@link
 *       io.boltzspark.jobs.retrain.registry.Promotions}, what was consumed by {@link
 *       io.boltzspark.jobs.retrain.registry.Watermark}: both are a {@link
 *       io.boltzspark.jobs.retrain.registry.Journal}.
 *   <li>{@link io.boltzspark.jobs.retrain.registry.RunFolder} is what a run leaves, stage by {@link
 *       io.boltzspark.jobs.retrain.registry.Stage}.
 *   <li>{@link io.boltzspark.jobs.retrain.registry.Names} lets no name lead out of the registry.
 * </ul>
 */
package io.boltzspark.jobs.retrain.registry;
