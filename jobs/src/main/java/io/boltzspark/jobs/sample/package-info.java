/**
 * {@code boltz sample}: chains from a trained machine, as a picture. {@link
 * io.boltzspark.jobs.sample.SampleAction} is the job, {@code SampleStart} knows where chains start:
 * at noise, at data, at images of a class, or where training left them.
 */
package io.boltzspark.jobs.sample;
