package io.boltzspark.engine;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Passes connections on to a port of this machine, and keeps whatever goes over them. */
final class RecordingProxy implements AutoCloseable {
  private final ServerSocket server;
  private final int target;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();

  // One for each connection and direction.
  private final List<ByteArrayOutputStream> records = new CopyOnWriteArrayList<>();

  RecordingProxy(int target) throws IOException {
    this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    this.target = target;
    start(this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  /** Bytes that went over all connections. */
  long bytes() {
    return records.stream().mapToLong(ByteArrayOutputStream::size).sum();
  }

  /** Whether these bytes went over a connection, one after another. */
  boolean saw(byte[] pattern) {
    return records.stream().anyMatch(record -> contains(record.toByteArray(), pattern));
  }

  private static boolean contains(byte[] all, byte[] pattern) {
    for (int from = 0; from + pattern.length <= all.length; from++) {
      int same = 0;
      while (same < pattern.length && all[from + same] == pattern[same]) {
        same++;
      }
      if (same == pattern.length) {
        return true;
      }
    }
    return false;
  }

  private interface Loop {
    void run() throws IOException;
  }

  private static void start(Loop loop) {
    Thread thread =
        new Thread(
            () -> {
              try {
                loop.run();
              } catch (IOException closed) {
                // One of the two ends is gone.
              }
            },
            "recording-proxy");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() throws IOException {
    while (true) {
      Socket from = server.accept();
      Socket to = new Socket(InetAddress.getLoopbackAddress(), target);
      sockets.addAll(List.of(from, to));
      pass(from, to);
      pass(to, from);
    }
  }

  private void pass(Socket from, Socket to) {
    ByteArrayOutputStream record = new ByteArrayOutputStream();
    records.add(record);
    start(
        () -> {
          byte[] buffer = new byte[1 << 16];
          InputStream in = from.getInputStream();
          OutputStream out = to.getOutputStream();
          for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
            record.write(buffer, 0, count);
            out.write(buffer, 0, count);
          }
          to.shutdownOutput();
        });
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
