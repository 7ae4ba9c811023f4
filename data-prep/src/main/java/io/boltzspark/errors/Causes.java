package io.boltzspark.errors;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Finds exceptions among the causes of another. */
public final class Causes {
  private Causes() {}

  /** An exception and its causes, the outermost first; ends before a cause that would repeat. */
  public static List<Throwable> chain(Throwable thrown) {
    List<Throwable> chain = new ArrayList<>();
    Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Throwable cause = thrown; cause != null && seen.add(cause); cause = cause.getCause()) {
      chain.add(cause);
    }
    return chain;
  }

  /** The innermost cause; the exception itself if it has none. */
  public static Throwable root(Throwable thrown) {
    List<Throwable> chain = chain(thrown);
    return chain.get(chain.size() - 1);
  }

  /** The outermost that is not a wrapper; the innermost if all are. */
  public static Throwable beneath(Throwable thrown, Predicate<Throwable> isWrapper) {
    return chain(thrown).stream()
        .filter(isWrapper.negate())
        .findFirst()
        .orElseGet(() -> root(thrown));
  }

  /** The outermost of this type among the exception and its causes. */
  public static <T> Optional<T> first(Throwable thrown, Class<T> type) {
    return chain(thrown).stream().filter(type::isInstance).map(type::cast).findFirst();
  }
}
