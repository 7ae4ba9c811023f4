package io.boltzspark.dataprep;

import io.boltzspark.dataprep.idx.CheckedSources;
import io.boltzspark.dataprep.idx.IdxHeader;
import io.boltzspark.dataprep.idx.IdxPair;
import io.boltzspark.errors.BoltzException;
import java.util.SortedMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * What a directory of IDX files contains, found without preparing it.
 *
 * @param rows of the training files
 * @param testRows of the test files; 0 where there are none
 * @param height rows of an image
 * @param width columns of an image
 * @param labelled whether all of these rows have labels
 * @param sha256 of the uncompressed bytes of each file, by role, as in {@link Manifest.Source}
 */
public record SourceFacts(
    long rows,
    long testRows,
    int height,
    int width,
    boolean labelled,
    SortedMap<String, String> sha256) {

  /**
   * Reads every file from end to end, in constant memory.
   *
   * @throws BoltzException BAD_INPUT, which names the file and the fault
   */
  public static SourceFacts check(Configuration hadoop, Path directory) {
    CheckedSources sources = CheckedSources.check(hadoop, directory);
    IdxHeader image = sources.train().images().header();
    return new SourceFacts(
        sources.train().rows(),
        sources.test().map(IdxPair::rows).orElse(0L),
        image.height(),
        image.width(),
        sources.isLabelled(),
        sources.sha256());
  }
}
