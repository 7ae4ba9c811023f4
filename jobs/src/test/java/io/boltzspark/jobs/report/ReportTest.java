package io.boltzspark.jobs.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.jobs.actions.BuildVersion;
import io.boltzspark.jobs.testing.Outcome;
import io.boltzspark.jobs.testing.TinyDigits;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** {@code boltz report}: of a deep machine with pretraining, and of an RBM. */
class ReportTest {
  /** Names that would break a page which does not escape them. */
  private static final String HOSTILE = "deep <b>&'";

  private static final int PHONE_WIDTH = 360;

  @TempDir static Path directory;
  private static Path deep;
  private static Path plain;
  private static Path report;

  @BeforeAll
  static void trainAndReport() throws IOException {
    Path source = TinyDigits.write(directory.resolve("idx"));
    String data = directory.resolve("data").toString();
    deep = directory.resolve(HOSTILE);
    plain = directory.resolve("plain");
    Outcome.json("prepare", "--source", source.toString(), "--out", data);
    train(deep, data, "--dimensions", "36,8,4", "--pretrain-epochs", "2,1", "--epochs", "3");
    train(plain, data, "--dimensions", "36,12", "--epochs", "4");
    Outcome.json("evaluate", "--model", plain.toString(), "--metrics", "log-likelihood");
    report = directory.resolve("report.html");
    Outcome.json(
        "report",
        "--run",
        deep.toString(),
        "--compare",
        plain.toString(),
        "--out",
        report.toString());
  }

  private static void train(Path out, String data, String... more) throws IOException {
    List<String> words = new ArrayList<>(List.of("train", "--data", data, "--batch-size", "20"));
    words.addAll(List.of("--chains", "20", "--out", out.toString()));
    words.addAll(List.of(more));
    Outcome.json(words.toArray(new String[0]));
  }

  @Test
  void thePageIsWholeAndNeedsNothingElse() throws Exception {
    Document page = parse(report);
    assertEquals("html", page.getDocumentElement().getTagName());
    NodeList all = page.getElementsByTagName("*");
    Map<String, Integer> ids = new HashMap<>();
    for (int i = 0; i < all.getLength(); i++) {
      Element element = (Element) all.item(i);
      for (String attribute : List.of("src", "href", "xlink:href", "action", "srcset", "data")) {
        String target = element.getAttribute(attribute);
        boolean within = target.isEmpty() || target.startsWith("data:") || target.startsWith("#");
        assertTrue(within, element.getTagName() + " leads to " + target);
      }
      if (element.hasAttribute("id")) {
        ids.merge(element.getAttribute("id"), 1, Integer::sum);
      }
    }
    ids.forEach((id, count) -> assertEquals(1, count, "elements with the id " + id));
    String text = Files.readString(report);
    // References of style sheets may point within the page only: to the clip of a chart.
    Matcher urls = Pattern.compile("url\\(([^)]*)\\)").matcher(text);
    while (urls.find()) {
      assertTrue(urls.group(1).startsWith("#") && ids.containsKey(urls.group(1).substring(1)));
    }
    assertFalse(text.contains("@import"));
    String withoutNames = text.replace("http://www.w3.org/", "");
    assertFalse(withoutNames.contains("http://") || withoutNames.contains("https://"));
  }

  @Test
  void everyValueOfTheMetricsIsThere() throws Exception {
    Path out = directory.resolve("values.html");
    Outcome.json("report", "--run", deep.toString(), "--out", out.toString());
    List<List<String>> rows = new ArrayList<>();
    NodeList lines = parse(out).getElementsByTagName("tr");
    for (int i = 0; i < lines.getLength(); i++) {
      List<String> cells = new ArrayList<>();
      for (var c = lines.item(i).getFirstChild(); c != null; c = c.getNextSibling()) {
        cells.add(c.getTextContent());
      }
      rows.add(cells);
    }
    List<String> log = Files.readAllLines(deep.resolve("metrics.jsonl"));
    // Two stages of pretraining of 2 and 1 epochs and 3 epochs of all, and one line before each.
    assertEquals(3 + 2 + 4, log.size());
    for (String line : log) {
      JsonNode values = new ObjectMapper().readTree(line);
      String step = values.path("step").asText();
      String stage = values.path("stage").asText();
      List<String> cells =
          rows.stream()
              .filter(r -> r.size() > 3 && r.get(0).equals(step) && r.get(2).equals(stage))
              .findFirst()
              .orElseThrow();
      values
          .properties()
          .forEach(
              field -> {
                if (field.getValue().isFloatingPointNumber()) {
                  double value = field.getValue().doubleValue();
                  assertTrue(
                      cells.stream().anyMatch(cell -> isRounded(cell, value)),
                      field + " is not in " + cells);
                }
              });
    }
  }

  /** Six digits: half a unit of the last one is at most 5e-6 of the value. */
  private static boolean isRounded(String cell, double value) {
    try {
      return Math.abs(Double.parseDouble(cell) - value) <= 5.001e-6 * Math.abs(value);
    } catch (NumberFormatException e) {
      return false;
    }
  }

  @Test
  void whatThePageSays() throws Exception {
    Document page = parse(report);
    assertEquals(HOSTILE, page.getElementsByTagName("h1").item(0).getTextContent());
    assertEquals(0, page.getElementsByTagName("b").getLength());
    String text = page.getElementsByTagName("main").item(0).getTextContent();
    for (String said :
        List.of(
            "Comparison",
            "pretraining-1",
            "pretraining-2",
            "after epoch 3",
            "after epoch 6",
            "Where the time went",
            "Filters",
            "Reconstruction and de-noising",
            "learning.pretraining.epochs",
            "[2,1]",
            "log-likelihood",
            "Weights, hidden layer 1 to hidden layer 2",
            "Biases of the visible units",
            BuildVersion.revision())) {
      assertTrue(text.contains(said), "no " + said);
    }
    // Samples before and after the training of the whole machine; of each of the two models samples
    // and filters; and two pictures of what both restore.
    assertEquals(2 + 6, page.getElementsByTagName("img").getLength());
  }

  @Test
  void byDefaultItLiesInTheRunAndReplacesItself() throws Exception {
    for (int i = 0; i < 2; i++) {
      JsonNode json = Outcome.json("report", "--run", plain.toString());
      assertTrue(json.path("report").textValue().endsWith("plain/report.html"), json.toString());
    }
    String text = parse(plain.resolve("report.html")).getDocumentElement().getTextContent();
    // 12 hidden units are enumerated, so there is one value and no bracket.
    assertTrue(text.contains("Log-likelihood, test"), text);
    assertTrue(text.contains("exact"), text);
  }

  @Test
  void complaintsAboutTheModelAreInTheHeadline() throws Exception {
    Path ill = copy("ill");
    Path description = ill.resolve("model/model.json");
    ObjectNode json = (ObjectNode) new ObjectMapper().readTree(description.toFile());
    assertTrue(json.path("health").isObject(), json.toString());
    json.withObject("health").putArray("complaints").add("nothing was learnt");
    Files.writeString(description, json.toString());
    Outcome.json("report", "--run", ill.toString());
    String summary = section(parse(ill.resolve("report.html")), "At a glance");
    assertTrue(summary.contains("Health: nothing was learnt."), summary);
  }

  @Test
  void warningsStandBesideTheirValueAndInTheHeadline() throws Exception {
    Path doubted = copy("doubted");
    Files.writeString(
        doubted.resolve("evaluation.json"),
        """
        {"log_likelihood": {
           "log_partition": {"ais": {"value": 9, "lower": 8, "upper": 10}}, "gap": -0.6,
           "test": {"rows": 40, "lower": -17.5, "upper": -16.25, "ais": {"value": -17}},
           "settings": {"chains": 100, "burn_in": 30}, "warnings": ["log-likelihood: doubt one"]},
         "kl_divergence": {"test": 0.5, "settings": {"seed": 3}, "warnings": ["doubt two"]},
         "exact_pseudo_log_likelihood": {"test": {"mean": -4.5}},
         "pseudo_log_likelihood": {"test": {"mean": -5.5}},
         "warnings": ["log-likelihood: doubt one", "doubt two"]}
        """);
    Outcome.json("report", "--run", doubted.toString());
    Document page = parse(doubted.resolve("report.html"));
    String summary = section(page, "At a glance");
    assertTrue(summary.contains("doubt one") && !summary.contains("doubt two"), summary);
    assertTrue(summary.contains("-17.50 to -16.25 nats (see the warning)"), summary);
    assertTrue(summary.contains("Steps") && !summary.contains("Health"), summary);
    String evaluation = section(page, "Evaluation");
    for (String said :
        List.of(
            "doubt one",
            "doubt two",
            "-17.50 to -16.25",
            "wrong order",
            "chains 100, burn-in 30",
            "seed 3",
            "exact pseudo-log-likelihood, test, mean",
            "one-unit pseudo-log-likelihood, test, mean")) {
      assertEquals(2, evaluation.split(Pattern.quote(said), -1).length, said + ": " + evaluation);
    }
  }

  /** The text of the section with a heading. */
  private static String section(Document page, String heading) {
    NodeList sections = page.getElementsByTagName("section");
    for (int i = 0; i < sections.getLength(); i++) {
      NodeList headings = ((Element) sections.item(i)).getElementsByTagName("h2");
      if (headings.getLength() > 0 && headings.item(0).getTextContent().equals(heading)) {
        return sections.item(i).getTextContent();
      }
    }
    throw new AssertionError("no section " + heading);
  }

  @Test
  void wrongUse() throws IOException {
    fails(ExitCode.BAD_INPUT, List.of("nowhere", "does not exist"), "nowhere");
    Path empty = copy("empty");
    Files.write(empty.resolve("metrics.jsonl"), new byte[0]);
    fails(ExitCode.BAD_INPUT, List.of("empty has no metrics", "metrics.jsonl"), "empty");
    Files.delete(empty.resolve("metrics.jsonl"));
    fails(ExitCode.BAD_INPUT, List.of("empty has no metrics", "metrics.jsonl"), "empty");
    Path damaged = copy("damaged");
    Files.writeString(damaged.resolve("metrics.jsonl"), "{\"step\":0}\n{\"step\":\n");
    fails(ExitCode.BAD_INPUT, List.of("line 2", "damaged"), "damaged");
    Files.writeString(damaged.resolve("metrics.jsonl"), "{\"step\":0}\n");
    fails(ExitCode.BAD_INPUT, List.of("line 1", "epoch"), "damaged");
    Outcome.fails(
        ExitCode.OUTPUT_EXISTS,
        List.of("report.html", "--overwrite"),
        "report",
        "--run",
        plain.toString(),
        "--out",
        report.toString());
    Outcome.fails(
        ExitCode.BAD_INPUT,
        List.of("no-data"),
        "report",
        "--run",
        plain.toString(),
        "--data",
        directory.resolve("no-data").toString());
  }

  @Test
  void dataThatIsGoneLeavesOutOnlyItsPictures() throws Exception {
    Path moved = copy("moved");
    Files.writeString(moved.resolve("run.json"), "{\"data\":\"file:/gone/with/it\"}");
    Outcome.json("report", "--run", moved.toString());
    Document page = parse(moved.resolve("report.html"));
    // Samples before and after training, and of the trained model, and its filters.
    assertEquals(4, page.getElementsByTagName("img").getLength());
    String text = page.getElementsByTagName("main").item(0).getTextContent();
    assertTrue(text.contains("Not shown:") && text.contains("/gone/with/it"), text);
  }

  @Test
  void aBrowserHasNoComplaint() throws Exception {
    Optional<Path> program = Chromium.program();
    assumeTrue(program.isPresent(), "no Chromium on this machine: the page is not opened in one");
    try (Chromium browser =
        Chromium.start(program.get(), Files.createTempDirectory(directory, "profile"))) {
      browser.open(report.toUri());
      for (boolean dark : new boolean[] {false, true}) {
        for (boolean phone : new boolean[] {false, true}) {
          browser.show(phone ? PHONE_WIDTH : 1280, 800, phone, dark);
          looksRight(browser, phone ? PHONE_WIDTH : 1280, dark);
        }
      }
      curvesCanBeReadOff(browser);
      assertEquals(List.of(), browser.events("Log.entryAdded"));
      assertEquals(List.of(), browser.events("Runtime.consoleAPICalled"));
      assertEquals(List.of(), browser.events("Runtime.exceptionThrown"));
      for (JsonNode request : browser.events("Network.requestWillBeSent")) {
        String url = request.path("request").path("url").asText();
        assertTrue(url.equals(report.toUri().toString()) || url.startsWith("data:"), url);
      }
    }
  }

  private static void looksRight(Chromium browser, int width, boolean dark) throws Exception {
    String where = width + " pixels, " + (dark ? "dark" : "light");
    assertEquals(width, browser.evaluate("window.innerWidth").intValue(), where);
    // A page that is wider than the screen has to be pushed to and fro.
    assertTrue(browser.evaluate("document.documentElement.scrollWidth").intValue() <= width, where);
    assertTrue(
        browser
            .evaluate("Array.from(document.images).every(i => i.complete && i.naturalWidth > 0)")
            .booleanValue(),
        where);
    String[] colours = {"document.body", "document.querySelector('.key line')"};
    double page = lightness(browser, colours[0], "backgroundColor");
    double ink = lightness(browser, colours[0], "color");
    double curve = lightness(browser, colours[1], "stroke");
    assertTrue(dark ? page < 0.2 : page > 0.9, where + ": a page of lightness " + page);
    assertTrue(Math.abs(page - ink) > 0.7, where + ": text of lightness " + ink);
    assertTrue(Math.abs(page - curve) > 0.3, where + ": a curve of lightness " + curve);
  }

  /** The mean of red, green and blue, from 0 to 1. */
  private static double lightness(Chromium browser, String element, String property)
      throws Exception {
    String colour = browser.evaluate("getComputedStyle(" + element + ")." + property).asText();
    Matcher numbers = Pattern.compile("\\d+").matcher(colour);
    double sum = 0;
    for (int i = 0; i < 3; i++) {
      assertTrue(numbers.find(), colour);
      sum += Integer.parseInt(numbers.group()) / 255.0;
    }
    return sum / 3;
  }

  private static void curvesCanBeReadOff(Chromium browser) throws Exception {
    String chart = "document.querySelector('#training figure')";
    assertEquals("epoch", browser.evaluate(chart + ".textContent.trim()").asText());
    browser.evaluate(chart + ".dispatchEvent(new KeyboardEvent('keydown', {key: 'ArrowRight'}))");
    JsonNode first =
        new ObjectMapper().readTree(Files.readAllLines(deep.resolve("metrics.jsonl")).get(0));
    String read = browser.evaluate(chart + ".querySelector('figcaption').textContent").asText();
    Matcher matcher = Pattern.compile("epoch 0: pretraining-1, train ([^,]*),.*").matcher(read);
    assertTrue(matcher.matches(), read);
    assertTrue(isRounded(matcher.group(1), first.path("reconstruction_error").doubleValue()), read);
    browser.evaluate(chart + ".dispatchEvent(new PointerEvent('pointerleave'))");
    assertEquals("epoch", browser.evaluate(chart + ".textContent.trim()").asText());
  }

  private static void fails(ExitCode code, List<String> said, String run) throws IOException {
    Outcome.fails(code, said, "report", "--run", directory.resolve(run).toString());
  }

  private static Path copy(String name) throws IOException {
    Path to = directory.resolve(name);
    try (Stream<Path> all = Files.walk(plain)) {
      for (Path from : (Iterable<Path>) all::iterator) {
        Path target = to.resolve(plain.relativize(from));
        if (Files.isDirectory(from)) {
          Files.createDirectories(target);
        } else {
          Files.copy(from, target);
        }
      }
    }
    return to;
  }

  private static Document parse(Path html) throws Exception {
    byte[] text =
        Files.readString(html)
            .replace("<!DOCTYPE html>", "")
            .strip()
            .getBytes(StandardCharsets.UTF_8);
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(text));
  }
}
