package io.boltzspark.files;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Names of files that mean something else to one program or another: to a shell, to Hadoop's
 * patterns and schemes, to URIs, to the parser of options.
 */
public final class AwkwardNames {
  private static final List<String> CHARACTERS =
      List.of(
          "[1]",
          "[",
          "]",
          "{b,c}",
          "{",
          "}",
          "*",
          "?",
          ",",
          " ",
          "%20",
          "%",
          "#",
          "\\",
          "~",
          "$HOME",
          "${user.name}",
          ":",
          "@");

  /** All of these and some more in one name. */
  public static final String ALL = " [1]{b,c}*?%20#\\~${user.name}:@=+&;'\"|<>^!é[x-z]d, ";

  private AwkwardNames() {}

  /** Each of the characters within a name, and all. */
  public static List<String> each() {
    List<String> names = new ArrayList<>(List.of(ALL, "_d", ".d", "k=v"));
    CHARACTERS.forEach(one -> names.add("d" + one + "1"));
    return names;
  }

  /** Each of the characters alone, at the beginning, within and at the end of a name, and all. */
  public static List<String> all() {
    List<String> names = new ArrayList<>(List.of(ALL, "hdfs:", "data:first", "_d", ".d", "k=v"));
    for (String one : CHARACTERS) {
      Stream.of(one, one + "d", "d" + one + "1", "d" + one).forEach(names::add);
    }
    return names;
  }
}
