package io.boltzspark.jobs.stores;

import io.boltzspark.files.Paths;
import io.boltzspark.files.StagedDirectory;
import io.boltzspark.files.WholeFiles;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.conf.Configuration;

/** Writes a directory of many files, in a process that can be killed. */
final class StagedWriter {
  static final int FILES = 40;

  private StagedWriter() {}

  /**
   * @param arguments the directory, what its files hold, and properties of Hadoop as KEY=VALUE
   */
  public static void main(String[] arguments) {
    Configuration hadoop = new Configuration();
    for (int i = 2; i < arguments.length; i++) {
      String[] property = arguments[i].split("=", 2);
      hadoop.set(property[0], property[1]);
    }
    write(hadoop, arguments[0], arguments[1], false);
  }

  static void write(Configuration hadoop, String target, String content, boolean overwrite) {
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    try (StagedDirectory staged = StagedDirectory.create(hadoop, Paths.of(target), overwrite)) {
      for (int i = 0; i < FILES; i++) {
        WholeFiles.write(staged.fileSystem(), Paths.in(staged.path(), content + "-" + i), bytes);
      }
      staged.commit();
    }
  }
}
