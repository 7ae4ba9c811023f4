package io.boltzspark.jobs.retrain;

import io.boltzspark.dataprep.SourceFacts;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.files.FileSystems;
import io.boltzspark.files.Paths;
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

/** Finds deliveries of data, and checks that consumed ones have not changed. */
final class Deliveries {
  private final Configuration hadoop;
  private final DeliverySpec spec;
  private final FileSystem fs;
  private final Path source;

  Deliveries(Configuration hadoop, DeliverySpec spec) {
    this.hadoop = hadoop;
    this.spec = spec;
    Path given = Paths.of(spec.source());
    this.fs = FileSystems.of(hadoop, given);
    this.source = fs.makeQualified(given);
  }

  /**
   * The deliveries to train on.
   *
   * @param fresh not yet consumed, in the order of their names
   * @param all within the window, the fresh ones included, in the order of their names
   */
  record Found(List<Delivery> fresh, List<Delivery> all) {

    /** Number of training rows of the fresh ones. */
    long freshRows() {
      return fresh.stream().mapToLong(Delivery::rows).sum();
    }
  }

  /** The directory of a delivery. */
  Path path(String name) {
    return Paths.in(source, name);
  }

  /**
   * Reads every file of the deliveries within the window.
   *
   * @throws BoltzException BAD_INPUT when one is damaged or missing, has rows of another schema
   *     than the last training or the other deliveries, was changed after it was consumed, or
   *     contains the same files as another
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
              "%s contains the same files as %s; remove it, or add it to data.exclude"
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
   * Names of the existing deliveries that are complete and not excluded.
   *
   * @throws BoltzException BAD_INPUT when the directory does not exist, or contains an invalid name
   */
  List<String> complete() {
    List<String> names = new ArrayList<>();
    try {
      // Sorted, so that the error names the same one of several invalid names on every file system.
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
          "data.source = %s does not exist; create it with one directory per delivery, or change data.source"
              .formatted(source),
          e);
    } catch (IOException e) {
      throw new BoltzException(ExitCode.BAD_INPUT, "cannot list data.source " + source, e);
    }
    return names;
  }

  private boolean isWhole(String name) throws IOException {
    return spec.marker().isEmpty() || fs.exists(Paths.in(path(name), spec.marker()));
  }

  /** A delivery not yet consumed, read completely. */
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
          "%s; fix or remove the delivery, or add %s to data.exclude"
              .formatted(e.getMessage(), name));
    }
  }

  private Delivery unchanged(Delivery before) {
    Delivery now;
    try {
      now = Delivery.of(before.name(), SourceFacts.check(hadoop, path(before.name())));
    } catch (BoltzException e) {
      throw bad(
          "the delivery %s was consumed earlier and is no longer readable (%s); restore it, or add it to data.exclude"
              .formatted(before.name(), e.getMessage()));
    }
    if (!now.equals(before)) {
      throw bad(
          "%s has changed since it was consumed, but deliveries must not change; restore it, put new rows into a new delivery, or add it to data.exclude"
              .formatted(path(before.name())));
    }
    return now;
  }

  private static BoltzException bad(String message) {
    return new BoltzException(ExitCode.BAD_INPUT, message);
  }
}
