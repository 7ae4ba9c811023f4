/**
 * How training spreads over Spark: the only package of the trainer that imports it.
 *
 * <p>Start with {@link io.boltzspark.engine.training.TrainingLoop}, which runs on the driver and
 * makes one stage after another (most trainings have one). A stage is a {@code StageRun}: it owns
 * epochs, checkpoints ({@code TrainingState}), monitors ({@code StageMonitors}), samples to look at
 * ({@code StageSamples}) and early stopping ({@code StoppingValue} and {@code BestModel}), and
 * writes to the run directory through {@code RunLog}. Steps are made by an {@link
 * io.boltzspark.engine.Engine}. There are two, and both give the same bytes:
 *
 * <ul>
 *   <li>{@link io.boltzspark.engine.RoundsEngine}, the default: one barrier stage runs a whole
 *       <em>round</em>, which is an epoch or the steps up to the next checkpoint. Its tasks ({@link
 *       io.boltzspark.engine.RoundTask}, on executors) stay alive and, at every step, send their
 *       statistics to the driver ({@link io.boltzspark.engine.RoundCoordinator}) and get the new
 *       parameters back, through {@link io.boltzspark.engine.Exchange}.
 *   <li>{@link io.boltzspark.engine.JobsEngine}, the reference: one ordinary Spark job a step, with
 *       stateless tasks.
 * </ul>
 *
 * <p>A <em>lane</em> is a fixed logical slice of every step (see {@link
 * io.boltzspark.learning.Lanes}); a task holds consecutive lanes, on a cluster those of a whole
 * executor ({@code TaskLayout}). {@code TaskLanes} computes them on the task's threads, a {@code
 * LaneGroup} each, in either engine, and {@link io.boltzspark.engine.LaneWorker} is a lane at work.
 * {@link io.boltzspark.engine.data.TrainingData} brings each lane its rows as bytes, {@code
 * VisibleRows} makes visible states of them (draws, standardisation, labels), {@code DataFit}
 * refuses data that a machine cannot have as its visible states, and {@code FirstRows} are what the
 * driver looks at.
 *
 * <p>Trained machines are at work in jobs of their own, in slices of a fixed size: {@link
 * io.boltzspark.engine.inference.SamplingJob} draws from them, as its {@link
 * io.boltzspark.engine.inference.SamplingPlan} says, {@link
 * io.boltzspark.engine.inference.ClassificationJob} lets them assign labels, {@link
 * io.boltzspark.engine.inference.EvaluationRows} and {@link
 * io.boltzspark.engine.inference.EvaluationJob} say how good they are, {@link
 * io.boltzspark.engine.inference.NeighbourJob} whether samples can be told from data. {@link
 * io.boltzspark.engine.inference.ModelTables} writes what they make of rows, and {@link
 * io.boltzspark.engine.training.SoftmaxClassifierJob} trains a classifier on that, in the same
 * engine.
 *
 * <p>Who watches from outside hears of steps through {@link
 * io.boltzspark.engine.training.TrainingObserver}, sees in Spark's UI what each job is for ({@link
 * io.boltzspark.spark.JobGroup}), and reads what the tasks of a process have computed from {@link
 * io.boltzspark.engine.TaskWork}.
 *
 * <p>The exchange listens on no port of its own and has no protection of its own: it is an endpoint
 * of Spark's RPC, so {@code spark.authenticate} decides who reaches it, and {@code
 * spark.network.crypto.enabled} (or {@code spark.ssl.rpc.enabled}) whether it can be overheard. Who
 * has the secret is trusted to be a task, but what does not fit the round is refused all the same
 * ({@link io.boltzspark.engine.RoundCoordinator}).
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
