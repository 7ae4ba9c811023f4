package io.boltzspark.engine;

import io.boltzspark.engine.Messages.Header;
import io.boltzspark.engine.Messages.RoundId;
import io.boltzspark.engine.TaskLanes.Place;
import io.boltzspark.learning.StepStatistics;
import io.boltzspark.math.Blas;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import org.apache.spark.SparkEnv;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.LongAccumulator;
import scala.collection.Iterator;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.AbstractFunction1;

/**
 * One task of a round, on an executor: says hello, receives parameters, then sends statistics and
 * receives parameters until the driver ends the round, and returns the states of its lanes.
 */
final class RoundTask extends AbstractFunction1<Iterator<RowBlock>, Iterator<byte[]>>
    implements Serializable {
  private static final long serialVersionUID = 1;

  private final Broadcast<TrainingJob> job;
  private final RoundId round;
  private final String exchange;
  private final Duration timeout;
  private final int tasks;
  private final byte[] states;
  private final LongAccumulator products;
  private final LongAccumulator sampling;

  /**
   * @param job the job with the weights of earlier stages, which are too large to send with each
   *     round's tasks
   * @param exchange the name of the driver's endpoint
   * @param states the states of all lanes at the round's start
   * @param times receives the task's time in products and in sampling, in nanoseconds
   */
  RoundTask(
      Broadcast<TrainingJob> job,
      RoundId round,
      String exchange,
      Duration timeout,
      int tasks,
      byte[] states,
      StepTimes times) {
    this.job = job;
    this.round = round;
    this.exchange = exchange;
    this.timeout = timeout;
    this.tasks = tasks;
    this.states = states;
    this.products = times.products();
    this.sampling = times.sampling();
  }

  @Override
  public Iterator<byte[]> apply(Iterator<RowBlock> rows) {
    return CollectionConverters.asScala(List.of(run(CollectionConverters.asJava(rows))).iterator());
  }

  private byte[] run(java.util.Iterator<RowBlock> rows) {
    Place place = Place.ofThisTask(tasks);
    TaskLanes lanes = TaskLanes.of(job.value(), place, rows);
    // A task of an abandoned attempt may still be running and share these buffers.
    synchronized (lanes) {
      return run(place.task(), lanes);
    }
  }

  private byte[] run(int task, TaskLanes lanes) {
    lanes.setStates(states);
    boolean sameProcess = Exchange.isLocal(exchange);
    int parameters = job.value().program().received();
    int statistics = job.value().program().statistics();
    float[] received = sameProcess ? null : new float[parameters];
    byte[][] buffers = null;
    long computedBefore = lanes.computingNanos();
    long productsBefore = lanes.productNanos();
    Exchange.Client driver = Exchange.connect(exchange, timeout);
    Object[] answer = driver.ask(hello(task, sameProcess), "all tasks of the round to start");
    while (true) {
      Header header = Messages.headerOf(answer);
      if (header.kind() == Messages.END) {
        long multiplying = lanes.productNanos() - productsBefore;
        products.add(multiplying);
        sampling.add(lanes.computingNanos() - computedBefore - multiplying);
        return lanes.states();
      }
      float[] current = Messages.unpack(answer[1], parameters, received);
      List<StepStatistics> parts = lanes.compute(current, header.step());
      if (buffers == null) {
        buffers = sameProcess ? new byte[parts.size()][] : new byte[parts.size()][statistics * 4];
      }
      Object[] message = new Object[1 + parts.size()];
      message[0] = Messages.header(Messages.STATISTICS, round, header.step(), task);
      for (int i = 0; i < parts.size(); i++) {
        message[1 + i] = Messages.pack(parts.get(i).sums(), sameProcess, buffers[i]);
      }
      answer = driver.ask(message, "the parameters after step " + header.step());
    }
  }

  private Object[] hello(int task, boolean sameProcess) {
    return new Object[] {
      Messages.header(Messages.HELLO, round, 0, task),
      Blas.info().kernel(),
      SparkEnv.get().executorId() + " on " + SparkEnv.get().rpcEnv().address(),
      sameProcess
    };
  }
}
