package io.boltzspark.engine;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * A question within one process, handled on the thread of the asking task: the last task to arrive
 * at a step makes the update, and the others help it before they sleep. With local[*] there are no
 * more tasks than cores, so their cores have nothing else to do; waking a thread costs about 50
 * microseconds, twice per step, which matters at steps of one millisecond.
 */
final class LocalQuestion implements Answer {
  private final Thread asker = Thread.currentThread();
  private volatile Object[] answer;
  private volatile String refusal;

  Object[] ask(DriverEnd driver, Object[] message, Duration timeout, String waitingFor) {
    driver.receive(message, this);
    driver.helpUntil(this::isAnswered);
    long start = System.nanoTime();
    while (!isAnswered()) {
      long waited = System.nanoTime() - start;
      if (waited > timeout.toNanos()) {
        throw noAnswer(waitingFor, timeout.toSeconds());
      }
      if (Thread.currentThread().isInterrupted()) {
        throw new IllegalStateException("interrupted while waiting for " + waitingFor);
      }
      LockSupport.parkNanos(this, timeout.toNanos() - waited + 1);
    }
    if (refusal != null) {
      throw new IllegalStateException(refusal);
    }
    return answer;
  }

  private boolean isAnswered() {
    return answer != null || refusal != null;
  }

  /** The error of a task whose question was not answered in time. */
  static BoltzException noAnswer(String waitingFor, long seconds) {
    return new BoltzException(
        ExitCode.EXECUTION,
        "no answer from the driver within "
            + seconds
            + " s while waiting for "
            + waitingFor
            + "; the limit is engine.exchange-timeout");
  }

  @Override
  public void send(Object[] message) {
    answer = message;
    LockSupport.unpark(asker);
  }

  @Override
  public void refuse(String reason) {
    refusal = reason;
    LockSupport.unpark(asker);
  }

  @Override
  public boolean isRemote() {
    return false;
  }
}
