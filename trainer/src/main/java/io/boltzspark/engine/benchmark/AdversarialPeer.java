package io.boltzspark.engine.benchmark;

import io.boltzspark.adversarial.AdversarialNetworks;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/**
 * Another implementation of a training step of generative adversarial networks, to compare ours
 * with. It is found at run time by the {@link ServiceLoader}, so that nothing here depends on it.
 */
public interface AdversarialPeer {

  /** Its name and version. */
  String name();

  /**
   * Different ways to compute the same step with as many threads in all; the fastest one counts.
   *
   * @param networks the networks, without labels
   * @param batchSize real images of a step, and as many generated ones
   * @param rate learning rate of Adam for both networks
   * @param threads number of threads
   */
  List<Way> ways(AdversarialNetworks networks, int batchSize, double rate, int threads);

  /** One of these ways, with networks of its own. */
  interface Way extends AutoCloseable {
    /** A few words that tell it from the others. */
    String name();

    /** Makes a training step. */
    void step();

    @Override
    void close();
  }

  /** The implementation on the class path, if there is one. */
  static Optional<AdversarialPeer> find() {
    return ServiceLoader.load(AdversarialPeer.class).findFirst();
  }
}
