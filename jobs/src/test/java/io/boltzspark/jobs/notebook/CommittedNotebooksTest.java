package io.boltzspark.jobs.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** The notebooks as they are committed: executed whole, without errors or traces of a machine. */
class CommittedNotebooksTest {
  private static final Path DIRECTORY =
      Path.of(System.getProperty("boltz.project.directory"), "notebooks");
  private static final long MOST_BYTES = 1_500_000;
  private static final Pattern PLACE_OF_A_MACHINE =
      Pattern.compile("file:/|(?<![\\w.~/])/(?:home|root|tmp|var|work|usr|opt|mnt|Users)/");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^):]+)\\)");

  @Test
  void eachHasAllItsOutputsAndNoErrors() throws IOException {
    for (Path file : notebooks()) {
      int executed = 0;
      int pictures = 0;
      for (JsonNode cell : cells(file)) {
        if (!cell.get("cell_type").textValue().equals("code")) {
          continue;
        }
        executed++;
        assertEquals(executed, cell.get("execution_count").asInt(), file + ", in order: " + cell);
        for (JsonNode output : cell.get("outputs")) {
          String kind = output.get("output_type").textValue();
          assertTrue(
              List.of("stream", "execute_result", "display_data").contains(kind),
              file + ": " + output);
          assertFalse(output.path("name").asText().equals("stderr"), file + ": " + output);
          if (output.path("data").has("image/png")) {
            pictures++;
            byte[] png =
                Base64.getMimeDecoder().decode(output.get("data").get("image/png").textValue());
            assertNotNull(ImageIO.read(new ByteArrayInputStream(png)), file + ": not a picture");
          }
        }
      }
      assertTrue(pictures >= 4, file + " shows " + pictures + " pictures");
      assertTrue(Files.size(file) < MOST_BYTES, file + " has " + Files.size(file) + " bytes");
    }
  }

  @Test
  void noneSaysWhereItWasExecuted() throws IOException {
    for (Path file : notebooks()) {
      for (JsonNode cell : cells(file)) {
        String text = textOf(cell);
        assertFalse(PLACE_OF_A_MACHINE.matcher(text).find(), file + ": " + text);
      }
    }
  }

  @Test
  void linksLeadSomewhereAndTheMapNamesAll() throws IOException {
    String map = Files.readString(DIRECTORY.resolve("README.md"));
    assertLinks("README.md", map);
    for (Path file : notebooks()) {
      assertTrue(map.contains("(" + file.getFileName() + ")"), file + " is not in README.md");
      for (JsonNode cell : cells(file)) {
        if (cell.get("cell_type").textValue().equals("markdown")) {
          assertLinks(file.toString(), textOf(cell));
        }
      }
    }
  }

  private static void assertLinks(String in, String markdown) {
    Matcher link = LINK.matcher(markdown);
    while (link.find()) {
      assertTrue(Files.exists(DIRECTORY.resolve(link.group(1))), in + " links " + link.group(1));
    }
  }

  private static List<Path> notebooks() throws IOException {
    try (Stream<Path> files = Files.list(DIRECTORY)) {
      List<Path> found = files.filter(f -> f.toString().endsWith(".ipynb")).sorted().toList();
      assertFalse(found.isEmpty(), "no notebooks in " + DIRECTORY);
      return found;
    }
  }

  private static Iterable<JsonNode> cells(Path file) throws IOException {
    return new ObjectMapper().readTree(file.toFile()).get("cells");
  }

  /** A cell's source and whatever text it shows, but not its pictures, which are Base64. */
  private static String textOf(JsonNode cell) {
    StringBuilder text = new StringBuilder(lines(cell.get("source")));
    for (JsonNode output : cell.path("outputs")) {
      text.append('\n').append(lines(output.path("text")));
      output.path("data").properties().stream()
          .filter(shown -> shown.getKey().startsWith("text/"))
          .forEach(shown -> text.append('\n').append(lines(shown.getValue())));
    }
    return text.toString();
  }

  /** A text is a string or a list of lines. */
  private static String lines(JsonNode text) {
    return text.isTextual()
        ? text.textValue()
        : String.join(
            "", StreamSupport.stream(text.spliterator(), false).map(JsonNode::textValue).toList());
  }
}
