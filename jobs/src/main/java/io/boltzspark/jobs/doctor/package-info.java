/**
 * {@code boltz doctor}: checks the environment and suggests remedies. A {@link
 * io.boltzspark.jobs.doctor.Check} checks one aspect and returns a {@link
 * io.boltzspark.jobs.doctor.Finding}; {@link io.boltzspark.jobs.doctor.Doctor} runs them all and
 * returns a {@link io.boltzspark.jobs.doctor.Diagnosis}.
 */
package io.boltzspark.jobs.doctor;
