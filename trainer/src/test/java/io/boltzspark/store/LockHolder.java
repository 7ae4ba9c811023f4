package io.boltzspark.store;

import io.boltzspark.files.FileSystems;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** A process that takes the lock of a directory, says so, and exits without giving it back. */
final class LockHolder {
  private LockHolder() {}

  public static void main(String[] arguments) throws IOException {
    Path directory = new Path(arguments[0]);
    RunLock.acquire(
        FileSystems.of(new Configuration(), directory), directory, "none", warning -> {});
    System.out.println("held");
    System.in.read();
    System.exit(0);
  }
}
