package io.boltzspark.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The TCP ports on which processes listen, as Linux's {@code /proc} tells. */
final class ListeningPorts {
  private static final String LISTEN = "0A";

  private ListeningPorts() {}

  static boolean areKnown() {
    return Files.exists(Path.of("/proc/net/tcp"));
  }

  /** Address and port of each, in hexadecimal, as the kernel writes them. */
  static Set<String> of(Collection<ProcessHandle> processes) {
    try {
      Set<String> sockets = new HashSet<>();
      for (ProcessHandle process : processes) {
        sockets.addAll(sockets(process.pid()));
      }
      Set<String> ports = new TreeSet<>();
      for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
        if (Files.exists(Path.of(table))) {
          for (String line : Files.readAllLines(Path.of(table))) {
            // sl, local address, remote address, state, queues, timer, retransmits, uid, timeout,
            // inode
            String[] words = line.strip().split("\\s+");
            if (words[3].equals(LISTEN) && sockets.contains("socket:[" + words[9] + "]")) {
              ports.add(words[1]);
            }
          }
        }
      }
      return ports;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Set<String> sockets(long pid) throws IOException {
    Set<String> found = new HashSet<>();
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/" + pid + "/fd"))) {
      for (Path descriptor : descriptors.toList()) {
        try {
          found.add(Files.readSymbolicLink(descriptor).toString());
        } catch (NoSuchFileException closed) {
          // Between the listing and the look.
        }
      }
    }
    return found;
  }
}
