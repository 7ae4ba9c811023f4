package io.boltzspark.jobs.retrain;

import com.typesafe.config.ConfigUtil;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.files.FileSystems;
import io.boltzspark.files.Paths;
import io.boltzspark.jobs.retrain.RetrainSpec.DeliverySpec;
import io.boltzspark.jobs.retrain.registry.Names;
import io.boltzspark.jobs.retrain.tables.DeliveredTables;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Where deliveries lie, which of them are complete, and what they are. */
final class DeliveryPlaces {
  /** The name of the one delivery where the source is a table. */
  static final String ONE_TABLE = "table";

  /**
   * A name as {@code data.exclude} takes it: HOCON needs the quotes where it has an equals sign.
   */
  static String inExclude(String name) {
    return ConfigUtil.quoteString(name);
  }

  /** The order of names, in which partitions by numbers are in the order of these. */
  static final Comparator<String> ORDER = DeliveryPlaces::compare;

  /** What Spark and others write last. */
  private static final String SUCCESS = "_SUCCESS";

  /** What Spark, Hadoop and others have beside files that are not complete. */
  private static final Pattern BEING_WRITTEN =
      Pattern.compile("_temporary|\\.spark-staging.*|.*\\._COPYING_");

  private static final Pattern PARTITION = Pattern.compile("([^=]*=)([0-9]{1,18})");

  /**
   * Names of deliveries that exist.
   *
   * @param complete in {@link #ORDER}
   * @param waiting the others, and why they are not complete
   */
  record Listing(List<String> complete, SortedMap<String, String> waiting) {}

  private final DeliverySpec spec;
  private final FileSystem fs;
  private final Path source;

  DeliveryPlaces(Configuration hadoop, DeliverySpec spec) {
    this.spec = spec;
    Path given = Paths.of(spec.source());
    this.fs = FileSystems.of(hadoop, given);
    this.source = fs.makeQualified(given);
  }

  /** The directory or file of a delivery. */
  Path path(String name) {
    return spec.depth() == 0 ? source : Paths.in(source, name);
  }

  /**
   * Whether a delivery is a table; otherwise it is to be IDX files.
   *
   * @throws BoltzException BAD_INPUT when it cannot be read
   */
  boolean isTable(String name) {
    try {
      return DeliveredTables.isTable(fs, fs.getFileStatus(path(name)));
    } catch (IOException e) {
      throw new BoltzException(ExitCode.BAD_INPUT, "cannot read " + path(name) + ": " + e, e);
    }
  }

  /**
   * Those that are not excluded.
   *
   * @throws BoltzException BAD_INPUT when the directory does not exist, or contains an invalid name
   */
  Listing list() {
    SortedMap<String, FileStatus> found = new TreeMap<>(ORDER);
    SortedMap<String, String> waiting = new TreeMap<>(ORDER);
    try {
      if (spec.depth() == 0) {
        found.put(ONE_TABLE, fs.getFileStatus(source));
      } else {
        collect(source, "", 1, "", found, waiting);
      }
      found.keySet().removeAll(spec.exclude());
      boolean someMarked = false;
      for (String name : found.keySet()) {
        someMarked |= spec.marker().isEmpty() && has(name, SUCCESS);
      }
      for (FileStatus status : found.values()) {
        requireMarkable(status);
      }
      for (var delivery : found.entrySet()) {
        String missing = missing(delivery.getKey(), delivery.getValue(), someMarked);
        if (!missing.isEmpty()) {
          waiting.putIfAbsent(delivery.getKey(), missing);
        }
      }
    } catch (FileNotFoundException e) {
      throw new BoltzException(
          ExitCode.BAD_INPUT,
          "data.source = %s does not exist; create it with one directory per delivery, or change data.source"
              .formatted(source),
          e);
    } catch (IOException e) {
      throw new BoltzException(ExitCode.BAD_INPUT, "cannot list data.source " + source, e);
    }
    waiting.keySet().removeAll(spec.exclude());
    found.keySet().removeAll(waiting.keySet());
    // In order, so that the error names the same one of several on every file system.
    found.keySet().forEach(name -> Names.requireDelivery(name, "the delivery " + source + "/"));
    return new Listing(List.copyOf(found.keySet()), waiting);
  }

  /**
   * @param prefix of names at this level
   * @param writing why everything here may be incomplete, or empty
   */
  private void collect(
      Path directory,
      String prefix,
      int level,
      String writing,
      SortedMap<String, FileStatus> found,
      SortedMap<String, String> waiting)
      throws IOException {
    FileStatus[] children = fs.listStatus(directory);
    Arrays.sort(children);
    String now = writing.isEmpty() ? beingWritten(directory, children) : writing;
    for (FileStatus child : children) {
      String name = child.getPath().getName();
      String whole = prefix + name;
      boolean hidden = name.startsWith(".") || name.startsWith("_");
      boolean last = level == spec.depth();
      if (hidden || child.isFile() && !(last && name.endsWith(DeliveredTables.PARQUET))) {
        continue;
      }
      if (spec.exclude().contains(whole)) {
        continue;
      }
      if (!last) {
        collect(child.getPath(), whole + "/", level + 1, now, found, waiting);
        continue;
      }
      found.put(whole, child);
      if (!now.isEmpty()) {
        waiting.put(whole, now);
      }
    }
  }

  /** Why a delivery is not complete, or empty. */
  private String missing(String name, FileStatus status, boolean someMarked) throws IOException {
    if (status.isFile()) {
      return "";
    }
    if (!spec.marker().isEmpty() && !has(name, spec.marker())) {
      return "it has no " + spec.marker();
    }
    String writing = beingWritten(path(name), fs.listStatus(path(name)));
    if (!writing.isEmpty()) {
      return writing;
    }
    return someMarked && !has(name, SUCCESS) && isTable(name)
        ? "it has no %s, but others have".formatted(SUCCESS)
        : "";
  }

  private boolean has(String name, String marker) throws IOException {
    return fs.exists(Paths.in(path(name), marker));
  }

  private static String beingWritten(Path directory, FileStatus[] children) {
    for (FileStatus child : children) {
      String name = child.getPath().getName();
      if (BEING_WRITTEN.matcher(name).matches()) {
        return "%s is being written, since it has %s (delete that if no writer is left)"
            .formatted(directory, name);
      }
    }
    return "";
  }

  private void requireMarkable(FileStatus status) {
    if (status.isFile() && !spec.marker().isEmpty()) {
      throw new BoltzException(
          ExitCode.BAD_CONFIGURATION,
          "data.marker = %s is a file within each delivery, but %s is a file itself; have it appear as a whole, by a rename, and remove data.marker, or deliver directories"
              .formatted(spec.marker(), status.getPath()));
    }
  }

  private static int compare(String left, String right) {
    String[] a = left.split("/");
    String[] b = right.split("/");
    for (int i = 0; i < Math.min(a.length, b.length); i++) {
      int order = compareLevel(a[i], b[i]);
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(a.length, b.length);
  }

  /** Of one column, numbers come first. */
  private static int compareLevel(String a, String b) {
    Matcher x = PARTITION.matcher(a);
    Matcher y = PARTITION.matcher(b);
    boolean number = x.matches();
    boolean other = y.matches();
    if (number && other && x.group(1).equals(y.group(1))) {
      int order = Long.compare(Long.parseLong(x.group(2)), Long.parseLong(y.group(2)));
      return order == 0 ? a.compareTo(b) : order;
    }
    if (number && b.startsWith(x.group(1))) {
      return -1;
    }
    return other && a.startsWith(y.group(1)) ? 1 : a.compareTo(b);
  }
}
