package io.boltzspark.jobs.spark;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.jobs.console.ShellCommand;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.regex.Pattern;

/**
 * Where Spark runs: the value of {@code --master}.
 *
 * @param url a form that Spark supports
 */
public record Master(String url) {
  private static final String STANDALONE = "spark://";
  private static final String YARN_SUPPORT = "org.apache.spark.deploy.yarn.Client";
  private static final String KUBERNETES_SUPPORT =
      "org.apache.spark.scheduler.cluster.k8s.KubernetesClusterManager";
  private static final int CONNECT_MILLIS = 5000;
  private static final Pattern LOCAL =
      Pattern.compile("local(\\[(\\*|[1-9][0-9]*)(\\s*,\\s*[1-9][0-9]*)?\\])?");
  private static final Pattern LOCAL_CLUSTER =
      Pattern.compile("local-cluster\\[\\s*[0-9]+\\s*,\\s*[0-9]+\\s*,\\s*[0-9]+\\s*\\]");
  private static final Pattern CLUSTER =
      Pattern.compile("spark://[^:/,]+:[0-9]{1,5}(,[^:/,]+:[0-9]{1,5})*|k8s://.+|yarn");

  /**
   * @throws BoltzException BAD_CONFIGURATION when Spark does not support the form
   */
  public Master {
    if (!LOCAL.matcher(url).matches()
        && !LOCAL_CLUSTER.matcher(url).matches()
        && !CLUSTER.matcher(url).matches()) {
      throw new BoltzException(
          ExitCode.BAD_CONFIGURATION,
          ("unknown master '%s': expected local[*] (all cores), local[N],"
                  + " spark://HOST:PORT, yarn or k8s://...; change --master")
              .formatted(url));
    }
  }

  /**
   * Checks in seconds whether anything answers at the address of a standalone master. Spark itself
   * takes a minute to notice, and then continues without a master.
   *
   * @throws BoltzException ENVIRONMENT when nothing does
   */
  void requireAnswer() {
    if (!isStandalone()) {
      return;
    }
    String[] addresses = url.substring(STANDALONE.length()).split(",");
    Exception last = null;
    for (String address : addresses) {
      int colon = address.lastIndexOf(':');
      String host = address.substring(0, colon);
      int port = Integer.parseInt(address.substring(colon + 1));
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(host, port), CONNECT_MILLIS);
        return;
      } catch (IOException | IllegalArgumentException e) {
        last = e;
      }
    }
    throw new BoltzException(
        ExitCode.ENVIRONMENT,
        "no Spark master answers at %s (%s); check --master, and that the master is running"
            .formatted(url, last),
        last);
  }

  /**
   * Spark supports YARN and Kubernetes by modules that only an installation of Spark has.
   *
   * @throws BoltzException ENVIRONMENT when this process lacks the one that the master needs
   */
  void requireSupport() {
    String needed = isYarn() ? YARN_SUPPORT : isKubernetes() ? KUBERNETES_SUPPORT : null;
    if (needed == null) {
      return;
    }
    try {
      Class.forName(needed, false, Thread.currentThread().getContextClassLoader());
    } catch (ClassNotFoundException e) {
      throw new BoltzException(
          ExitCode.ENVIRONMENT,
          "the Spark in this process does not support %s; set SPARK_HOME to an installation of Spark and use its spark-submit: %s COMMAND ..."
              .formatted(url, ShellCommand.of("submit", "--run", "--master", url)),
          e);
    }
  }

  /** Whether driver and executors share this machine. */
  public boolean isLocal() {
    return LOCAL.matcher(url).matches() || LOCAL_CLUSTER.matcher(url).matches();
  }

  /** Whether it is the master of a standalone cluster. */
  public boolean isStandalone() {
    return url.startsWith(STANDALONE);
  }

  /** Whether it is YARN. */
  public boolean isYarn() {
    return url.equals("yarn");
  }

  /** Whether it is Kubernetes. */
  public boolean isKubernetes() {
    return url.startsWith("k8s://");
  }
}
