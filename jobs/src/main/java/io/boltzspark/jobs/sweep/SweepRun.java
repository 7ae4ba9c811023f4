package io.boltzspark.jobs.sweep;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.files.WholeFiles;
import io.boltzspark.jobs.settings.Settings;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A planned run.
 *
 * @param point its place in the grid
 * @param settings all of them, validated
 */
public record SweepRun(Grid.Point point, Settings settings) {

  /**
   * The runs of a grid.
   *
   * @param settings the validated settings of a combination; throws if they are invalid
   * @throws BoltzException USAGE when two combinations have the same settings
   */
  public static List<SweepRun> plan(
      List<Grid.Point> grid, Function<Grid.Point, Settings> settings) {
    List<SweepRun> runs = new ArrayList<>();
    Map<Settings, String> seen = new HashMap<>();
    for (Grid.Point point : grid) {
      SweepRun run = new SweepRun(point, settings.apply(point));
      String earlier = seen.putIfAbsent(run.settings(), point.name());
      if (earlier != null) {
        throw new BoltzException(
            ExitCode.USAGE,
            "the runs %s and %s have the same settings; remove one of the values"
                .formatted(earlier, point.name()));
      }
      runs.add(run);
    }
    return runs;
  }

  public String name() {
    return point.name();
  }

  /** The same run with other settings. */
  public SweepRun with(Settings changed) {
    return new SweepRun(point, changed);
  }

  /**
   * SHA-256 of everything that determines the run's result on this data, including the number of
   * epochs: a finished run of this identity need not be repeated.
   *
   * @param data the data's fingerprint
   */
  public String identity(String data) {
    String deciding = settings.identity() + " " + settings.training().epochs() + " " + data;
    return WholeFiles.sha256(deciding.getBytes(StandardCharsets.UTF_8));
  }
}
