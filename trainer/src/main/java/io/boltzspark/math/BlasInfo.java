package io.boltzspark.math;

import java.util.Optional;

/**
 * Which BLAS this JVM multiplies with.
 *
 * @param isNative whether it is machine code rather than Java
 * @param implementation the class of netlib that calls it
 * @param library where the library came from: a path, a jar entry, or "Java"
 * @param kernel the name that the library gives the processor it computes for ("Haswell",
 *     "SkylakeX"); it decides roundings, so equal bytes need equal kernels
 * @param threads how many threads one product may use; the engine needs 1
 * @param problem why it is not what it should be, with the remedy
 */
public record BlasInfo(
    boolean isNative,
    String implementation,
    String library,
    String kernel,
    int threads,
    Optional<String> problem) {

  /** One line for a log. */
  public String summary() {
    return (isNative ? "native BLAS" : "Java BLAS")
        + " ("
        + implementation
        + ") from "
        + library
        + ", kernels "
        + kernel
        + ", "
        + threads
        + (threads == 1 ? " thread" : " threads");
  }
}
