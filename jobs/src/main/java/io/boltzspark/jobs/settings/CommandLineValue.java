package io.boltzspark.jobs.settings;

import com.typesafe.config.ConfigUtil;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Turns a value typed on the command line into HOCON. */
final class CommandLineValue {
  /**
   * Text that HOCON reads as it is: without its punctuation, and without the start of a comment.
   */
  private static final Pattern PLAIN = Pattern.compile("(?!.*//)[\\w./ -]+");

  private CommandLineValue() {}

  /**
   * Lists need no brackets, and other values, alone or in such a list, no quotes: {@code
   * potts:10,bernoulli} or {@code hdfs:///runs/first}.
   */
  static String hocon(String key, String typed) {
    boolean isList = Reference.isList(key);
    if (isList && !typed.startsWith("[")) {
      return typed.isBlank()
          ? "[]"
          : Arrays.stream(typed.split(","))
              .map(entry -> quoted(entry.strip()))
              .collect(Collectors.joining(",", "[", "]"));
    }
    return isList ? typed : quoted(typed); // a number such as 0,01 would not be HOCON
  }

  private static String quoted(String text) {
    boolean asItIs = text.startsWith("\"") || PLAIN.matcher(text).matches();
    return asItIs ? text : ConfigUtil.quoteString(text);
  }
}
