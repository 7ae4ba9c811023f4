/**
 * Monitoring of a training from outside the process: Spark's metrics and MLflow. Both use {@link
 * io.boltzspark.engine.training.TrainingObserver}, and neither can change a byte of a model or end
 * a training.
 *
 * <h2>Spark's metrics</h2>
 *
 * <p>{@link io.boltzspark.jobs.telemetry.MetricsPlugin} adds a source to Spark's metrics system, in
 * every session that the program opens. It costs nothing until a sink reads it: {@code
 * conf/metrics.properties} has one for Prometheus, which is served by Spark's UI,
 *
 * <pre>
 *   boltz train ... --conf spark.ui.enabled=true --conf spark.metrics.namespace=boltz
 *       --conf spark.metrics.conf=conf/metrics.properties
 *   curl http://localhost:4040/metrics/prometheus/
 * </pre>
 *
 * <p>Names begin with {@code boltz.driver.plugin.io.boltzspark.jobs.telemetry.MetricsPlugin.}
 * (without a namespace, Spark uses the application's id instead of {@code boltz}); for Prometheus
 * they have the prefix {@code metrics_}, underscores for dots, and the suffix {@code _Value} or
 * {@code _Count}. On the driver, by {@link io.boltzspark.jobs.telemetry.TrainingMetrics}:
 *
 * <table>
 *   <caption>Metrics of the driver</caption>
 *   <tr><td>{@code steps}</td><td>a meter: steps made ({@code _Count}; those made again after a
 *       failure count again), and steps per second over the last 1, 5 and 15 minutes ({@code
 *       _OneMinuteRate}, ...)</td></tr>
 *   <tr><td>{@code step}, {@code total_steps}, {@code epoch}</td><td>progress of the training; an unfinished epoch counts in part</td></tr>
 *   <tr><td>{@code rounds}, {@code retries}</td><td>completed rounds; rounds (with {@code --engine
 *       jobs}, steps) that were submitted again</td></tr>
 *   <tr><td>{@code products_seconds}, {@code sampling_seconds}, {@code driver_seconds}, {@code
 *       exchange_seconds}</td><td>the time spent in completed rounds: matrix products and the rest of the tasks' computing (means over tasks), the driver's steps, and the exchange, which includes waiting for the slowest task</td></tr>
 *   <tr><td>{@code step_exchange_milliseconds}</td><td>the exchange of a step, mean of the last
 *       round</td></tr>
 *   <tr><td>{@code reconstruction_error}, {@code pseudo_log_likelihood}, ...</td><td>the values of
 *       the last line of {@code metrics.jsonl} under their names there; NaN where there is
 *       none</td></tr>
 *   <tr><td>{@code log_likelihood_test_lower}, {@code _upper}, and of {@code train} and {@code
 *       valid}</td><td>the last evaluation in this process, in nats per row, of the data's values in their own units; both ends of the bracket, error bars included</td></tr>
 * </table>
 *
 * <p>On executors {@code task_steps} and {@code task_computing_seconds}, by {@link
 * io.boltzspark.engine.TaskWork}: an executor with a larger ratio than the others delays them all.
 * They need a sink on the executors (Spark's UI serves the driver only). Counts are per process.
 * Where several runs of a sweep train at once, counts and seconds are sums, and the other metrics
 * show the run that reported last.
 *
 * <h2>MLflow</h2>
 *
 * <p>{@link io.boltzspark.jobs.telemetry.MlflowObserver} sends settings, values and the model to a
 * tracking server, if the setting {@code mlflow.tracking-uri} names one, through {@code
 * MlflowClient}. That calls MLflow's REST interface (version 2.0, the same in MLflow 1 to 3) with
 * the JDK's HTTP client. MLflow's own Java library is not worth its cost for five calls: an 8.6 MB
 * jar that bundles other versions of Spark's dependencies, and it needs MLflow's Python command
 * line to upload files. Tokens and passwords come only from MLflow's usual environment variables
 * ({@code MlflowCredentials}), so that no configuration can hold them.
 */
package io.boltzspark.jobs.telemetry;
