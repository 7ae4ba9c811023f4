package io.boltzspark.jobs.settings;

import com.typesafe.config.ConfigIncludeContext;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigObject;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;

/**
 * Refuses {@code include}: files are read through Hadoop, where the library could not follow one,
 * and it would pass over a missing file in silence.
 */
record RefusingIncluder(String origin) implements ConfigIncluder {

  @Override
  public ConfigIncluder withFallback(ConfigIncluder fallback) {
    return this;
  }

  @Override
  public ConfigObject include(ConfigIncludeContext context, String what) {
    throw new BoltzException(
        ExitCode.BAD_CONFIGURATION,
        "%s: include \"%s\" is not supported; write its keys into the file"
            .formatted(origin, what));
  }
}
