package io.boltzspark.engine;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks that all executors use the same BLAS kernel. Kernels round differently, so reproducing the
 * same bytes takes the same kernel on every executor and, for a resumed run, the kernel that it
 * began with.
 */
public final class KernelCheck {
  private static final Logger LOG = LoggerFactory.getLogger(KernelCheck.class);

  private final boolean allowMixed;
  private final Map<String, String> byPlace = new TreeMap<>();
  private boolean warned;

  public KernelCheck(boolean allowMixed) {
    this.allowMixed = allowMixed;
  }

  /** Records the kernel used at a place (an executor, or an earlier part of the run). */
  public synchronized void report(String place, String kernel) {
    byPlace.put(place, kernel);
  }

  /** All kernels reported so far. */
  public synchronized Set<String> kernels() {
    return new TreeSet<>(byPlace.values());
  }

  /**
   * @throws BoltzException ENVIRONMENT if kernels differ and that is not allowed
   */
  public synchronized void check() {
    if (kernels().size() < 2) {
      return;
    }
    String what = "different BLAS kernels in one training: " + byPlace;
    if (!allowMixed) {
      throw new BoltzException(
          ExitCode.ENVIRONMENT,
          what
              + ". Kernels round differently, so the result would depend on which executor computes"
              + " what. Set OPENBLAS_CORETYPE to one of "
              + kernels()
              + " in the environment of all processes, or set engine.allow-mixed-kernels=true");
    }
    if (!warned) {
      LOG.warn("{}; allowed by engine.allow-mixed-kernels", what);
      warned = true;
    }
  }
}
