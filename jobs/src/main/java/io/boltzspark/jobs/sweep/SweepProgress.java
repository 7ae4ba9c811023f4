package io.boltzspark.jobs.sweep;

import io.boltzspark.jobs.console.Progress;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Shows the runs of a sweep on one progress line: one at a time with its number, or all together
 * where several run at once.
 */
public final class SweepProgress {
  /** How often the shared line is composed; it is shown less often. */
  private static final long INTERVAL_NANOS = 100_000_000L;

  private final Progress progress;
  private final int runs;
  private final boolean together;
  private final Map<Integer, Part> parts = new ConcurrentHashMap<>();
  private volatile long nextLine = System.nanoTime();

  /** The progress of one of several runs. */
  private record Part(String name, long step, long steps) {
    @Override
    public String toString() {
      return steps == 0 ? name : "%s: %d %%".formatted(name, 100 * step / steps);
    }
  }

  /**
   * @param runs total number of runs
   * @param together whether several of them run at once
   */
  public SweepProgress(Progress progress, int runs, boolean together) {
    this.progress = progress;
    this.runs = runs;
    this.together = together;
  }

  /**
   * The progress of one run.
   *
   * @param number from 1
   */
  public Progress of(int number, String name) {
    String title = "run %d of %d, %s: ".formatted(number, runs, name);
    return together ? new Shared(number, name, title) : new Alone(title);
  }

  /** A run with the line to itself. */
  private final class Alone implements Progress {
    private final String title;

    Alone(String title) {
      this.title = title;
    }

    @Override
    public void start(String what, long firstStep, long totalSteps) {
      progress.start(title + what, firstStep, totalSteps);
    }

    @Override
    public void update(long step, String detail) {
      progress.update(step, detail);
    }

    @Override
    public void finish(String message) {
      progress.finish(title + message);
    }

    @Override
    public void note(String message) {
      progress.note(title + message);
    }
  }

  /** A run that shares the line. */
  private final class Shared implements Progress {
    private final int number;
    private final String name;
    private final String title;
    private volatile long steps;

    Shared(int number, String name, String title) {
      this.number = number;
      this.name = name;
      this.title = title;
    }

    @Override
    public void start(String what, long firstStep, long totalSteps) {
      steps = totalSteps;
      boolean first = parts.isEmpty();
      parts.put(number, new Part(name, firstStep, totalSteps));
      if (first) {
        progress.start("sweep of %d runs".formatted(runs), 0);
      }
      nextLine = System.nanoTime();
      show();
    }

    @Override
    public void update(long step, String detail) {
      // Called for each step of several runs, so nothing is composed unless it can be shown.
      if (System.nanoTime() - nextLine >= 0) {
        parts.put(number, new Part(name, step, steps));
        show();
      }
    }

    @Override
    public void finish(String message) {
      parts.remove(number);
      progress.note(title + message);
    }

    @Override
    public void note(String message) {
      progress.note(title + message);
    }
  }

  private void show() {
    nextLine = System.nanoTime() + INTERVAL_NANOS;
    String all =
        new TreeMap<>(parts)
            .values().stream().map(Part::toString).collect(Collectors.joining("; "));
    progress.update(0, all);
  }
}
