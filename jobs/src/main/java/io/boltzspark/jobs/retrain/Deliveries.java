package io.boltzspark.jobs.retrain;

import io.boltzspark.dataprep.SourceFacts;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.files.FileSystems;
import io.boltzspark.jobs.retrain.RetrainSpec.DeliverySpec;
import io.boltzspark.jobs.retrain.registry.Delivery;
import io.boltzspark.jobs.retrain.registry.Names;
import io.boltzspark.jobs.retrain.registry.Watermark;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Looks for deliveries of data, and sees that those consumed before are still what they were. */
final class Deliveries {
  private final Configuration hadoop;
  private final DeliverySpec spec;
  private final FileSystem fs;
  private final Path source;

  Deliveries(Configuration hadoop, DeliverySpec spec) {
    this.hadoop = hadoop;
    this.spec = spec;
    Path given = new Path(spec.source());
    this.fs = FileSystems.of(hadoop, given);
    this.source = fs.makeQualified(given);
  }

  /**
   * What to train on.
   *
   * @param fresh not consumed before, in the order of their names
   * @param all within the window, the fresh ones included, in the order of their names
   */
  record Found(List<Delivery> fresh, List<Delivery> all) {

    /** Rows to train on among the fresh ones. */
    long freshRows() {
      return fresh.stream().mapToLong(Delivery::rows).sum();
    }
  }

  /** Where a delivery lies. */
  Path path(String name) {
    return new Path(source, name);
  }

  /**
   * Reads every file of the deliveries within the window.
   *
   * @throws BoltzException BAD_INPUT when one is damaged, has rows of another form than those of
   *     the last training or of the other deliveries, was changed after it was consumed, is
   *     missing, or holds what another holds
   */
  Found find(Watermark watermark) {
    SortedSet<String> names = new TreeSet<>(complete());
    for (String consumed : watermark.names()) {
      if (!spec.exclude().contains(consumed)) {
        names.add(consumed);
      }
    }
    List<String> ordered = new ArrayList<>(names);
    int first = spec.window() == 0 ? 0 : Math.max(0, ordered.size() - spec.window());
    List<Delivery> fresh = new ArrayList<>();
    List<Delivery> all = new ArrayList<>();
    Optional<Schema> schema = watermark.current().map(Schema::of);
    String before = "the last training";
    for (String name : ordered.subList(first, ordered.size())) {
      Optional<Delivery> consumed = watermark.delivery(name);
      Delivery now;
      if (consumed.isPresent()) {
        now = unchanged(consumed.get());
      } else {
        SourceFacts facts = whole(name, schema, before);
        now = Delivery.of(name, facts);
        if (schema.isEmpty()) {
          schema = Optional.of(Schema.of(facts));
          before = path(name).toString();
        }
      }
      for (Delivery other : all) {
        if (other.sha256().equals(now.sha256())) {
          throw bad(
              "%s holds the same files as %s; remove it, or add it to data.exclude"
                  .formatted(path(name), other.name()));
        }
      }
      all.add(now);
      if (consumed.isEmpty()) {
        fresh.add(now);
      }
    }
    return new Found(List.copyOf(fresh), List.copyOf(all));
  }

  /**
   * Names of the deliveries that are there, complete and not excluded.
   *
   * @throws BoltzException BAD_INPUT when there is no such directory, or a name in it is one that
   *     cannot be kept
   */
  List<String> complete() {
    List<String> names = new ArrayList<>();
    try {
      // Sorted, so that of several bad names it is not the file system that chooses one.
      for (FileStatus status : Arrays.stream(fs.listStatus(source)).sorted().toList()) {
        String name = status.getPath().getName();
        boolean hidden = name.startsWith(".") || name.startsWith("_");
        if (status.isDirectory() && !hidden && !spec.exclude().contains(name) && isWhole(name)) {
          names.add(Names.require(name, "the delivery " + source + "/", ExitCode.BAD_INPUT));
        }
      }
    } catch (FileNotFoundException e) {
      throw new BoltzException(
          ExitCode.BAD_INPUT,
          "data.source = %s does not exist: make it, with a directory in it for each delivery, or change data.source"
              .formatted(source),
          e);
    } catch (IOException e) {
      throw new BoltzException(ExitCode.BAD_INPUT, "cannot list data.source " + source, e);
    }
    return names;
  }

  private boolean isWhole(String name) throws IOException {
    return spec.marker().isEmpty() || fs.exists(new Path(path(name), spec.marker()));
  }

  /** A delivery that was not consumed before, read from end to end. */
  private SourceFacts whole(String name, Optional<Schema> schema, String before) {
    try {
      SourceFacts facts = SourceFacts.check(hadoop, path(name));
      schema.ifPresent(
          expected -> Schema.of(facts).requireSame(expected, path(name).toString(), before));
      return facts;
    } catch (BoltzException e) {
      if (e.exitCode() != ExitCode.BAD_INPUT) {
        throw e;
      }
      throw bad(
          "%s; mend or remove the delivery, or add %s to data.exclude"
              .formatted(e.getMessage(), name));
    }
  }

  private Delivery unchanged(Delivery before) {
    Delivery now;
    try {
      now = Delivery.of(before.name(), SourceFacts.check(hadoop, path(before.name())));
    } catch (BoltzException e) {
      throw bad(
          "the delivery %s was consumed before and cannot be read any more (%s); restore it, or add it to data.exclude"
              .formatted(before.name(), e.getMessage()));
    }
    if (!now.equals(before)) {
      throw bad(
          "%s is not what it was when it was consumed: a delivery never changes; restore it, put new rows into a delivery of their own, or add it to data.exclude"
              .formatted(path(before.name())));
    }
    return now;
  }

  private static BoltzException bad(String message) {
    return new BoltzException(ExitCode.BAD_INPUT, message);
  }
}
