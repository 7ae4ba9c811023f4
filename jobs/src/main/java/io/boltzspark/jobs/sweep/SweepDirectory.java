package io.boltzspark.jobs.sweep;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigRenderOptions;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.files.FileSystems;
import io.boltzspark.files.OutputExists;
import io.boltzspark.files.WritePermission;
import io.boltzspark.jobs.settings.Reference;
import io.boltzspark.jobs.settings.Settings;
import io.boltzspark.jobs.settings.SettingsLayers;
import io.boltzspark.store.RunDirectory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** The directory of a sweep, looked at before any work: what is there, and whether it fits. */
public final class SweepDirectory {
  private final Configuration hadoop;
  private final FileSystem fs;
  private final Path path;

  public SweepDirectory(Configuration hadoop, Path path) {
    this.hadoop = hadoop;
    this.fs = FileSystems.of(hadoop, path);
    this.path = path;
  }

  /**
   * Refuses a directory that holds anything but runs and the files of a sweep, or that cannot be
   * written to.
   *
   * @throws BoltzException OUTPUT_EXISTS when it does, or is a file; ENVIRONMENT when it cannot be
   *     told or written
   */
  public void requireNothingElse() {
    try {
      if (!fs.exists(path)) {
        WritePermission.require(fs, path);
        return;
      }
      if (!fs.getFileStatus(path).isDirectory()) {
        throw OutputExists.isFile(path);
      }
      WritePermission.require(fs, path);
      for (FileStatus child : fs.listStatus(path)) {
        String name = child.getPath().getName();
        if (!SweepLedger.owns(name) && !mayBeRun(child)) {
          throw new BoltzException(
              ExitCode.OUTPUT_EXISTS,
              "the output %s holds %s, which is no run of a sweep: choose another --out"
                  .formatted(path, name));
        }
      }
    } catch (IOException e) {
      throw new BoltzException(ExitCode.ENVIRONMENT, "cannot look at --out " + path + ": " + e, e);
    }
  }

  /** A run, or the place where one was about to begin. */
  private boolean mayBeRun(FileStatus child) throws IOException {
    if (!child.isDirectory()) {
      return false;
    }
    if (RunDirectory.isUnbegun(fs, child.getPath())) {
      return true;
    }
    try {
      RunDirectory.open(hadoop, child.getPath());
      return true;
    } catch (BoltzException notARun) {
      return false;
    }
  }

  /**
   * Whether a run has begun, so that it is resumed.
   *
   * @throws BoltzException BAD_CONFIGURATION when it began with settings that give another model
   */
  public boolean hasBegun(SweepRun run) {
    Path directory = new Path(path, run.name());
    try {
      if (RunDirectory.isUnbegun(fs, directory)) {
        return false;
      }
    } catch (IOException e) {
      throw new BoltzException(ExitCode.ENVIRONMENT, "cannot look at " + directory + ": " + e, e);
    }
    String stored = RunDirectory.open(hadoop, directory).readConfig();
    Settings before = new SettingsLayers().text(stored, "config.conf of " + directory).settings();
    if (!before.identity().equals(run.settings().identity())) {
      throw new BoltzException(
          ExitCode.BAD_CONFIGURATION,
          "the run %s was begun with other settings (%s): choose another --out, or give --overwrite to train all runs anew"
              .formatted(directory, differences(before.resolved(), run.settings().resolved())));
    }
    return true;
  }

  private static String differences(Config before, Config now) {
    List<String> found = new ArrayList<>();
    for (String key : Reference.keys()) {
      String old = text(before, key);
      String wanted = text(now, key);
      // What is not in the identity may differ.
      boolean decides = key.startsWith("learning.") || key.startsWith("model.");
      if (!old.equals(wanted) && (decides || key.equals("seed") || key.equals("engine.lanes"))) {
        found.add("%s = %s, now %s".formatted(key, old, wanted));
      }
    }
    return String.join("; ", found);
  }

  private static String text(Config config, String key) {
    return config.getValue(key).render(ConfigRenderOptions.concise());
  }
}
