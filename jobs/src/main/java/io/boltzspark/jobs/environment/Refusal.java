package io.boltzspark.jobs.environment;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Why the operating system refused, without the path, which Java often gives as the only word. */
final class Refusal {
  private Refusal() {}

  static String reason(IOException e) {
    if (e instanceof FileSystemException of && of.getReason() != null) {
      return of.getReason();
    }
    if (e instanceof AccessDeniedException) {
      return "Permission denied";
    }
    return e instanceof NoSuchFileException ? "No such file or directory" : e.toString();
  }
}
