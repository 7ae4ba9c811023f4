package io.boltzspark.engine;

import io.boltzspark.engine.Messages.Header;
import io.boltzspark.engine.Messages.RoundId;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.learning.Learner;
import io.boltzspark.learning.StepStatistics;
import io.boltzspark.learning.SubtreeMerger;
import io.boltzspark.math.ParallelRanges;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The driver's side of one attempt at a round: gathers the statistics of all tasks for a step, lets
 * the learner make the step, and answers all tasks. Rejects messages that do not belong to this
 * attempt and step, without harm to the round, and numbers from the network that are not finite. A
 * task of this round with such numbers fails on the rejection, and the attempt ends as divergence.
 */
final class RoundCoordinator implements DriverEnd {
  private final TrainingJob job;
  private final RoundId round;
  private final Learner learner;
  private final long lastStep;
  private final int tasks;
  private final KernelCheck kernels;
  private final StepListener listener;
  private final ParallelRanges threads;
  private final int parameters;
  private final int statistics;

  private final Answer[] waiting;
  private final List<List<StepStatistics>> arrived;
  private final String[] executors;
  private final boolean[] remote;
  private final float[][][] unpacked; // task, subtree, number: of tasks in other processes
  private byte[] packedParameters;
  private boolean stepping; // all tasks have been sent parameters
  private int arrivals;
  private long lastProgress = System.nanoTime();
  private long driverNanos;
  private boolean refusedNotFinite;
  private RuntimeException failure;
  private List<Integer> silentTasks = List.of();

  /**
   * @param learner the learner, at the round's first step
   * @param lastStep the step before which the round ends
   * @param threads those of the learner
   */
  RoundCoordinator(
      TrainingJob job,
      RoundId round,
      Learner learner,
      long lastStep,
      int tasks,
      KernelCheck kernels,
      StepListener listener,
      ParallelRanges threads) {
    this.job = job;
    this.round = round;
    this.learner = learner;
    this.lastStep = lastStep;
    this.tasks = tasks;
    this.kernels = kernels;
    this.listener = listener;
    this.threads = threads;
    this.parameters = learner.sent().length;
    this.statistics = learner.statisticsSize();
    this.waiting = new Answer[tasks];
    this.executors = new String[tasks];
    this.remote = new boolean[tasks];
    this.unpacked = new float[tasks][][];
    this.arrived = new ArrayList<>(java.util.Collections.nCopies(tasks, null));
  }

  @Override
  public synchronized void receive(Object[] message, Answer answer) {
    Header header = Messages.headerOf(message);
    String objection = objectionTo(header);
    if (objection == null) {
      objection =
          header.kind() == Messages.HELLO
              ? hello(header, message, answer.isRemote())
              : take(header, message, answer.isRemote());
    }
    if (objection != null) {
      answer.refuse(objection);
      return;
    }
    lastProgress = System.nanoTime();
    waiting[(int) header.task()] = answer;
    arrivals++;
    if (arrivals == tasks) {
      try {
        next(header.kind() == Messages.STATISTICS);
      } catch (RuntimeException e) {
        fail(e);
      }
    }
  }

  /** Not synchronised, because the driver's work is done within {@link #receive}. */
  @Override
  public void helpUntil(BooleanSupplier answered) {
    threads.helpUntil(answered);
  }

  private String objectionTo(Header header) {
    if (failure != null) {
      return failure.getMessage();
    }
    if (header == null) {
      return "not a message of this exchange";
    }
    if (!round.matches(header)) {
      return "a message from another round or attempt: " + header + ", this is " + round;
    }
    if (header.task() < 0 || header.task() >= tasks || waiting[(int) header.task()] != null) {
      return "task " + header.task() + " of " + tasks + " does not exist or has already answered";
    }
    return null;
  }

  private String hello(Header header, Object[] message, boolean overNetwork) {
    int task = (int) header.task();
    if (message.length != 4
        || !(message[1] instanceof String kernel)
        || !(message[2] instanceof String executor)
        || !(message[3] instanceof Boolean sameProcess)
        || sameProcess == overNetwork
        || executors[task] != null) {
      return "an invalid hello message";
    }
    executors[task] = executor;
    remote[task] = !sameProcess;
    kernels.report(executor, kernel);
    return null;
  }

  private String take(Header header, Object[] message, boolean overNetwork) {
    int task = (int) header.task();
    if (header.kind() != Messages.STATISTICS
        || header.step() != learner.step()
        || executors[task] == null
        || remote[task] != overNetwork) {
      return "unexpected at step " + learner.step() + ": " + header;
    }
    List<int[]> subtrees =
        SubtreeMerger.subtrees(job.firstLane(task, tasks), job.firstLane(task + 1, tasks));
    if (message.length != 1 + subtrees.size()) {
      return "statistics of " + (message.length - 1) + " subtrees, not " + subtrees.size();
    }
    if (remote[task] && unpacked[task] == null) {
      unpacked[task] = new float[subtrees.size()][statistics];
    }
    List<StepStatistics> parts = new ArrayList<>();
    for (int i = 0; i < subtrees.size(); i++) {
      float[] reused = remote[task] ? unpacked[task][i] : null;
      float[] sums = Messages.unpack(message[1 + i], statistics, reused);
      // Messages come over the network as bytes, and have been copied.
      if (sums == null || remote[task] && sums != reused) {
        return "statistics whose length is not " + statistics + " numbers";
      }
      if (remote[task] && !Messages.areFinite(sums)) {
        refusedNotFinite = true;
        return "statistics that are not finite";
      }
      parts.add(new StepStatistics(subtrees.get(i)[0], subtrees.get(i)[1], sums));
    }
    arrived.set(task, parts);
    return null;
  }

  private void next(boolean withStatistics) {
    long begin = System.nanoTime();
    boolean stop = false;
    if (withStatistics) {
      long step = learner.step();
      List<StepStatistics> parts = arrived.stream().flatMap(List::stream).toList();
      if (!learner.step(parts, job.plan().batchSize(step))) {
        throw diverged(step);
      }
      stop = listener.stepDone(learner.step());
    } else {
      kernels.check();
    }
    driverNanos += System.nanoTime() - begin;
    boolean end = stop || learner.step() >= lastStep;
    if (end && !learner.isFinite()) {
      throw diverged(learner.step() - 1);
    }
    Answer[] answers = waiting.clone();
    Arrays.fill(waiting, null);
    arrivals = 0;
    for (int task = 0; task < tasks; task++) {
      long[] header =
          Messages.header(end ? Messages.END : Messages.GO, round, learner.step(), task);
      answers[task].send(end ? new Object[] {header} : new Object[] {header, packedFor(task)});
    }
    packedParameters = null;
    stepping = !end;
    lastProgress = System.nanoTime();
  }

  /** Nanoseconds that the learner spent on steps. */
  synchronized long driverNanos() {
    return driverNanos;
  }

  private Object packedFor(int task) {
    if (remote[task] && packedParameters == null) {
      packedParameters = new byte[parameters * Float.BYTES];
      Messages.pack(learner.sent(), false, packedParameters);
    }
    return remote[task] ? packedParameters : learner.sent();
  }

  static BoltzException diverged(long step) {
    return new BoltzException(
        ExitCode.DIVERGED,
        "training diverged: a parameter is no longer finite after step "
            + (step + 1)
            + ". Earlier checkpoints are kept. Try a smaller learning rate"
            + " (learning.optimizer.learning-rate)");
  }

  /** Ends the attempt: all current and later questions are answered with the failure. */
  synchronized void fail(RuntimeException cause) {
    if (failure == null) {
      failure = refusedNotFinite ? diverged(learner.step()) : cause;
    }
    for (int task = 0; task < tasks; task++) {
      if (waiting[task] != null) {
        waiting[task].refuse("the round was abandoned: " + cause.getMessage());
        waiting[task] = null;
      }
    }
  }

  /** The first failure of the attempt; null if there is none. */
  synchronized RuntimeException failure() {
    return failure;
  }

  /**
   * The tasks that did not answer in time, if that is why an attempt failed.
   *
   * @param tasks number of these tasks; 0 if the attempt failed for another reason
   * @param hanging ids of their executors, as far as they had said hello
   * @param answering ids of the executors of tasks that answered
   */
  record Silence(int tasks, Set<String> hanging, Set<String> answering) {
    static final Silence NONE = new Silence(0, Set.of(), Set.of());
  }

  synchronized Silence silence() {
    return new Silence(silentTasks.size(), executorsOf(true), executorsOf(false));
  }

  private Set<String> executorsOf(boolean silent) {
    return IntStream.range(0, tasks)
        .filter(task -> executors[task] != null && silentTasks.contains(task) == silent)
        .mapToObj(task -> executors[task].split(" ", 2)[0])
        .collect(Collectors.toSet());
  }

  private String named(int task) {
    return "task "
        + task
        + (executors[task] == null ? " (not started yet)" : " (executor " + executors[task] + ")");
  }

  /** Fails the attempt if no message has arrived for too long; the error names the silent tasks. */
  synchronized void checkProgress(Duration timeout) {
    boolean someoneWaits = arrivals > 0 && arrivals < tasks;
    // Within one process no single task can hang, and a step may take any time.
    boolean allAreSilent = stepping && arrivals == 0 && remote[0];
    if (failure == null
        && (someoneWaits || allAreSilent)
        && System.nanoTime() - lastProgress > timeout.toNanos()) {
      silentTasks = IntStream.range(0, tasks).filter(t -> waiting[t] == null).boxed().toList();
      List<String> silent = silentTasks.stream().map(this::named).toList();
      fail(
          new BoltzException(
              ExitCode.EXECUTION,
              "no statistics of step "
                  + learner.step()
                  + " within "
                  + timeout.toSeconds()
                  + " s from "
                  + String.join(", ", silent)
                  + "; the limit is engine.exchange-timeout"));
    }
  }
}
