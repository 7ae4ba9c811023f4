package io.boltzspark.jobs.submit;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/**
 * What {@code boltz submit --run} starts without an installation of Spark, out of a test's class
 * path: the project's own classes go into a jar, as the build would make it.
 */
public final class OwnSparkSubmit {
  private OwnSparkSubmit() {}

  /**
   * @param jar to make
   * @param words a command of the program
   */
  public static List<String> command(String profile, Path jar, List<String> words)
      throws IOException {
    List<String> others = new ArrayList<>();
    Set<String> written = new HashSet<>();
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
        Path path = Path.of(entry);
        if (Files.isDirectory(path)) {
          add(path, out, written);
        } else if (path.getFileName().toString().startsWith("boltzspark-")) {
          try (FileSystem archive = FileSystems.newFileSystem(path)) {
            add(archive.getPath("/"), out, written);
          }
        } else {
          others.add(entry);
        }
      }
    }
    Submission.Request request =
        new Submission.Request(
            Optional.of(Profile.read(profile)),
            Optional.empty(),
            Optional.empty(),
            Map.of(),
            Optional.of(jar.toString()),
            words);
    List<String> command =
        new ArrayList<>(new SubmitProcess(Submission.of(request), Map.of()).command());
    command.set(command.indexOf("-cp") + 1, String.join(File.pathSeparator, others));
    return command;
  }

  private static void add(Path root, JarOutputStream out, Set<String> written) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(root)) {
      files = all.filter(Files::isRegularFile).toList();
    }
    for (Path file : files) {
      String name = root.relativize(file).toString().replace(File.separatorChar, '/');
      if (written.add(name)) {
        out.putNextEntry(new JarEntry(name));
        Files.copy(file, out);
      }
    }
  }
}
