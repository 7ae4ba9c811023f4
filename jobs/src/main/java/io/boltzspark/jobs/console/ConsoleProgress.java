package io.boltzspark.jobs.console;

import java.io.PrintStream;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Writes progress as text: on a terminal one line that is redrawn in place a few times a second,
 * elsewhere (a log, a pipe) a line of its own every five seconds.
 */
public final class ConsoleProgress implements Progress {
  private static final long TERMINAL_INTERVAL = 200_000_000L;
  private static final long PLAIN_INTERVAL = 5_000_000_000L;
  private static final int BAR = 20;
  private static final String ERASE_LINE = "\r\033[K";

  private final PrintStream stream;
  private final boolean terminal;
  private final int columns;
  private final LongSupplier nanoClock;

  private String what = "";
  private long totalSteps;
  private long lastStep;
  private String lastDetail = "";
  private RecentRate rate = new RecentRate(0, 0);
  private boolean lineOpen;
  private volatile boolean running;
  private volatile long nextDraw;

  /**
   * @param stream where to write, standard error usually
   * @param terminal whether the stream's line can be redrawn
   * @param columns width of the terminal; longer lines are cut, since a wrapped one cannot be
   *     redrawn
   * @param nanoClock as {@link System#nanoTime}
   */
  ConsoleProgress(PrintStream stream, boolean terminal, int columns, LongSupplier nanoClock) {
    this.stream = stream;
    this.terminal = terminal;
    this.columns = columns;
    this.nanoClock = nanoClock;
  }

  /** Progress on this process's standard error. */
  public static Progress onStandardError() {
    return new ConsoleProgress(
        System.err, Terminal.isStandardError(), Terminal.columns(), System::nanoTime);
  }

  @Override
  public synchronized void start(String phase, long firstStep, long steps) {
    eraseLine();
    what = phase;
    totalSteps = steps;
    lastStep = firstStep;
    lastDetail = "";
    long now = nanoClock.getAsLong();
    rate = new RecentRate(now, firstStep);
    running = true;
    if (terminal) {
      draw(now);
    } else {
      stream.println(what + " ...");
      nextDraw = now + PLAIN_INTERVAL;
    }
  }

  @Override
  public void update(long step, String detail) {
    if (!running || nanoClock.getAsLong() - nextDraw < 0) {
      return;
    }
    redraw(step, detail);
  }

  @Override
  public synchronized void finish(String message) {
    running = false;
    eraseLine();
    stream.println(message);
    stream.flush();
  }

  @Override
  public synchronized void note(String message) {
    eraseLine();
    stream.println(message);
    if (running && terminal) {
      draw(nanoClock.getAsLong());
    }
    stream.flush();
  }

  private synchronized void redraw(long step, String detail) {
    long now = nanoClock.getAsLong();
    if (!running || now - nextDraw < 0) {
      return;
    }
    lastStep = step;
    lastDetail = detail;
    rate.note(now, step);
    draw(now);
  }

  private void draw(long now) {
    String line = line();
    if (terminal) {
      eraseLine();
      stream.print(line.length() < columns ? line : line.substring(0, columns - 1));
      lineOpen = true;
    } else {
      stream.println(line);
    }
    stream.flush();
    nextDraw = now + (terminal ? TERMINAL_INTERVAL : PLAIN_INTERVAL);
  }

  private void eraseLine() {
    if (lineOpen) {
      stream.print(ERASE_LINE);
      lineOpen = false;
    }
  }

  private String line() {
    StringBuilder line = new StringBuilder(what);
    if (totalSteps > 0) {
      double share = Math.min(1, (double) lastStep / totalSteps);
      // Rounded down: 100 % is said when the last step is done, not before.
      line.append(" %3d %%".formatted((int) Math.floor(100 * share)));
      if (terminal) {
        int full = (int) Math.floor(BAR * share);
        line.append(" [").append("#".repeat(full)).append("-".repeat(BAR - full)).append(']');
      }
      line.append(" %d/%d".formatted(lastStep, totalSteps));
    } else if (lastStep > 0) {
      line.append(" %d".formatted(lastStep));
    }
    double perSecond = rate.stepsPerSecond();
    if (perSecond > 0) {
      line.append("  " + rounded(perSecond) + " steps/s");
      if (totalSteps > lastStep) {
        line.append("  ").append(time((totalSteps - lastStep) / perSecond)).append(" left");
      }
    }
    if (!lastDetail.isEmpty()) {
      line.append("  ").append(lastDetail);
    }
    return line.toString();
  }

  private static String rounded(double rate) {
    return String.format(Locale.ROOT, rate < 10 ? "%.2f" : rate < 100 ? "%.1f" : "%.0f", rate);
  }

  /** {@code 0:07}, {@code 12:30} or {@code 3:02:01}. */
  static String time(double seconds) {
    long whole = Math.round(seconds);
    return whole < 3600
        ? "%d:%02d".formatted(whole / 60, whole % 60)
        : "%d:%02d:%02d".formatted(whole / 3600, whole / 60 % 60, whole % 60);
  }
}
