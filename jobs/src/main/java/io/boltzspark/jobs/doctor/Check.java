package io.boltzspark.jobs.doctor;

/** Looks at one thing of the environment, without changing it. */
interface Check {

  /** What was found; a check that cannot look says so in its finding instead of throwing. */
  Finding run();
}
