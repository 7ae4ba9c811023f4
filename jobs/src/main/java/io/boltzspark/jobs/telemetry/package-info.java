/**
 * How a training is watched from outside of the process: Spark's metrics, and MLflow. Both hear
 * what {@link io.boltzspark.engine.training.TrainingObserver} hears, and neither can change a byte
 * of a model or end a training.
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
 * (without a namespace, Spark puts the application's id in the place of {@code boltz}); Prometheus
 * sees {@code metrics_} before them, underscores for dots, and {@code _Value} or {@code _Count}
 * behind. On the driver, by {@link io.boltzspark.jobs.telemetry.TrainingMetrics}:
 *
 * <table>
 *   <caption>Metrics of the driver</caption>
 *   <tr><td>{@code steps}</td><td>a meter: steps made ({@code _Count}; those made again after a
 *       failure count again), and steps per second over the last 1, 5 and 15 minutes ({@code
 *       _OneMinuteRate}, ...)</td></tr>
 *   <tr><td>{@code step}, {@code total_steps}, {@code epoch}</td><td>where the training stands; an
 *       epoch under way counts in part</td></tr>
 *   <tr><td>{@code rounds}, {@code retries}</td><td>rounds ended; rounds (with {@code --engine
 *       jobs}, steps) that were submitted again</td></tr>
 *   <tr><td>{@code products_seconds}, {@code sampling_seconds}, {@code driver_seconds}, {@code
 *       exchange_seconds}</td><td>where the time of ended rounds went: matrix products and the rest
 *       of what tasks compute (the mean over tasks), the driver's steps, and the exchange, which
 *       includes waiting for the slowest task</td></tr>
 *   <tr><td>{@code step_exchange_milliseconds}</td><td>the exchange of a step, mean of the last
 *       round</td></tr>
 *   <tr><td>{@code reconstruction_error}, {@code pseudo_log_likelihood}, ...</td><td>the values of
 *       the last line of {@code metrics.jsonl} under their names there; NaN where there is
 *       none</td></tr>
 *   <tr><td>{@code log_likelihood_test_lower}, {@code _upper}, and of {@code train} and {@code
 *       valid}</td><td>what was last evaluated in this process, nats a row; both sides of the
 *       bracket</td></tr>
 * </table>
 *
 * <p>On executors {@code task_steps} and {@code task_computing_seconds}, by {@link
 * io.boltzspark.engine.TaskWork}: an executor whose ratio is larger than that of the others holds
 * them all up. They need a sink of the executors' own (Spark's UI serves the driver alone). Counts
 * are those of the process. Where several runs of a sweep train at once, counts and seconds add up,
 * and the rest shows whichever run spoke last.
 *
 * <h2>MLflow</h2>
 *
 * <p>{@link io.boltzspark.jobs.telemetry.MlflowObserver} sends settings, values and the model to a
 * tracking server, if the setting {@code mlflow.tracking-uri} names one, through {@code
 * MlflowClient}. That speaks to MLflow's REST interface (version 2.0, the same in MLflow 1 to 3) by
 * the JDK's HTTP client: MLflow's own Java library is a jar of 8.6 MB that bundles other versions
 * of what Spark brings, for the five calls made here, and it leaves files to MLflow's command line,
 * which wants Python. Tokens and passwords come from MLflow's usual environment variables alone
 * ({@code MlflowCredentials}), so that no configuration can hold them.
 */
package io.boltzspark.jobs.telemetry;
