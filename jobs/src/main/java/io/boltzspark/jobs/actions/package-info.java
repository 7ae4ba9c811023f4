/**
 * What actions share. An action is given a {@code SparkSession} (or, where no work is for Spark,
 * the way to files alone), a request and a {@link io.boltzspark.jobs.console.Progress}; it refuses
 * what cannot work before it starts, does the job in {@code execute()} and returns an immutable
 * {@link io.boltzspark.jobs.actions.ActionResult}.
 *
 * <p>{@code XAction} holds its {@code Request} and its {@code Result}. Where other classes take or
 * make them too, they lie beside it as {@code XRequest} and {@code XResult}. Commands fill in
 * requests, with values already checked one by one; what can only be judged by looking at files is
 * judged by the action.
 *
 * <p>{@link io.boltzspark.jobs.actions.Outputs} and {@link io.boltzspark.jobs.actions.UsableModel}
 * refuse, {@link io.boltzspark.jobs.actions.Parts} and {@link io.boltzspark.jobs.actions.ClassRows}
 * know parts and classes of data, {@link io.boltzspark.jobs.actions.PictureFiles} writes pictures,
 * {@link io.boltzspark.jobs.actions.KeptMeasures} reads what is kept of evaluations, {@link
 * io.boltzspark.jobs.actions.Sites} are the sites of a model of sequences and their letters.
 */
package io.boltzspark.jobs.actions;
