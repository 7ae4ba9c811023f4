package io.boltzspark.jobs.actions;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.files.FileSystems;
import io.boltzspark.files.OutputExists;
import io.boltzspark.files.Paths;
import io.boltzspark.files.Unfinished;
import io.boltzspark.files.WritePermission;
import io.boltzspark.store.TableManifest;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Refuses, before any work, what must not be replaced. */
public final class Outputs {
  private Outputs() {}

  /**
   * @throws BoltzException OUTPUT_EXISTS when there is a file and {@code overwrite} is false, or a
   *     directory; ENVIRONMENT when it cannot be told, or not be written
   */
  public static void requireFreeFile(Configuration hadoop, Path out, boolean overwrite) {
    FileSystem fs = FileSystems.of(hadoop, out);
    try {
      if (!fs.exists(out)) {
        WritePermission.require(fs, fs.makeQualified(out).getParent());
        return;
      }
      if (fs.getFileStatus(out).isDirectory()) {
        throw new BoltzException(
            ExitCode.OUTPUT_EXISTS,
            "the output " + out + " is a directory; name a file, such as samples.png");
      }
      if (!overwrite) {
        throw OutputExists.replaceable(out);
      }
      WritePermission.require(fs, fs.makeQualified(out).getParent());
    } catch (IOException e) {
      throw cannotLook(out, e);
    }
  }

  /**
   * @throws BoltzException OUTPUT_EXISTS when there is a directory with something in it and {@code
   *     overwrite} is false, or a file; ENVIRONMENT when it cannot be told, or not be written
   */
  public static void requireFreeDirectory(Configuration hadoop, Path out, boolean overwrite) {
    FileSystem fs = FileSystems.of(hadoop, out);
    try {
      if (!fs.exists(out)) {
        WritePermission.require(fs, out);
        return;
      }
      if (!fs.getFileStatus(out).isDirectory()) {
        throw OutputExists.isFile(out);
      }
      if (!overwrite && fs.listStatus(out).length > 0) {
        throw OutputExists.replaceable(out);
      }
      WritePermission.require(fs, out);
    } catch (IOException e) {
      throw cannotLook(out, e);
    }
  }

  /**
   * @throws BoltzException OUTPUT_EXISTS when there is anything and {@code overwrite} is false, or
   *     anything but tables of this kind; ENVIRONMENT when it cannot be told
   */
  public static void requireFreeTables(
      Configuration hadoop, Path out, boolean overwrite, TableManifest.Kind kind) {
    requireFreeDirectory(hadoop, out, overwrite);
    FileSystem fs = FileSystems.of(hadoop, out);
    try {
      boolean isEmpty = !fs.exists(out) || fs.listStatus(out).length == 0;
      if (!isEmpty && !fs.exists(Paths.in(out, kind.fileName())) && !Unfinished.isIn(fs, out)) {
        throw OutputExists.isSomethingElse(out, kind.fileName());
      }
    } catch (IOException e) {
      throw cannotLook(out, e);
    }
  }

  /**
   * @throws BoltzException BAD_CONFIGURATION when the data lies in the directory that is to be made
   */
  public static void requireApart(Configuration hadoop, Path out, Path data) {
    Path target = FileSystems.of(hadoop, out).makeQualified(out);
    Path place = FileSystems.of(hadoop, data).makeQualified(data);
    for (Path p = place; p != null; p = p.getParent()) {
      if (p.equals(target)) {
        throw new BoltzException(
            ExitCode.BAD_CONFIGURATION,
            "the output %s holds the data %s; choose another --out".formatted(out, data));
      }
    }
  }

  private static BoltzException cannotLook(Path out, IOException e) {
    return new BoltzException(
        ExitCode.ENVIRONMENT, "cannot look at the output " + out + ": " + e.getMessage(), e);
  }
}
