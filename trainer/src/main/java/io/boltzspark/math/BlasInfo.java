package io.boltzspark.math;

import java.util.Optional;

/**
 * The BLAS that this JVM uses.
 *
 * @param isNative whether it is native rather than Java code
 * @param implementation the netlib class that calls it
 * @param library the library's origin: a path, a jar entry, or "Java"
 * @param kernel the library's name for the processor type it computes for ("Haswell", "SkylakeX");
 *     it affects roundings, so equal bytes need equal kernels
 * @param threads number of threads that one product may use; the engine needs 1
 * @param problem why it is not as expected, with the remedy
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
