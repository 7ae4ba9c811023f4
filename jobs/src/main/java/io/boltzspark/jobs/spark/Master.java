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
    if (!url.startsWith(STANDALONE)) {
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

  /** Whether driver and executors share this machine. */
  boolean isLocal() {
    return LOCAL.matcher(url).matches() || LOCAL_CLUSTER.matcher(url).matches();
  }
}
