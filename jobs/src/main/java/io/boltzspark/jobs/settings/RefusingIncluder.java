package io.boltzspark.jobs.settings;

import com.typesafe.config.ConfigIncludeContext;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigIncluderClasspath;
import com.typesafe.config.ConfigIncluderFile;
import com.typesafe.config.ConfigIncluderURL;
import com.typesafe.config.ConfigObject;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import java.io.File;
import java.net.URL;

/**
 * Refuses {@code include} in all its forms: files are read through Hadoop, where the library could
 * not follow one, and it would silently skip a missing file. Nor may a configuration from somebody
 * else make this process read another file or contact a server. The library asks an includer that
 * does not know a form by its interface only by {@link #include}, and does the others itself.
 */
record RefusingIncluder(String origin)
    implements ConfigIncluder, ConfigIncluderFile, ConfigIncluderURL, ConfigIncluderClasspath {

  @Override
  public ConfigIncluder withFallback(ConfigIncluder fallback) {
    return this;
  }

  @Override
  public ConfigObject include(ConfigIncludeContext context, String what) {
    throw refused("\"" + what + "\"");
  }

  @Override
  public ConfigObject includeFile(ConfigIncludeContext context, File what) {
    throw refused("file(" + what + ")");
  }

  @Override
  public ConfigObject includeURL(ConfigIncludeContext context, URL what) {
    throw refused("url(" + what + ")");
  }

  @Override
  public ConfigObject includeResources(ConfigIncludeContext context, String what) {
    throw refused("classpath(" + what + ")");
  }

  private BoltzException refused(String what) {
    return new BoltzException(
        ExitCode.BAD_CONFIGURATION,
        "%s: include %s is not supported; copy its keys into the file".formatted(origin, what));
  }
}
