package io.boltzspark.jobs.submit;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/**
 * A file of Spark properties for one cluster, in the format of {@code spark-defaults.conf}. It must
 * be a local file, as {@code spark-submit --properties-file} requires.
 *
 * @param file as given
 * @param properties by key, unmodifiable
 */
public record Profile(String file, Map<String, String> properties) {
  public Profile {
    properties = Collections.unmodifiableMap(new TreeMap<>(properties));
  }

  /**
   * Reads a profile as {@code spark-submit} does.
   *
   * @throws BoltzException BAD_INPUT when it cannot be read, BAD_CONFIGURATION when it has a key
   *     that {@code spark-submit} would ignore
   */
  public static Profile read(String file) {
    Properties read = new Properties();
    try (Reader text = Files.newBufferedReader(Path.of(file), StandardCharsets.UTF_8)) {
      read.load(text);
    } catch (IOException | IllegalArgumentException e) {
      throw new BoltzException(
          ExitCode.BAD_INPUT,
          "cannot read the profile '%s' (%s); give a local file as --profile, such as one of conf/spark"
              .formatted(file, e),
          e);
    }
    Map<String, String> properties = new TreeMap<>();
    for (String key : read.stringPropertyNames()) {
      if (!key.startsWith("spark.")) {
        throw new BoltzException(
            ExitCode.BAD_CONFIGURATION,
            "the profile %s has the key '%s', which Spark would ignore; keys must begin with 'spark.'"
                .formatted(file, key));
      }
      properties.put(key, read.getProperty(key).strip());
    }
    return new Profile(file, properties);
  }
}
