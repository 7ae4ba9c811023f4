package io.boltzspark.testing;

import java.util.List;

/**
 * What tests leave out where each of its kinds is met by another case: {@code -Dboltz.slow=true}
 * has it all.
 */
public final class Slow {
  private Slow() {}

  /** Whether everything is to be run. */
  public static boolean isWanted() {
    return Boolean.getBoolean("boltz.slow");
  }

  /** All cases if they are wanted, and otherwise some of them. */
  public static <T> List<T> or(List<T> all, List<T> some) {
    return isWanted() ? all : some;
  }
}
