/**
 * How a program spreads over Spark. The packages below {@code engine} are the only ones of the
 * trainer that import Spark; this one knows what a step is, and nothing of what is trained.
 *
 * <p>Start with {@link io.boltzspark.engine.Session}, on the driver: it waits for slots, deals the
 * training rows out to lanes ({@code DistributedRows}) and gives each stage of a training an {@link
 * io.boltzspark.engine.Engine}, which makes steps of a {@link io.boltzspark.engine.TrainingJob}.
 * There are two engines, and both give the same bytes:
 *
 * <ul>
 *   <li>{@code RoundsEngine}, the default: one barrier stage runs a whole <em>round</em>, which is
 *       an epoch or the steps up to the next checkpoint. Its tasks ({@code RoundTask}, on
 *       executors) stay alive and, at every step, send their statistics to the driver ({@code
 *       RoundCoordinator}) and get the new parameters back, through {@code Exchange}.
 *   <li>{@code JobsEngine}, the reference: one ordinary Spark job a step, with stateless tasks.
 * </ul>
 *
 * <p>A <em>lane</em> is a fixed logical slice of every step (see {@link
 * io.boltzspark.learning.Lanes}); a task holds consecutive lanes, on a cluster those of a whole
 * executor ({@code TaskLayout}). {@code TaskLanes} computes them on the task's threads, a {@code
 * LaneGroup} each, in either engine, and {@code LaneWorker} is a lane at work: it finds the rows
 * and leaves the rest to the {@link io.boltzspark.learning.LaneStep} of the program.
 *
 * <p><b>When an executor dies</b>, Spark gives a barrier stage up. {@code RoundsEngine} then puts
 * the learner back to the round's start, waits for slots ({@code Slots}), and submits the round
 * again: the same steps from the same state are the same bytes. Who does not answer in time is
 * replaced. {@code JobsEngine} leaves lost tasks to Spark.
 *
 * <p>The rooms around this one:
 *
 * <ul>
 *   <li>{@code engine.data}: rows to train on, from prepared data or any Parquet;
 *   <li>{@code engine.training}: the loop over rounds, with checkpoints, monitors and early
 *       stopping;
 *   <li>{@code engine.boltzmann}: the trainings of Boltzmann machines and of the softmax
 *       classifier;
 *   <li>{@code engine.inference}: trained machines at work on many rows or chains;
 *   <li>{@code engine.benchmark}: how long steps and annealing take beside their matrix products.
 * </ul>
 *
 * <p>Spark's UI shows what each job is for ({@link io.boltzspark.spark.JobGroup}), and {@link
 * io.boltzspark.engine.TaskWork} what the tasks of a process have computed.
 *
 * <p>The exchange listens on no port of its own and has no protection of its own: it is an endpoint
 * of Spark's RPC, so {@code spark.authenticate} decides who reaches it, and {@code
 * spark.network.crypto.enabled} (or {@code spark.ssl.rpc.enabled}) whether it can be overheard. Who
 * has the secret is trusted to be a task, but what does not fit the round is refused all the same
 * ({@code RoundCoordinator}).
 *
 * <p>Three choices rest on measurements ({@code boltz benchmark}, 2 cores with AVX-512, JDK 17; a
 * step as a multiple of its matrix products alone):
 *
 * <ul>
 *   <li>Two lanes by default. Each lane multiplies by itself, so that its bytes do not depend on
 *       who holds it, and OpenBLAS packs the weights anew for each product: with 25 rows a lane it
 *       reaches 116 GFLOP/s, with 50 rows 162. At B = 100 and k = 10, 784-500, four lanes take 1.55
 *       times the products and two take 1.15; at B = 1000 they are equal. So more lanes want larger
 *       minibatches.
 *   <li>Within one process, tasks call the coordinator on their own threads instead of going
 *       through RPC: 784-500 at B = 100 and k = 1 went from 1.36 to 1.19 with two lanes. The
 *       driver's thread of its own, which keeps heartbeats prompt, is needed only where messages
 *       come over the network.
 *   <li>On a cluster a task takes a whole executor, so that it sends one message a step: for the
 *       same machine the exchange with one process of two cores took 5.7 ms, with two of one core
 *       10.6 ms ({@code boltz benchmark --suite scale}).
 * </ul>
 */
package io.boltzspark.engine;
