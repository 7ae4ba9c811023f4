/**
 * Classifiers of images: networks with one logit for each class, trained on labels. Knows nothing
 * of Spark. Start with {@link io.boltzspark.classification.ClassifierProgram}, whose lanes ({@code
 * ClassifierLane}) compute the likelihood and its gradient; {@link
 * io.boltzspark.classification.Classifier} is the trained one.
 */
package io.boltzspark.classification;
