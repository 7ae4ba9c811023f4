package io.boltzspark.jobs.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A Chromium without a window, with one page, spoken to in the DevTools protocol
 * (chromedevtools.github.io/devtools-protocol).
 */
final class Chromium implements AutoCloseable {
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");
  private static final int MOST_SECONDS = 60;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Process process;
  private final WebSocket socket;
  private final LinkedBlockingQueue<JsonNode> messages;
  private final List<JsonNode> events = new ArrayList<>();
  private int number;
  private String session = "";

  private Chromium(Process process, WebSocket socket, LinkedBlockingQueue<JsonNode> messages) {
    this.process = process;
    this.socket = socket;
    this.messages = messages;
  }

  /** The program, if this machine has it: on the path, or as the environment's CHROMIUM. */
  static Optional<Path> program() {
    if (System.getenv("CHROMIUM") != null) {
      return Optional.of(Path.of(System.getenv("CHROMIUM")));
    }
    for (String directory : System.getenv("PATH").split(File.pathSeparator)) {
      for (String name : NAMES) {
        Path file = Path.of(directory, name);
        if (Files.isExecutable(file)) {
          return Optional.of(file);
        }
      }
    }
    return Optional.empty();
  }

  /**
   * Starts it and opens an empty page.
   *
   * @param profile an empty directory
   */
  static Chromium start(Path program, Path profile) throws Exception {
    Process process =
        new ProcessBuilder(
                program.toString(),
                "--headless",
                "--no-sandbox", // it opens a file of this test's own making, maybe as root
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                "about:blank")
            .redirectErrorStream(true)
            .start();
    try {
      LinkedBlockingQueue<JsonNode> messages = new LinkedBlockingQueue<>();
      WebSocket socket =
          HttpClient.newHttpClient()
              .newWebSocketBuilder()
              .buildAsync(address(process), new Listener(messages))
              .get(MOST_SECONDS, TimeUnit.SECONDS);
      Chromium chromium = new Chromium(process, socket, messages);
      chromium.attach();
      return chromium;
    } catch (Exception e) {
      process.destroyForcibly();
      throw e;
    }
  }

  private static URI address(Process process) throws IOException {
    BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
    StringBuilder said = new StringBuilder();
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      said.append(line).append('\n');
      int at = line.indexOf("ws://");
      if (at >= 0) {
        // What it says later must be read as well, or it would wait for room to say it.
        Thread reader = new Thread(() -> output.lines().forEach(ignored -> {}), "chromium-output");
        reader.setDaemon(true);
        reader.start();
        return URI.create(line.substring(at).strip());
      }
    }
    throw new IOException("Chromium ended at once: " + said);
  }

  private void attach() throws Exception {
    JsonNode page = call("Target.createTarget", JSON.createObjectNode().put("url", "about:blank"));
    ObjectNode target = JSON.createObjectNode().put("flatten", true);
    target.put("targetId", page.path("targetId").textValue());
    session = call("Target.attachToTarget", target).path("sessionId").textValue();
    for (String domain : List.of("Page", "Network", "Log", "Runtime")) {
      call(domain + ".enable", JSON.createObjectNode());
    }
  }

  /** Says something and waits for the answer; events that come meanwhile are kept. */
  JsonNode call(String method, ObjectNode parameters) throws Exception {
    int id = ++number;
    ObjectNode message = JSON.createObjectNode().put("id", id).put("method", method);
    message.set("params", parameters);
    if (!session.isEmpty()) {
      message.put("sessionId", session);
    }
    socket.sendText(message.toString(), true).get(MOST_SECONDS, TimeUnit.SECONDS);
    while (true) {
      JsonNode answer = next(method);
      if (answer.path("id").asInt() == id) {
        if (answer.has("error")) {
          throw new IOException(method + ": " + answer.path("error"));
        }
        return answer.path("result");
      }
    }
  }

  private JsonNode next(String waitingFor) throws Exception {
    JsonNode message = messages.poll(MOST_SECONDS, TimeUnit.SECONDS);
    if (message == null) {
      throw new IOException("no answer to " + waitingFor + " within " + MOST_SECONDS + " s");
    }
    if (message.has("method")) {
      events.add(message);
    }
    return message;
  }

  /** Opens an address and waits until the page is whole. */
  void open(URI address) throws Exception {
    call("Page.navigate", JSON.createObjectNode().put("url", address.toString()));
    while (events("Page.loadEventFired").isEmpty()) {
      next("Page.navigate");
    }
  }

  /** A screen of so many pixels, with a preference of light or dark. */
  void show(int width, int height, boolean phone, boolean dark) throws Exception {
    ObjectNode metrics = JSON.createObjectNode().put("width", width).put("height", height);
    metrics.put("deviceScaleFactor", phone ? 2 : 1).put("mobile", phone);
    call("Emulation.setDeviceMetricsOverride", metrics);
    ObjectNode media = JSON.createObjectNode();
    media
        .putArray("features")
        .addObject()
        .put("name", "prefers-color-scheme")
        .put("value", dark ? "dark" : "light");
    call("Emulation.setEmulatedMedia", media);
  }

  /** What an expression of the page's script is worth. */
  JsonNode evaluate(String expression) throws Exception {
    ObjectNode question = JSON.createObjectNode().put("expression", expression);
    JsonNode result = call("Runtime.evaluate", question.put("returnByValue", true));
    if (result.has("exceptionDetails")) {
      throw new IOException(expression + ": " + result.path("exceptionDetails"));
    }
    return result.path("result").path("value");
  }

  /** The parameters of all events of a kind so far. */
  List<JsonNode> events(String method) {
    return events.stream()
        .filter(event -> event.path("method").asText().equals(method))
        .map(event -> event.path("params"))
        .toList();
  }

  /** The visible part of the page, as a PNG. */
  byte[] screenshot() throws Exception {
    return call("Page.captureScreenshot", JSON.createObjectNode()).path("data").binaryValue();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  /** Puts whole messages into a queue. */
  private static final class Listener implements WebSocket.Listener {
    private final LinkedBlockingQueue<JsonNode> messages;
    private final StringBuilder begun = new StringBuilder();

    Listener(LinkedBlockingQueue<JsonNode> messages) {
      this.messages = messages;
    }

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      begun.append(data);
      if (last) {
        try {
          messages.add(JSON.readTree(begun.toString()));
        } catch (IOException e) {
          throw new IllegalStateException("Chromium speaks JSON", e);
        }
        begun.setLength(0);
      }
      socket.request(1);
      return null;
    }
  }
}
