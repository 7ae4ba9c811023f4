package io.boltzspark.jobs.report;

import java.util.List;

/**
 * Pictures that are made for a report, rather than found in a run. Each list may be empty.
 *
 * @param samples of the trained models
 * @param filters their receptive fields
 * @param restorations what they make of images as they are and with noise
 * @param missing why some are not there, a sentence each
 */
public record ModelPictures(
    List<Picture> samples,
    List<Picture> filters,
    List<Picture> restorations,
    List<String> missing) {
  public ModelPictures {
    samples = List.copyOf(samples);
    filters = List.copyOf(filters);
    restorations = List.copyOf(restorations);
    missing = List.copyOf(missing);
  }

  /** No pictures at all. */
  public static ModelPictures none() {
    return new ModelPictures(List.of(), List.of(), List.of(), List.of());
  }
}
