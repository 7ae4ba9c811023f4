/**
 * Training of generative adversarial networks on Spark: the driver's part that the loop of {@code
 * engine.training} needs. Start with {@link io.boltzspark.engine.adversarial.AdversarialTraining},
 * which checks that the networks fit the data and creates the one stage.
 */
package io.boltzspark.engine.adversarial;
