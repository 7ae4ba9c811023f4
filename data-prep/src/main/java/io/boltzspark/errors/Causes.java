package io.boltzspark.errors;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Looks through what an exception is wrapped in. */
public final class Causes {
  private Causes() {}

  /**
   * An exception and its causes, the outermost first; it ends before a cause that stands in it
   * already.
   */
  public static List<Throwable> chain(Throwable thrown) {
    List<Throwable> chain = new ArrayList<>();
    Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Throwable cause = thrown; cause != null && seen.add(cause); cause = cause.getCause()) {
      chain.add(cause);
    }
    return chain;
  }

  /** The innermost cause; the exception itself where it has none. */
  public static Throwable root(Throwable thrown) {
    List<Throwable> chain = chain(thrown);
    return chain.get(chain.size() - 1);
  }

  /** The outermost that is no wrapper; the innermost where all of them are. */
  public static Throwable beneath(Throwable thrown, Predicate<Throwable> isWrapper) {
    return chain(thrown).stream()
        .filter(isWrapper.negate())
        .findFirst()
        .orElseGet(() -> root(thrown));
  }

  /** The outermost of the exception and its causes that is of a type. */
  public static <T> Optional<T> first(Throwable thrown, Class<T> type) {
    return chain(thrown).stream().filter(type::isInstance).map(type::cast).findFirst();
  }
}
