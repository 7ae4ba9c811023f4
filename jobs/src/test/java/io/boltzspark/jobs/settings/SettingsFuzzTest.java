package io.boltzspark.jobs.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.testing.Fuzz;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Configuration files of hostile content give settings or an error, and reach nothing else. */
class SettingsFuzzTest {
  @TempDir Path directory;

  private static List<byte[]> good() throws IOException {
    List<byte[]> good = new ArrayList<>();
    good.add(Settings.defaults().render().getBytes(StandardCharsets.UTF_8));
    Path presets = Path.of(System.getProperty("boltz.project.directory"), "conf", "presets");
    try (Stream<Path> files = Files.list(presets)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".conf")).sorted().toList()) {
        good.add(Files.readAllBytes(file));
      }
    }
    return good;
  }

  @Test
  void files() throws IOException {
    Path file = directory.resolve("any.conf");
    Fuzz.run(
        "configuration",
        good(),
        Set.of(ExitCode.BAD_CONFIGURATION),
        Fuzz.inputs(),
        content -> {
          Files.write(file, content);
          Settings settings =
              new SettingsLayers().file(new Configuration(), file.toString()).settings();
          Settings again = new SettingsLayers().text(settings.render(), "again").settings();
          assertEquals(settings.identity(), again.identity());
        });
  }

  @Test
  void substitutionsNestingAndIncludesAreRefused() {
    String path = System.getenv("PATH");
    String doubled = "a0 = x\n";
    for (int i = 1; i < 40; i++) {
      doubled += "a%d = ${a%d}${a%d}\n".formatted(i, i - 1, i - 1);
    }
    for (String hostile :
        List.of(
            "learning.initialisation.from = ${PATH}",
            "learning.initialisation.from = ${?PATH}",
            "seed = ${seed}",
            doubled,
            "a = " + "[\n".repeat(200_000),
            "a".repeat(3) + " {\n a ".repeat(200_000),
            "a = " + "x ".repeat(1_500) + "x",
            "a.".repeat(200_000) + "a = 1",
            "include file(\"/etc/passwd\")",
            "include url(\"http://127.0.0.1:1/\")",
            "include classpath(\"boltz-reference.conf\")")) {
      String start = hostile.substring(0, Math.min(60, hostile.length()));
      BoltzException e =
          assertThrows(
              BoltzException.class,
              () -> new SettingsLayers().text(hostile, "x.conf").settings(),
              start);
      assertEquals(ExitCode.BAD_CONFIGURATION, e.exitCode(), start);
      assertTrue(e.getMessage().length() < 1000, start + " gives " + e.getMessage().length());
      assertFalse(e.getMessage().contains(path), e.getMessage());
    }
  }
}
