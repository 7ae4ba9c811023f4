package io.boltzspark.classification;

import io.boltzspark.learning.LearningConfig;
import io.boltzspark.network.LayerSpec;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * How a classifier of images is trained.
 *
 * @param learning settings of any program
 * @param classes number of classes
 * @param layers its layers before the last one, a dense layer with one logit for each class
 */
public record ClassifierConfig(LearningConfig learning, int classes, List<LayerSpec> layers)
    implements Serializable {

  public ClassifierConfig {
    layers = List.copyOf(layers);
  }

  /** All layers. */
  public List<LayerSpec> allLayers() {
    List<LayerSpec> all = new ArrayList<>(layers);
    all.add(new LayerSpec.Dense(classes, true));
    return all;
  }
}
