package io.boltzspark.boltzmann;

import io.boltzspark.model.UnitSpec;
import io.boltzspark.model.UnitType;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Kinds of units as configuration writes them: a word, with a count after a colon where the type
 * has one ({@code softmax:10}, {@code multinomial:50}, {@code binomial:3}), and for types with a
 * variance what is not learnt ({@code gaussian:fixed}, {@code gaussian:fixed-mean}, {@code
 * gaussian:fixed-variance}).
 */
public final class UnitText {
  private UnitText() {}

  /** The forms that {@link #parse} takes, for messages. */
  public static String allowed() {
    return Arrays.stream(UnitType.values()).map(UnitText::form).collect(Collectors.joining(", "));
  }

  private static String form(UnitType type) {
    if (type.hasCount()) {
      return type.word() + ":COUNT";
    }
    return type.hasVariance() ? type.word() + "[:fixed|:fixed-mean|:fixed-variance]" : type.word();
  }

  /**
   * A layer of {@code size} units of the kind that the text describes.
   *
   * @throws IllegalArgumentException when the text is none of {@link #allowed()}, or so many units
   *     do not make whole softmax groups
   */
  public static UnitSpec parse(String text, int size) {
    UnitSpec one = parse(text);
    return new UnitSpec(one.type(), size, one.count(), one.learnsMean(), one.learnsVariance());
  }

  /**
   * The fewest units that the text can describe: one, or one softmax group.
   *
   * @throws IllegalArgumentException when the text is none of {@link #allowed()}
   */
  public static UnitSpec parse(String text) {
    String[] parts = text.split(":", 2);
    UnitType type =
        UnitType.ofWord(parts[0])
            .orElseThrow(() -> new IllegalArgumentException("no units are called " + text));
    String detail = parts.length > 1 ? parts[1] : "";
    if (parts.length > 1 && detail.isEmpty()) {
      throw new IllegalArgumentException("nothing follows the colon in " + text);
    }
    if (type.hasCount()) {
      int count = count(text, detail);
      return UnitSpec.of(type, type == UnitType.SOFTMAX ? count : 1, count);
    }
    if (type.hasVariance()) {
      return switch (detail) {
        case "" -> new UnitSpec(type, 1, 1, true, true);
        case "fixed" -> new UnitSpec(type, 1, 1, false, false);
        case "fixed-mean" -> new UnitSpec(type, 1, 1, false, true);
        case "fixed-variance" -> new UnitSpec(type, 1, 1, true, false);
        default -> throw new IllegalArgumentException("not understood: " + text);
      };
    }
    if (parts.length > 1) {
      throw new IllegalArgumentException("nothing may follow a colon in " + text);
    }
    return UnitSpec.of(type, 1);
  }

  private static int count(String text, String detail) {
    if (!detail.matches("[1-9][0-9]{0,8}")) {
      throw new IllegalArgumentException(text + " needs a count of 1 or more after a colon");
    }
    return Integer.parseInt(detail);
  }
}
