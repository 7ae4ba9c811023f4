package io.boltzspark.jobs.submit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is to be handed over.
 *
 * @param profile of the cluster
 * @param master wins over the profile's
 * @param deployMode "client" or "cluster"; wins over the profile's
 * @param conf Spark properties, which win over the profile's
 * @param jar where the program is; empty: where this process or the container image has it
 * @param words a command of this program and its arguments
 */
public record SubmitRequest(
    Optional<Profile> profile,
    Optional<String> master,
    Optional<String> deployMode,
    Map<String, String> conf,
    Optional<String> jar,
    List<String> words) {
  private static final String MASTER = "--master";
  private static final String CONF = "--conf";

  public SubmitRequest {
    conf = Map.copyOf(conf);
    words = List.copyOf(words);
  }

  /**
   * The same with {@code --master} and {@code --conf} taken out of the command's words: some
   * properties, such as the driver's memory, have no effect once the driver runs. What stood with
   * the command wins.
   *
   * @param checked whose words the command line has understood
   */
  static SubmitRequest hoisted(SubmitRequest checked) {
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
    return new SubmitRequest(checked.profile, master, checked.deployMode, conf, checked.jar, left);
  }
}
