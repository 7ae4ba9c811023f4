package io.boltzspark.jobs.benchmark.peers;

/** A library refused to train; its message is what Python said. The others still can. */
public final class PeerException extends Exception {
  private static final long serialVersionUID = 1;

  PeerException(String message) {
    super(message);
  }
}
