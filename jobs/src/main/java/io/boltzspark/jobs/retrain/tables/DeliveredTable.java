package io.boltzspark.jobs.retrain.tables;

import io.boltzspark.engine.data.TrainingData;
import io.boltzspark.engine.data.TrainingData.Part;
import io.boltzspark.jobs.retrain.registry.Delivery;
import io.boltzspark.jobs.retrain.registry.TableForm;
import java.util.Objects;

/**
 * A delivery that is a table.
 *
 * @param data its rows, as states of the visible units if their kind is given
 */
public record DeliveredTable(TrainingData data) {

  /** As records keep it. */
  public Delivery as(String name) {
    return Delivery.ofTable(name, data.rows(Part.TRAIN), data.rows(Part.TEST), data.fingerprint());
  }

  public TableForm form() {
    return new TableForm(
        Objects.toString(data.provenance().get("column")),
        data.states() > 0 ? data.width() / data.states() : data.width(),
        data.states(),
        data.labels() > 0,
        data.weights().isPresent());
  }
}
