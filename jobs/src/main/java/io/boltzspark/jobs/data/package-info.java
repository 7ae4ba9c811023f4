/**
 * The data that a trained model is used on: {@link io.boltzspark.jobs.data.ChosenData}, which reads
 * the data of training as training did.
 */
package io.boltzspark.jobs.data;
