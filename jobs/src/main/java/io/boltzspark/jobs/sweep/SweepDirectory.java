package io.boltzspark.jobs.sweep;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigRenderOptions;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.files.FileSystems;
import io.boltzspark.files.OutputExists;
import io.boltzspark.files.Paths;
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

/** The directory of a sweep, checked before any work begins. */
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
   * Rejects a directory that contains anything but runs and files of a sweep, or that is not
   * writable.
   *
   * @throws BoltzException OUTPUT_EXISTS when it contains something else, or is a file; ENVIRONMENT
   *     when it cannot be read or written
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
              "the output %s contains %s, which is not part of a sweep; choose another --out"
                  .formatted(path, name));
        }
      }
    } catch (IOException e) {
      throw new BoltzException(ExitCode.ENVIRONMENT, "cannot read --out  " + path + ": " + e, e);
    }
  }

  /** A run, or a directory in which one was about to start. */
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
   * Whether a run has started and is to be resumed.
   *
   * @throws BoltzException BAD_CONFIGURATION when it was started with settings that give another
   *     model
   */
  public boolean hasBegun(SweepRun run) {
    Path directory = Paths.in(path, run.name());
    try {
      if (RunDirectory.isUnbegun(fs, directory)) {
        return false;
      }
    } catch (IOException e) {
      throw new BoltzException(ExitCode.ENVIRONMENT, "cannot read " + directory + ": " + e, e);
    }
    String stored = RunDirectory.open(hadoop, directory).readConfig();
    Settings before = new SettingsLayers().text(stored, "config.conf of " + directory).settings();
    if (!before.identity().equals(run.settings().identity())) {
      throw new BoltzException(
          ExitCode.BAD_CONFIGURATION,
          "the run %s was started with other settings (%s); choose another --out, or give --overwrite to train all runs again"
              .formatted(directory, differences(before.resolved(), run.settings().resolved())));
    }
    return true;
  }

  private static String differences(Config before, Config now) {
    List<String> found = new ArrayList<>();
    for (String key : Reference.keys()) {
      String old = text(before, key);
      String wanted = text(now, key);
      // Settings outside the identity may differ.
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
