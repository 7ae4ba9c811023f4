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
 * Which BLAS kernels take part. Kernels round differently, so the same bytes need the same kernel
 * on every executor, and the same as at the start of a run that is resumed.
 */
public final class KernelCheck {
  private static final Logger LOG = LoggerFactory.getLogger(KernelCheck.class);

  private final boolean allowMixed;
  private final Map<String, String> byPlace = new TreeMap<>();
  private boolean warned;

  public KernelCheck(boolean allowMixed) {
    this.allowMixed = allowMixed;
  }

  /** Notes the kernel that somebody (an executor, an earlier part of the run) computes with. */
  public synchronized void report(String place, String kernel) {
    byPlace.put(place, kernel);
  }

  /** All kernels that were reported. */
  public synchronized Set<String> kernels() {
    return new TreeSet<>(byPlace.values());
  }

  /**
   * @throws BoltzException when kernels differ and that is not allowed
   */
  public synchronized void check() {
    if (kernels().size() < 2) {
      return;
    }
    String what = "different BLAS kernels would compute parts of one training: " + byPlace;
    if (!allowMixed) {
      throw new BoltzException(
          ExitCode.ENVIRONMENT,
          what
              + ". They round differently, so the result would depend on who computes what. Set"
              + " OPENBLAS_CORETYPE to one of "
              + kernels()
              + " in the environment of all processes, or allow it with"
              + " engine.allow-mixed-kernels=true");
    }
    if (!warned) {
      LOG.warn("{}; allowed by engine.allow-mixed-kernels", what);
      warned = true;
    }
  }
}
