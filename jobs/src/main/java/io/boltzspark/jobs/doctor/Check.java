package io.boltzspark.jobs.doctor;

/** Checks one aspect of the environment without changing it. */
interface Check {

  /**
   * Returns the finding; a check that cannot be done says so in its finding instead of throwing.
   */
  Finding run();
}
