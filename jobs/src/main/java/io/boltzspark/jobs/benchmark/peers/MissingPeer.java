package io.boltzspark.jobs.benchmark.peers;

/**
 * A library that is not there.
 *
 * @param name of the library
 * @param reason what Python said when it was to be imported
 * @param install how to get it
 */
public record MissingPeer(String name, String reason, String install) {

  /** For people. */
  public String label() {
    return "%s: %s (%s)".formatted(name, reason, install);
  }
}
