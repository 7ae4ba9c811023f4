package io.boltzspark.jobs.stores;

import java.util.concurrent.Semaphore;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/**
 * Lets this process send one object after another. S3Mock looks whether a condition holds before it
 * writes, and of several requests at the same moment grants more than one, where S3 grants one.
 */
public final class OneWriteAtATime implements ExecutionInterceptor {
  private static final Semaphore TURN = new Semaphore(1);
  private static final ExecutionAttribute<Boolean> TAKEN =
      new ExecutionAttribute<>("boltz-one-write-at-a-time");

  @Override
  public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
    if (context.request() instanceof PutObjectRequest) {
      TURN.acquireUninterruptibly();
      attributes.putAttribute(TAKEN, true);
    }
  }

  @Override
  public void afterExecution(Context.AfterExecution context, ExecutionAttributes attributes) {
    release(attributes);
  }

  @Override
  public void onExecutionFailure(Context.FailedExecution context, ExecutionAttributes attributes) {
    release(attributes);
  }

  private static void release(ExecutionAttributes attributes) {
    if (Boolean.TRUE.equals(attributes.getAttribute(TAKEN))) {
      attributes.putAttribute(TAKEN, false);
      TURN.release();
    }
  }
}
