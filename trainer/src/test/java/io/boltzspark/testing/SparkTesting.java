package io.boltzspark.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives Spark to test methods ({@code @BeforeAll} included) that ask for it by a parameter:
 *
 * <pre>{@code
 * @ExtendWith(SparkTesting.class)
 * class SomeTest {
 *   @Test void a(@Local SparkSession spark) ...              // threads of this process
 *   @Test void b(@Executors(2) SparkSession spark) ...       // two executor processes
 *   @Test void c(@Workers(2) StandaloneCluster cluster) ...  // master and workers as processes
 * }
 * }</pre>
 *
 * <p>Sessions are those of {@link TestSpark}, shared with other classes as long as they are asked
 * for one after another. A standalone cluster belongs to its class, whose methods share it. When
 * the class is over, its executors and its cluster are ended, whether its tests passed or not.
 */
public final class SparkTesting implements ParameterResolver, AfterAllCallback {
  private static final Namespace NAMESPACE = Namespace.create(SparkTesting.class);

  /** A session of so many threads in the test's process. */
  @Target(ElementType.PARAMETER)
  @Retention(RetentionPolicy.RUNTIME)
  public @interface Local {
    int value() default 2;
  }

  /** A session of so many executor processes; see {@link LocalCluster}. */
  @Target(ElementType.PARAMETER)
  @Retention(RetentionPolicy.RUNTIME)
  public @interface Executors {
    int value() default 2;
  }

  /** A {@link StandaloneCluster} of so many workers. */
  @Target(ElementType.PARAMETER)
  @Retention(RetentionPolicy.RUNTIME)
  public @interface Workers {
    int value() default 2;
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == StandaloneCluster.class && parameter.isAnnotated(Workers.class)
        || type == SparkSession.class
            && (parameter.isAnnotated(Local.class) || parameter.isAnnotated(Executors.class));
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    if (parameter.isAnnotated(Local.class)) {
      return TestSpark.local(parameter.findAnnotation(Local.class).orElseThrow().value());
    }
    if (parameter.isAnnotated(Executors.class)) {
      int count = parameter.findAnnotation(Executors.class).orElseThrow().value();
      return LocalCluster.open(count, Map.of());
    }
    int count = parameter.findAnnotation(Workers.class).orElseThrow().value();
    return ofClass(context)
        .getStore(NAMESPACE)
        .getOrComputeIfAbsent(count, Running::start, Running.class)
        .cluster();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    if (!LocalCluster.executors().isEmpty()) {
      TestSpark.close();
    }
  }

  /** What is kept there ends with the class. */
  private static ExtensionContext ofClass(ExtensionContext context) {
    ExtensionContext found = context;
    while (found.getTestMethod().isPresent()) {
      found = found.getParent().orElseThrow();
    }
    return found;
  }

  private record Running(Path directory, StandaloneCluster cluster) implements AutoCloseable {

    static Running start(int workers) {
      try {
        Path directory = Files.createTempDirectory("boltz-cluster-");
        return new Running(directory, StandaloneCluster.start(directory, workers));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() throws IOException {
      cluster.close();
      Files.walkFileTree(
          directory,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              Files.delete(file);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, IOException error)
                throws IOException {
              Files.delete(visited);
              return FileVisitResult.CONTINUE;
            }
          });
    }
  }
}
