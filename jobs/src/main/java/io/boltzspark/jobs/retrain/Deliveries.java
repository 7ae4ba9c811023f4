package io.boltzspark.jobs.retrain;

import io.boltzspark.dataprep.SourceFacts;
import io.boltzspark.engine.data.DataLayout;
import io.boltzspark.engine.data.TrainingData;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.jobs.retrain.RetrainSpec.DeliverySpec;
import io.boltzspark.jobs.retrain.registry.DataSummary;
import io.boltzspark.jobs.retrain.registry.Delivery;
import io.boltzspark.jobs.retrain.registry.TableForm;
import io.boltzspark.jobs.retrain.registry.Watermark;
import io.boltzspark.jobs.retrain.tables.DeliveredTable;
import io.boltzspark.jobs.retrain.tables.DeliveredTables;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/** Finds deliveries of data, and checks that consumed ones have not changed. */
final class Deliveries {
  private final Configuration hadoop;
  private final RetrainSpec spec;
  private final DeliverySpec where;
  private final DeliveryPlaces places;
  private final Optional<DeliveredTables> tables;

  /**
   * @param spark to read tables; empty where there are none
   */
  Deliveries(Configuration hadoop, RetrainSpec spec, Optional<SparkSession> spark) {
    this.hadoop = hadoop;
    this.spec = spec;
    this.where = spec.deliveries();
    this.places = new DeliveryPlaces(hadoop, where);
    this.tables = spark.map(session -> new DeliveredTables(session, spec.training().settings()));
  }

  /**
   * The deliveries to train on.
   *
   * @param fresh not yet consumed, in the order of their names
   * @param all within the window, the fresh ones included, in the order of their names
   * @param waiting names of others that are not complete yet, and why
   */
  record Found(List<Delivery> fresh, List<Delivery> all, SortedMap<String, String> waiting) {}

  /** A delivery as it is now. */
  private record Read(Delivery delivery, Schema schema, Optional<DeliveredTable> table) {}

  /** The directory of a delivery, or its file. */
  Path path(String name) {
    return places.path(name);
  }

  /**
   * Names of the existing deliveries that are complete and not excluded.
   *
   * @throws BoltzException BAD_INPUT when the directory does not exist, or contains an invalid name
   */
  List<String> complete() {
    return places.list().complete();
  }

  /**
   * Whether any of them is a table, which only Spark can read.
   *
   * @throws BoltzException as {@link #complete}
   */
  boolean haveTables() {
    return complete().stream().anyMatch(places::isTable);
  }

  /**
   * Reads every file of the deliveries within the window.
   *
   * @throws BoltzException BAD_INPUT when one is damaged or missing, has rows of another schema
   *     than the last training or the other deliveries, was changed after it was consumed, or
   *     contains the same rows as another
   */
  Found find(Watermark watermark) {
    DeliveryPlaces.Listing listing = places.list();
    SortedSet<String> names = new TreeSet<>(DeliveryPlaces.ORDER);
    names.addAll(listing.complete());
    for (String consumed : watermark.names()) {
      if (where.depth() > 0 && !where.exclude().contains(consumed)) {
        names.add(consumed);
      }
    }
    List<String> ordered = new ArrayList<>(names);
    int first = where.window() == 0 ? 0 : Math.max(0, ordered.size() - where.window());
    Optional<DataSummary> last = watermark.current();
    List<Delivery> fresh = new ArrayList<>();
    List<Delivery> all = new ArrayList<>();
    Optional<Schema> schema = last.map(Schema::of);
    String before = "the last training";
    for (String name : ordered.subList(first, ordered.size())) {
      Optional<Delivery> consumed = watermark.delivery(name);
      Delivery now;
      if (consumed.isPresent() && where.depth() > 0) {
        now = unchanged(consumed.get());
      } else {
        Read read = whole(name, schema, before, last.flatMap(DataSummary::table));
        now = read.delivery();
        if (schema.isEmpty()) {
          schema = Optional.of(read.schema());
          before = path(name).toString();
        }
      }
      if (consumed.filter(now::equals).isEmpty()) {
        fresh.add(now);
      }
      for (Delivery other : all) {
        requireOther(now, other, fresh);
      }
      all.add(now);
    }
    return new Found(List.copyOf(fresh), List.copyOf(all), listing.waiting());
  }

  /** Refuses the new one of two that have the same rows; of two new ones, the one read later. */
  private void requireOther(Delivery now, Delivery before, List<Delivery> fresh) {
    if (before.hasRowsOf(now)) {
      boolean isNew = fresh.contains(now) || !fresh.contains(before);
      Delivery refused = isNew ? now : before;
      throw bad(
          "%s contains the same %s as %s; remove it, or add %s to data.exclude"
              .formatted(
                  path(refused.name()),
                  now.isTable() ? "rows" : "files",
                  (isNew ? before : now).name(),
                  DeliveryPlaces.inExclude(refused.name())));
    }
  }

  /** A delivery not yet consumed, read completely. */
  private Read whole(
      String name, Optional<Schema> schema, String before, Optional<TableForm> last) {
    try {
      boolean isTable = places.isTable(name);
      Read read = isTable ? readTable(name) : readFiles(name);
      schema.ifPresent(
          expected -> read.schema().requireSame(expected, path(name).toString(), before));
      read.table().ifPresent(table -> requireFit(table, name, last));
      return read;
    } catch (BoltzException e) {
      if (e.exitCode() != ExitCode.BAD_INPUT) {
        throw e;
      }
      throw bad(
          where.depth() == 0
              ? "%s; correct the table".formatted(e.getMessage())
              : "%s; fix or remove the delivery, or add %s to data.exclude"
                  .formatted(e.getMessage(), DeliveryPlaces.inExclude(name)));
    }
  }

  private Read readFiles(String name) {
    DataLayout layout = spec.training().settings().data();
    if (where.depth() == 0) {
      throw new BoltzException(
          ExitCode.BAD_CONFIGURATION,
          "data.depth = 0 takes data.source for a table, but %s has no Parquet; give each delivery of IDX files a directory of its own, and set data.depth = 1"
              .formatted(path(name)));
    }
    if (!layout.withWeight(TrainingData.WEIGHT).equals(DataLayout.USUAL)) {
      throw new BoltzException(
          ExitCode.BAD_CONFIGURATION,
          "settings.data.label-column = %s and settings.data.split = %s are for tables, but %s has no Parquet; remove what differs from label and split"
              .formatted(layout.label(), layout.split(), path(name)));
    }
    SourceFacts facts = SourceFacts.check(hadoop, path(name));
    return new Read(Delivery.of(name, facts), Schema.of(facts), Optional.empty());
  }

  private Read readTable(String name) {
    List<String> ofImages = spec.preparation().keysOfImages();
    if (!ofImages.isEmpty()) {
      throw new BoltzException(
          ExitCode.BAD_CONFIGURATION,
          "%s is for IDX files, but %s is a table, whose values stay as they are; remove it"
              .formatted(String.join(", ", ofImages), path(name)));
    }
    DeliveredTable table = table(name);
    return new Read(table.as(name), Schema.of(table.form()), Optional.of(table));
  }

  private void requireFit(DeliveredTable table, String name, Optional<TableForm> last) {
    try {
      tables.orElseThrow().requireFit(table);
    } catch (BoltzException e) {
      // What the last training could take is not what the settings are to be adapted to.
      throw e.exitCode() == ExitCode.BAD_CONFIGURATION && last.isPresent()
          ? bad(e.getMessage())
          : e;
    }
    last.filter(form -> form.states() > 0)
        .ifPresent(form -> table.form().requireStates(form, path(name).toString()));
  }

  /**
   * Reads a delivery that is a table.
   *
   * @throws BoltzException BAD_INPUT when it is damaged
   */
  DeliveredTable table(String name) {
    return tables
        .orElseThrow(() -> new IllegalStateException("tables need Spark"))
        .read(path(name));
  }

  private Delivery unchanged(Delivery before) {
    Delivery now;
    try {
      now =
          before.isTable()
              ? table(before.name()).as(before.name())
              : Delivery.of(before.name(), SourceFacts.check(hadoop, path(before.name())));
    } catch (BoltzException e) {
      throw bad(
          "the delivery %s was consumed earlier and is no longer readable (%s); restore it, or add %s to data.exclude"
              .formatted(before.name(), e.getMessage(), DeliveryPlaces.inExclude(before.name())));
    }
    if (!now.equals(before)) {
      throw bad(
          "%s has changed since it was consumed, but deliveries must not change; restore it, put new rows into a new delivery, or add %s to data.exclude"
              .formatted(path(before.name()), DeliveryPlaces.inExclude(before.name())));
    }
    return now;
  }

  private static BoltzException bad(String message) {
    return new BoltzException(ExitCode.BAD_INPUT, message);
  }
}
