/**
 * {@code boltz sample}: draws from a trained machine by chains. {@code SampleStart} sets where they
 * start: at noise, at data, at images of a class, or where the chains of training ended; {@code
 * ClampText} which units they hold. {@link io.boltzspark.jobs.sample.SampleAction} makes pictures
 * of them, {@code SampleDataAction} data. {@link io.boltzspark.jobs.sample.GenerateAction} is the
 * job for generative adversarial networks.
 */
package io.boltzspark.jobs.sample;
