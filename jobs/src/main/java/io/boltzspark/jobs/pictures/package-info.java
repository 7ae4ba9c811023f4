/**
 * Commands that look at data and models through pictures: {@code look}, {@code filters}, {@code
 * reconstruct}, {@code denoise} and {@code inpaint}, an action each. The pictures themselves are
 * made by {@link io.boltzspark.jobs.images}.
 *
 * <p>{@code ComparedModels} is what the last three have in common: several models, the same rows,
 * and what each makes of them ({@link io.boltzspark.jobs.pictures.ComparisonRequest}, {@link
 * io.boltzspark.jobs.pictures.RestorationResult}).
 */
package io.boltzspark.jobs.pictures;
