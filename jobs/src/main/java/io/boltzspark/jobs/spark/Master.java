package io.boltzspark.jobs.spark;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.regex.Pattern;

/**
 * Where Spark runs, as {@code --master} says it.
 *
 * @param url a form that Spark knows
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
   * @throws BoltzException BAD_CONFIGURATION when Spark would not know the form
   */
  public Master {
    if (!LOCAL.matcher(url).matches()
        && !LOCAL_CLUSTER.matcher(url).matches()
        && !CLUSTER.matcher(url).matches()) {
      throw new BoltzException(
          ExitCode.BAD_CONFIGURATION,
          ("the master '%s' is not known: it must be local[*] (all cores), local[N],"
                  + " spark://HOST:PORT, yarn or k8s://...; change --master")
              .formatted(url));
    }
  }

  /**
   * Finds out in seconds what Spark would take a minute to find out, only to go on without a
   * master: whether anything answers at a standalone master's address.
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
        "no Spark master answers at %s (%s); check --master, and that the master is up"
            .formatted(url, last),
        last);
  }

  /**
   * Spark keeps what it needs for YARN and Kubernetes in modules that only an installation of Spark
   * brings.
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
          "the Spark of this process cannot talk to %s; let the spark-submit of an installation of Spark start it: boltz submit --run --master %s COMMAND ..., with SPARK_HOME set"
              .formatted(url, url),
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
