package io.boltzspark.jobs.submit;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.jobs.actions.BuildVersion;
import io.boltzspark.jobs.spark.ClusterSettings;
import io.boltzspark.jobs.spark.Master;
import io.boltzspark.jobs.spark.ProgramJar;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One call of {@code spark-submit}: the master, the properties and a command of this program.
 * Properties that {@link ClusterSettings} requires and the profile does not set are added.
 */
public final class Submission {
  /**
   * The arguments of {@code boltz submit}.
   *
   * @param profile of the cluster
   * @param master overrides the profile's
   * @param deployMode "client" or "cluster"; overrides the profile's
   * @param conf Spark properties, which override the profile's
   * @param jar location of the program; empty: the jar of this process or of the container image
   * @param words a command of this program and its arguments
   */
  public record Request(
      Optional<Profile> profile,
      Optional<String> master,
      Optional<String> deployMode,
      Map<String, String> conf,
      Optional<String> jar,
      List<String> words) {
    private static final String MASTER = "--master";
    private static final String CONF = "--conf";

    public Request {
      conf = Map.copyOf(conf);
      words = List.copyOf(words);
    }

    /**
     * The same request with {@code --master} and {@code --conf} moved from the command's words to
     * the submission, because some properties, such as the driver's memory, have no effect once the
     * driver runs. The command's values take precedence.
     *
     * @param checked a request whose words the command line has accepted
     */
    static Request hoisted(Request checked) {
      Map<String, String> conf = new LinkedHashMap<>(checked.conf);
      Optional<String> master = checked.master;
      List<String> left = new ArrayList<>();
      for (int i = 0; i < checked.words.size(); i++) {
        String[] parts = checked.words.get(i).split("=", 2);
        if (!parts[0].equals(MASTER) && !parts[0].equals(CONF)) {
          left.add(checked.words.get(i));
          continue;
        }
        String value = parts.length == 2 ? parts[1] : checked.words.get(++i);
        if (parts[0].equals(MASTER)) {
          master = Optional.of(value);
        } else {
          String[] property = value.split("=", 2);
          conf.put(property[0], property[1]);
        }
      }
      return new Request(checked.profile, master, checked.deployMode, conf, checked.jar, left);
    }
  }

  /** The jar's location in the image of {@code conf/kubernetes/Dockerfile}. */
  static final String JAR_IN_IMAGE = "local:///opt/boltz/boltz.jar";

  static final String MASTER = "spark.master";
  static final String DEPLOY_MODE = "spark.submit.deployMode";
  private static final String NAME = "spark.app.name";
  private static final String CLUSTER = "cluster";

  private final Master master;
  private final boolean driverInCluster;
  private final Optional<Profile> profile;
  private final Map<String, String> conf = new TreeMap<>();
  private final String jar;
  private final List<String> words;

  private Submission(Request request) {
    this.profile = request.profile();
    this.words = request.words();
    conf.putAll(request.conf());
    this.master =
        new Master(
            request
                .master()
                .or(() -> setting(MASTER))
                .orElseThrow(
                    () ->
                        new BoltzException(
                            ExitCode.BAD_CONFIGURATION,
                            "no cluster to submit to: give --master (spark://HOST:PORT, yarn,"
                                + " k8s://https://HOST:PORT), or a --profile that sets "
                                + MASTER)));
    String deployMode = request.deployMode().or(() -> setting(DEPLOY_MODE)).orElse("client");
    this.driverInCluster = deployMode.equals(CLUSTER);
    if (driverInCluster && master.isLocal()) {
      throw new BoltzException(
          ExitCode.BAD_CONFIGURATION,
          "the master %s has no cluster to run the driver on; change --master or --deploy-mode"
              .formatted(master.url()));
    }
    conf.remove(MASTER);
    conf.remove(DEPLOY_MODE);
    ClusterSettings.forSubmission(master, driverInCluster)
        .forEach(
            (key, value) -> {
              if (setting(key).isEmpty()) {
                conf.put(key, value);
              }
            });
    this.jar = ProgramJar.require(request.jar().orElseGet(this::usualJar));
  }

  /**
   * @param request with a valid command line as its words
   * @throws BoltzException BAD_CONFIGURATION when it has no master, or one that contradicts the
   *     deploy mode, or a jar that Spark would take for a pattern; ENVIRONMENT when it names no jar
   *     and none is found
   */
  public static Submission of(Request request) {
    return new Submission(Request.hoisted(request));
  }

  private String usualJar() {
    String own = System.getProperty("boltz.jar");
    if (driverInCluster && master.isKubernetes()) {
      return JAR_IN_IMAGE;
    }
    if (own == null) {
      throw new BoltzException(
          ExitCode.ENVIRONMENT, "cannot find boltz.jar; give its location as --jar");
    }
    return own;
  }

  Master master() {
    return master;
  }

  /** The location of the program's jar. */
  String jar() {
    return jar;
  }

  /** Whether the driver runs in the cluster, too. */
  boolean driverInCluster() {
    return driverInCluster;
  }

  /** A Spark property as the driver will see it, without Spark's own defaults. */
  Optional<String> setting(String key) {
    return Optional.ofNullable(conf.get(key))
        .or(() -> profile.map(file -> file.properties().get(key)));
  }

  /**
   * The arguments of {@code spark-submit} in groups: each option with its value, and last the
   * command with its arguments.
   *
   * @param value the text shown for a property's value
   */
  List<List<String>> groups(PropertyView value) {
    List<List<String>> groups = new ArrayList<>();
    groups.add(List.of("--master", master.url()));
    groups.add(List.of("--deploy-mode", driverInCluster ? CLUSTER : "client"));
    profile.ifPresent(file -> groups.add(List.of("--properties-file", file.file())));
    if (setting(NAME).isEmpty()) {
      groups.add(List.of("--name", "boltz " + words.get(0)));
    }
    conf.forEach((key, text) -> groups.add(List.of("--conf", key + "=" + value.of(key, text))));
    groups.add(List.of("--class", BuildVersion.MAIN_CLASS));
    groups.add(List.of(jar));
    groups.add(words);
    return groups;
  }

  /** The arguments of {@code spark-submit}. */
  List<String> arguments() {
    return groups(PropertyView.WHOLE).stream().flatMap(List::stream).toList();
  }

  /** The text shown for a property's value. */
  enum PropertyView {
    WHOLE {
      @Override
      String of(String key, String value) {
        return value;
      }
    },

    /** Hides the values that Spark would redact by its default {@code spark.redaction.regex}. */
    REDACTED {
      @Override
      String of(String key, String value) {
        return key.matches("(?i).*(secret|password|token|access[.]?key).*") ? "*****" : value;
      }
    };

    abstract String of(String key, String value);
  }
}
