package io.boltzspark.jobs.latent;

import io.boltzspark.jobs.actions.UsableModel;
import io.boltzspark.jobs.images.NamedGenerator;
import io.boltzspark.store.AdversarialModel;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;

/** The network of a request. */
final class LatentModel {
  private LatentModel() {}

  /**
   * Reads it.
   *
   * @param digit a class that it has to know
   * @param notes receives a sentence for each damage that was worked around
   * @throws io.boltzspark.errors.BoltzException if there is no such network, its training diverged,
   *     or it has no such class
   */
  static NamedGenerator load(
      Configuration hadoop, String reference, OptionalInt digit, Consumer<String> notes) {
    AdversarialModel model = AdversarialModel.load(hadoop, reference, notes);
    UsableModel.requireFinite(model.parameters(), reference);
    NamedGenerator generator = new NamedGenerator(reference, model);
    digit.ifPresent(generator::requireDigit);
    return generator;
  }
}
