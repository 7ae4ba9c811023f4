/**
 * Runs a program on Spark. This package and those below it are the only ones of the trainer that
 * import Spark; this one knows what a step is, but not what is trained.
 *
 * <p>Start with {@link io.boltzspark.engine.Session}, on the driver: it waits for slots,
 * distributes the training rows to lanes ({@code DistributedRows}) and gives each stage of a
 * training an {@link io.boltzspark.engine.Engine}, which makes the steps of a {@link
 * io.boltzspark.engine.TrainingJob}. Two engines give the same bytes:
 *
 * <ul>
 *   <li>{@code RoundsEngine}, the default: one barrier stage runs a whole <em>round</em>, which is
 *       an epoch or the steps up to the next checkpoint. Its tasks ({@code RoundTask}, on
 *       executors) stay alive and, at every step, send their statistics to the driver ({@code
 *       RoundCoordinator}) and get the new parameters back, through {@code Exchange}.
 *   <li>{@code JobsEngine}, the reference: one ordinary Spark job per step, with stateless tasks.
 * </ul>
 *
 * <p>A <em>lane</em> is a fixed logical slice of every step (see {@link
 * io.boltzspark.learning.Lanes}); a task holds consecutive lanes, on a cluster those of a whole
 * executor ({@code TaskLayout}). In either engine {@code TaskLanes} computes them on the task's
 * threads, with a {@code LaneGroup} each; {@code LaneWorker} computes a single lane: it looks up
 * the rows and leaves the rest to the {@link io.boltzspark.learning.LaneStep} of the program.
 *
 * <p>With local steps the program is one of {@code learning.local}: what an engine takes for a step
 * is a group of steps that each lane makes by itself, parameters are the learner's state, and
 * statistics the states that lanes reached. Engines differ in nothing else.
 *
 * <p><b>When an executor dies</b>, Spark fails its barrier stage. {@code RoundsEngine} then resets
 * the learner to the round's start, waits for slots ({@code Slots}), and resubmits the round: the
 * same steps from the same state give the same bytes. Executors that do not answer in time are
 * replaced. {@code JobsEngine} leaves lost tasks to Spark, and repeats the step where Spark gives
 * up.
 *
 * <p>The packages below this one:
 *
 * <ul>
 *   <li>{@code engine.data}: training rows, from prepared data or any Parquet;
 *   <li>{@code engine.training}: the loop over rounds, with checkpoints, monitors and early
 *       stopping;
 *   <li>{@code engine.boltzmann}: training of Boltzmann machines and of the softmax classifier;
 *   <li>{@code engine.inference}: use of trained machines on many rows or chains;
 *   <li>{@code engine.benchmark}: times of steps and annealing relative to their matrix products.
 * </ul>
 *
 * <p>Spark's UI shows the purpose of each job ({@link io.boltzspark.spark.JobGroup}), and {@link
 * io.boltzspark.engine.TaskWork} counts the work of a process's tasks.
 *
 * <p>The exchange has neither its own port nor its own protection: it is an endpoint of Spark's
 * RPC, so {@code spark.authenticate} decides who can reach it, and {@code
 * spark.network.crypto.enabled} (or {@code spark.ssl.rpc.enabled}) whether it can be eavesdropped
 * on. Holders of the secret are trusted to be tasks, but messages that do not fit the round are
 * still rejected ({@code RoundCoordinator}).
 *
 * <p>Three choices rest on measurements ({@code boltz benchmark}, 2 cores with AVX-512, JDK 17; a
 * step as a multiple of its matrix products alone):
 *
 * <ul>
 *   <li>Two lanes by default. Each lane has its own products, so that its bytes do not depend on
 *       which task holds it, and OpenBLAS packs the weights for each product: with 25 rows per lane
 *       it reaches 116 GFLOP/s, with 50 rows 162. At B = 100 and k = 10, 784-500, four lanes take
 *       1.55 times the products and two take 1.15; at B = 1000 they are equal. So more lanes call
 *       for larger minibatches.
 *   <li>Within one process, tasks call the coordinator on their own threads instead of through RPC:
 *       784-500 at B = 100 and k = 1 went from 1.36 to 1.19 with two lanes. The driver's dedicated
 *       thread, which keeps heartbeats prompt, is needed only for messages from the network.
 *   <li>On a cluster a task takes a whole executor, so that it sends one message per step: for the
 *       same machine the exchange with one process of two cores took 5.7 ms, with two processes of
 *       one core 10.6 ms ({@code boltz benchmark --suite scale}).
 * </ul>
 */
package io.boltzspark.engine;
