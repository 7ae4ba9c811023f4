package io.boltzspark.jobs.console;

/** Prints nothing, for {@code --quiet} and tests. */
enum SilentProgress implements Progress {
  INSTANCE;

  @Override
  public void start(String what, long firstStep, long totalSteps) {}

  @Override
  public void update(long step, String detail) {}

  @Override
  public void finish(String message) {}

  @Override
  public void note(String message) {}
}
