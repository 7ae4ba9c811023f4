package io.boltzspark.testing;

import java.lang.management.ManagementFactory;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.ObjectName;

/** The float arrays of this process. */
public final class LiveNumbers {
  private LiveNumbers() {}

  /**
   * Bytes of all float arrays that are reachable, by the JVM's own count. (How much of the heap is
   * used would depend on the collector, which may round large arrays up to whole regions.)
   */
  public static long bytes() {
    try {
      String histogram =
          (String)
              ManagementFactory.getPlatformMBeanServer()
                  .invoke(
                      new ObjectName("com.sun.management:type=DiagnosticCommand"),
                      "gcClassHistogram",
                      new Object[] {new String[0]},
                      new String[] {String[].class.getName()});
      Matcher floats = Pattern.compile("(?m)^ *\\d+: +\\d+ +(\\d+) +\\[F( |$)").matcher(histogram);
      if (!floats.find()) {
        throw new AssertionError(histogram);
      }
      return Long.parseLong(floats.group(1));
    } catch (JMException e) {
      throw new IllegalStateException("this JVM does not count its objects", e);
    }
  }
}
