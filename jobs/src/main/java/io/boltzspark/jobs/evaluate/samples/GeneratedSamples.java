package io.boltzspark.jobs.evaluate.samples;

import io.boltzspark.adversarial.Generator;
import io.boltzspark.adversarial.NoiseRows;
import io.boltzspark.jobs.console.Progress;
import io.boltzspark.store.AdversarialModel;

/** Images of a generator, with the labels in turn where it takes labels. */
public final class GeneratedSamples implements SampleSource {
  private final AdversarialModel model;
  private final int count;
  private final long seed;
  private Drawn drawn; // null until used

  /**
   * @param seed of the noise
   */
  public GeneratedSamples(AdversarialModel model, int count, long seed) {
    this.model = model;
    this.count = count;
    this.seed = seed;
  }

  @Override
  public int count() {
    return count;
  }

  @Override
  public Drawn after(int usual, Progress progress) {
    if (drawn == null) {
      progress.start("generating %d images".formatted(count), 0);
      NoiseRows noise = NoiseRows.normal(model.networks(), seed, count);
      Generator generator = new Generator(model.networks(), model.parameters());
      drawn = new Drawn(generator.images(noise), null, 0);
    }
    return drawn;
  }
}
