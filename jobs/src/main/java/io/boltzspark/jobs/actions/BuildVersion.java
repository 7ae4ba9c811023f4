package io.boltzspark.jobs.actions;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** What the build says of itself; its versions are in {@code boltz-version.properties}. */
public final class BuildVersion {
  /** The class that the jar starts, and that this program starts in another process. */
  public static final String MAIN_CLASS = "io.boltzspark.jobs.Main";

  private static final Properties PROPERTIES = load();

  private BuildVersion() {}

  /** Of BoltzSpark. */
  public static String version() {
    return PROPERTIES.getProperty("version");
  }

  /** The version of Spark that it was built for; another may be there at run time. */
  public static String builtForSpark() {
    return PROPERTIES.getProperty("spark");
  }

  /**
   * The git commit of the sources that it was built from, with "-dirty" when they were changed
   * since; "unknown" when they were no git checkout.
   */
  public static String revision() {
    boolean dirty = Boolean.parseBoolean(PROPERTIES.getProperty("dirty"));
    return PROPERTIES.getProperty("revision") + (dirty ? "-dirty" : "");
  }

  private static Properties load() {
    try (InputStream file = BuildVersion.class.getResourceAsStream("/boltz-version.properties")) {
      Properties properties = new Properties();
      properties.load(file);
      return properties;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
