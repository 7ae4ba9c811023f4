package io.boltzspark.files;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The name of this host, by which processes of several hosts that share files are told apart. */
public final class Hosts {
  private Hosts() {}

  /** The name, whether or not it has an address. */
  public static String name() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return nameWithoutAddress();
    }
  }

  /**
   * The name of this host where it has no address. One name for all such hosts would let each take
   * the others' processes for its own, and their locks for those of dead ones.
   */
  public static String nameWithoutAddress() {
    try {
      return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
    } catch (IOException notLinux) {
      return "localhost";
    }
  }
}
