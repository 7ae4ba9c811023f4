package io.boltzspark.engine;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * A question within one process, handled on the thread of the asking task: the last task to arrive
 * at a step makes the update itself, and the others poll for their answers. Waiting tasks spin
 * briefly before they sleep. With local[*] there are no more tasks than cores, so a spinning core
 * has nothing else to do; waking a thread costs about 50 microseconds, twice per step, which
 * matters at steps of one millisecond.
 */
final class LocalQuestion implements Answer {
  private static final long LOOK_NANOS = 300_000;

  private final Thread asker = Thread.currentThread();
  private volatile Object[] answer;
  private volatile String refusal;

  Object[] ask(DriverEnd driver, Object[] message, Duration timeout, String waitingFor) {
    driver.receive(message, this);
    long start = System.nanoTime();
    while (answer == null && refusal == null) {
      long waited = System.nanoTime() - start;
      if (waited > timeout.toNanos()) {
        throw noAnswer(waitingFor, timeout.toSeconds());
      }
      if (Thread.currentThread().isInterrupted()) {
        throw new IllegalStateException("interrupted while waiting for " + waitingFor);
      }
      if (waited < LOOK_NANOS) {
        Thread.onSpinWait();
      } else {
        LockSupport.parkNanos(this, timeout.toNanos() - waited + 1);
      }
    }
    if (refusal != null) {
      throw new IllegalStateException(refusal);
    }
    return answer;
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
