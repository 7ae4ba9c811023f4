/**
 * Training of classifiers of images on Spark: the driver's part that the loop of {@code
 * engine.training} needs. Start with {@link
 * io.boltzspark.engine.classification.ClassifierTraining}.
 */
package io.boltzspark.engine.classification;
