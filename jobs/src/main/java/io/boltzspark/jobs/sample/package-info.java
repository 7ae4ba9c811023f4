/**
 * {@code boltz sample}: draws pictures by chains from a trained machine. {@link
 * io.boltzspark.jobs.sample.SampleAction} is the job, {@code SampleStart} sets where chains start:
 * at noise, at data, at images of a class, or where the chains of training ended. {@link
 * io.boltzspark.jobs.sample.GenerateAction} is the job for generative adversarial networks, {@code
 * SampleSequencesAction} that for sequences.
 */
package io.boltzspark.jobs.sample;
