package io.boltzspark.jobs.library;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.testing.SparkTesting;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The example of {@code conf/library/README.md} compiles and runs. */
@ExtendWith(SparkTesting.class)
class LibraryPageTest {
  private static final Path PAGE = Path.of("../conf/library/README.md");
  private static final String NAME = "BarsAndStripes";

  @TempDir static Path directory;

  static String example() throws IOException {
    Matcher block =
        Pattern.compile("^```java\n(.*?)^```", Pattern.MULTILINE | Pattern.DOTALL)
            .matcher(Files.readString(PAGE));
    assertTrue(block.find(), "the page has a block of Java");
    return block.group(1);
  }

  @Test
  void theExampleCompilesAndRuns(@SparkTesting.Local(2) SparkSession spark) throws Exception {
    Path source = Files.writeString(directory.resolve(NAME + ".java"), example());
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(found, null, null)) {
      List<String> options =
          List.of("-cp", System.getProperty("java.class.path"), "-d", directory.toString());
      assertTrue(
          compiler
              .getTask(null, files, found, options, null, files.getJavaFileObjects(source))
              .call(),
          () -> found.getDiagnostics().toString());
    }
    assertEquals(
        List.of(),
        found.getDiagnostics().stream()
            .filter(one -> one.getKind() == Diagnostic.Kind.ERROR)
            .toList());
    Path saved = directory.resolve("saved");
    URL[] classes = {directory.toUri().toURL()};
    try (URLClassLoader loader = new URLClassLoader(classes, getClass().getClassLoader())) {
      loader
          .loadClass(NAME)
          .getMethod("main", String[].class)
          .invoke(null, (Object) new String[] {saved.toString()});
    }
    assertEquals(
        List.of("features", "free_energy", "reconstruction"),
        Boltzmann.load(spark, saved.toString()).columns());
  }
}
