package io.boltzspark.jobs.report;

import java.util.List;

/**
 * Pictures drawn for a report, rather than found in the run. Each list may be empty.
 *
 * @param samples of the trained models
 * @param filters their receptive fields
 * @param restorations their reconstructions of images, with and without noise
 * @param missing why some pictures are missing, one sentence each
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
