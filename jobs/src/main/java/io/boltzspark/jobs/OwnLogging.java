package io.boltzspark.jobs;

import java.net.URISyntaxException;
import java.net.URL;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.spark.SparkConf;

/**
 * The driver's logging is the same however it is started. The launcher names {@code
 * conf/log4j2.properties}; {@code spark-submit} has set up Spark's logging, which is meant for the
 * files of executors, before it sees the copy of that file in the jar.
 */
final class OwnLogging {
  private static final String FILE = "/log4j2.properties";
  private static final String NAMED = "log4j2.configurationFile";

  private OwnLogging() {}

  /**
   * Takes the file of the class path, which is the jar's or one in {@code $SPARK_CONF_DIR}, unless
   * {@code -Dlog4j2.configurationFile} names another.
   */
  static void useUnlessNamed() {
    URL file = OwnLogging.class.getResource(FILE);
    if (System.getProperty(NAMED) != null || file == null) {
      return;
    }
    // Spark would do so when it first logs, and replace what it finds: it has to have done so.
    new SparkConf(false).initializeLogIfNecessary(false, true);
    try {
      LoggerContext context =
          (LoggerContext) LogManager.getContext(SparkConf.class.getClassLoader(), false);
      context.setConfigLocation(file.toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(file + " cannot be named", e);
    }
  }
}
