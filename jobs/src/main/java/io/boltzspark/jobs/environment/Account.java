package io.boltzspark.jobs.environment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.hadoop.security.UserGroupInformation;

/**
 * The user of this process. Containers often run under a number that no {@code /etc/passwd} knows:
 * then Java has neither a name nor a home directory, and Hadoop refuses to start.
 */
public final class Account {
  private static final String HADOOP_NAME = "HADOOP_USER_NAME";
  private static final String NAME = "user.name";
  private static final String HOME = "user.home";
  private static final String UNKNOWN = "?";

  private Account() {}

  /**
   * Gives the user a name and a home directory unless there are. Files and HDFS then belong to
   * {@code $HADOOP_USER_NAME} or to {@code uid} and the number. With Kerberos the name comes from
   * the ticket, so nothing is changed.
   */
  public static void nameUnlessKnown() {
    if (UNKNOWN.equals(System.getProperty(HOME))) {
      System.setProperty(HOME, System.getProperty("java.io.tmpdir"));
    }
    if (!UNKNOWN.equals(System.getProperty(NAME)) || UserGroupInformation.isSecurityEnabled()) {
      return;
    }
    String name = nameFor(System.getenv());
    System.setProperty(NAME, name);
    UserGroupInformation.setLoginUser(UserGroupInformation.createRemoteUser(name));
  }

  static String nameFor(Map<String, String> environment) {
    String given = environment.get(HADOOP_NAME);
    return given != null && !given.isBlank() ? given : "uid" + number();
  }

  /** The user's number where the operating system tells it. */
  private static String number() {
    try {
      return Files.getAttribute(Path.of("/proc/self"), "unix:uid").toString();
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException notLinux) {
      return "";
    }
  }
}
