/**
 * {@code boltz doctor}: what this environment has, and the remedy for what it lacks. A {@link
 * io.boltzspark.jobs.doctor.Check} looks at one thing and returns a {@link
 * io.boltzspark.jobs.doctor.Finding}; {@link io.boltzspark.jobs.doctor.Doctor} runs them all and
 * makes a {@link io.boltzspark.jobs.doctor.Diagnosis}.
 */
package io.boltzspark.jobs.doctor;
