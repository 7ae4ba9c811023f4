/**
 * {@code boltz submit}: hands a command over to {@code spark-submit}. {@link
 * io.boltzspark.jobs.submit.Submission} is the call that is right for a {@link
 * io.boltzspark.jobs.submit.Profile}, {@link io.boltzspark.jobs.submit.ShellText} writes it for a
 * shell, and {@link io.boltzspark.jobs.submit.SubmitProcess} makes it. Nothing here opens a Spark
 * session.
 */
package io.boltzspark.jobs.submit;
