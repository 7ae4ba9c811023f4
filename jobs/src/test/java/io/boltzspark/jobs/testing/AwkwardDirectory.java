package io.boltzspark.jobs.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDirFactory;

/**
 * A temporary directory whose name has every character that means something to a shell, to Hadoop's
 * patterns or to URIs. Tests of a command use it, so that each command is shown to take paths as
 * they are:
 *
 * <pre>{@code @TempDir(factory = AwkwardDirectory.class) Path directory;}</pre>
 */
public final class AwkwardDirectory implements TempDirFactory {
  private static final String NAME = " [1]{b,c}*?%20#\\~${user.name}:@d,";

  @Override
  public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext context)
      throws IOException {
    return Files.createTempDirectory(NAME);
  }
}
