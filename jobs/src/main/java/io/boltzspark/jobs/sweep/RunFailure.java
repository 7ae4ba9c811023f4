package io.boltzspark.jobs.sweep;

import io.boltzspark.errors.ExitCode;

/**
 * Why a run of a sweep failed.
 *
 * @param exitCode the exit code that the run alone would have had
 * @param message for the user, one line
 */
public record RunFailure(ExitCode exitCode, String message) {}
