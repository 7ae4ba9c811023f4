package io.boltzspark.boltzmann;

import io.boltzspark.model.UnitSpec;
import io.boltzspark.model.UnitType;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Kinds of units in the configuration's notation: a word, with a count after a colon if the type
 * has one ({@code potts:10}, {@code multinomial:50}, {@code binomial:3}), and for types with a
 * variance the fixed parameters ({@code gaussian:fixed}, {@code gaussian:fixed-mean}, {@code
 * gaussian:fixed-variance}). Potts units may also be called {@code softmax}: see {@link #stored}.
 */
public final class UnitText {
  private UnitText() {}

  /** The forms that {@link #parse} accepts, for messages. */
  public static String allowed() {
    return Arrays.stream(UnitType.values()).map(UnitText::form).collect(Collectors.joining(", "));
  }

  private static String form(UnitType type) {
    if (type.hasCount()) {
      String form = type.word() + ":COUNT";
      return type.word().equals(type.storedWord())
          ? form
          : form + " (or " + type.storedWord() + ":COUNT)";
    }
    return type.hasVariance() ? type.word() + "[:fixed|:fixed-mean|:fixed-variance]" : type.word();
  }

  /**
   * A layer of {@code size} units of the kind described by the text.
   *
   * @throws IllegalArgumentException if the text is none of {@link #allowed()}, or the size does
   *     not divide into Potts units
   */
  public static UnitSpec parse(String text, int size) {
    return parse(text).withSize(size);
  }

  /**
   * The smallest group that the text can describe: one column, or those of one Potts unit.
   *
   * @throws IllegalArgumentException if the text is none of {@link #allowed()}
   */
  public static UnitSpec parse(String text) {
    String[] parts = text.split(":", 2);
    UnitType type =
        UnitType.ofWord(parts[0])
            .orElseThrow(() -> new IllegalArgumentException("unknown kind of units: " + text));
    String detail = parts.length > 1 ? parts[1] : "";
    if (parts.length > 1 && detail.isEmpty()) {
      throw new IllegalArgumentException("nothing follows the colon in " + text);
    }
    if (type.hasCount()) {
      int count = count(type, detail);
      return UnitSpec.of(type, type.countsColumns() ? count : 1, count);
    }
    if (type.hasVariance()) {
      return switch (detail) {
        case "" -> new UnitSpec(type, 1, 1, true, true);
        case "fixed" -> new UnitSpec(type, 1, 1, false, false);
        case "fixed-mean" -> new UnitSpec(type, 1, 1, false, true);
        case "fixed-variance" -> new UnitSpec(type, 1, 1, true, false);
        default -> throw new IllegalArgumentException("invalid suffix in " + text);
      };
    }
    if (parts.length > 1) {
      throw new IllegalArgumentException("no suffix is allowed in " + text);
    }
    return UnitSpec.of(type, 1);
  }

  /**
   * The same kind in the words kept in files, so that the identity of a run does not depend on
   * which word was used ({@link UnitType#storedWord}). Invalid text is returned unchanged.
   */
  public static String stored(String text) {
    String[] parts = text.split(":", 2);
    Optional<UnitType> type = UnitType.ofWord(parts[0]);
    return type.map(t -> t.storedWord() + text.substring(parts[0].length())).orElse(text);
  }

  private static int count(UnitType type, String detail) {
    if (!detail.matches("[1-9][0-9]{0,8}")) {
      throw new IllegalArgumentException(
          type.title() + " units need a count of 1 or more after a colon, not \"" + detail + "\"");
    }
    return Integer.parseInt(detail);
  }
}
