package io.boltzspark.jobs.imports;

import io.boltzspark.errors.BoltzException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A file of named arrays. */
interface ArrayFile {

  /**
   * The shapes of its arrays by name, in the file's order, without their elements.
   *
   * @throws BoltzException BAD_INPUT if it is no such file, or damaged
   */
  Map<String, List<Integer>> shapes();

  /** Bytes of heap that {@link #read} takes besides what it returns. */
  long bytesOfReading();

  /**
   * Some of them.
   *
   * @throws BoltzException BAD_INPUT if the file is damaged, or one has other elements than numbers
   */
  Map<String, FloatArray> read(Set<String> names);
}
