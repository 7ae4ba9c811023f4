/**
 * {@code boltz submit}: passes a command to {@code spark-submit}. {@link
 * io.boltzspark.jobs.submit.Submission} is the call for a {@link
 * io.boltzspark.jobs.submit.Profile}, {@link io.boltzspark.jobs.submit.ShellText} writes it as
 * shell text, and {@link io.boltzspark.jobs.submit.SubmitProcess} runs it. Nothing here opens a
 * Spark session.
 */
package io.boltzspark.jobs.submit;
