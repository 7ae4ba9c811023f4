/**
 * Commands that show data and models in pictures: {@code look}, {@code filters}, {@code pca},
 * {@code reconstruct}, {@code denoise} and {@code inpaint}, an action each. The pictures themselves
 * are made by {@link io.boltzspark.jobs.images}.
 *
 * <p>The last three share {@code ComparedModels}: several models and the rows to show them with
 * ({@link io.boltzspark.jobs.pictures.ComparisonRequest}, {@link
 * io.boltzspark.jobs.pictures.RestorationResult}). They also write the rows as data ({@code
 * RestoredOutput}, by {@link io.boltzspark.jobs.states}), for models of any units.
 */
package io.boltzspark.jobs.pictures;
