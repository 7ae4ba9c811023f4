package io.boltzspark.jobs.actions;

import io.boltzspark.engine.data.TrainingData;
import io.boltzspark.engine.data.TrainingData.Part;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Parts of data as options name them. */
public final class Parts {
  private Parts() {}

  public static String word(Part part) {
    return part.name().toLowerCase(Locale.ROOT);
  }

  /**
   * @throws BoltzException BAD_INPUT when the part is empty
   */
  public static void requireRows(TrainingData data, Part part) {
    if (data.rows(part) > 0) {
      return;
    }
    String others =
        Arrays.stream(Part.values())
            .filter(other -> data.rows(other) > 0)
            .map(Parts::word)
            .collect(Collectors.joining(" or "));
    throw new BoltzException(
        ExitCode.BAD_INPUT,
        "%s has no %s rows; choose --part %s".formatted(data.title(), word(part), others));
  }
}
