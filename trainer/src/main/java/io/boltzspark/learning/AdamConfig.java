package io.boltzspark.learning;

import java.io.Serializable;

/**
 * Adam's constants (Kingma and Ba 2015, algorithm 1).
 *
 * @param learningRate alpha
 * @param beta1 decay of the first moment, in [0, 1)
 * @param beta2 decay of the second moment, in [0, 1)
 * @param epsilon added to the root of the second moment
 */
public record AdamConfig(double learningRate, double beta1, double beta2, double epsilon)
    implements Serializable {}
