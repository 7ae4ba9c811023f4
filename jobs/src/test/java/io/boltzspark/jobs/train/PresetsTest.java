package io.boltzspark.jobs.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.jobs.settings.Settings;
import io.boltzspark.jobs.settings.SettingsLayers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The files of {@code conf/presets}: settings that are valid, and comments that say what for. */
class PresetsTest {
  private static final Path PRESETS =
      Path.of(System.getProperty("boltz.project.directory"), "conf", "presets");

  static List<Path> presets() {
    try (Stream<Path> files = Files.list(PRESETS)) {
      List<Path> found = files.filter(file -> file.toString().endsWith(".conf")).sorted().toList();
      assertFalse(found.isEmpty(), PRESETS + " has no presets");
      return found;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @MethodSource("presets")
  void hasValidSettingsForItsMachine(Path preset) {
    Settings settings =
        new SettingsLayers().file(new Configuration(), preset.toString()).settings();
    assertFalse(settings.equals(Settings.defaults()), "a preset differs from the reference");
    if (settings.kind() == Settings.Kind.BOLTZMANN) {
      List<Integer> dimensions = settings.training().model().dimensions();
      assertFalse(dimensions.isEmpty(), "a preset names its machine");
      // What is right for the number of visible units stays so.
      assertEquals(settings, settings.forVisibleUnits(dimensions.get(0), 0));
    }
  }

  @ParameterizedTest
  @MethodSource("presets")
  void saysWhatItIsWhereItIsFromAndHowToRunIt(Path preset) throws IOException {
    String name = preset.getFileName().toString().replace(".conf", "");
    String comment = leadingComment(preset);
    for (String part : List.of("Source:", "Data:", "Run:", "Expect:", "Time:", "Shorter:")) {
      assertTrue(comment.contains(part), name + " does not say " + part);
    }
    Matcher data =
        Pattern.compile("Data: \\./boltz prepare (?:.* )?--out (data/\\S+)").matcher(comment);
    assertTrue(data.find(), "the command that prepares the data");
    Matcher run =
        Pattern.compile("Run: \\./boltz train --config (\\S+) --data (\\S+) --out runs/\\S+")
            .matcher(comment);
    assertTrue(run.find(), "the command that trains");
    assertEquals("conf/presets/" + name + ".conf", run.group(1));
    assertEquals(data.group(1), run.group(2), "the data that was prepared");
  }

  @Test
  void theTableListsEveryPresetOnce() throws IOException {
    List<String> listed = new ArrayList<>();
    Matcher row =
        Pattern.compile("(?m)^\\| \\[([^]]+)\\.conf\\]\\(\\1\\.conf\\) \\|(?: [^|]+ \\|){4}$")
            .matcher(Files.readString(PRESETS.resolve("README.md")));
    while (row.find()) {
      listed.add(row.group(1) + ".conf");
    }
    assertEquals(
        presets().stream().map(p -> p.getFileName().toString()).collect(Collectors.toList()),
        List.copyOf(new TreeSet<>(listed)));
    assertEquals(new TreeSet<>(listed).size(), listed.size(), "each has one row");
  }

  private static String leadingComment(Path preset) throws IOException {
    StringBuilder comment = new StringBuilder();
    for (String line : Files.readAllLines(preset)) {
      if (!line.startsWith("#")) {
        break;
      }
      comment.append(line.substring(1).strip()).append('\n');
    }
    return comment.toString();
  }
}
