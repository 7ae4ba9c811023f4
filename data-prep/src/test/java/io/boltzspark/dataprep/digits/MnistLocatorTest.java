package io.boltzspark.dataprep.digits;

import static io.boltzspark.dataprep.idx.IdxFixtures.assertFails;
import static io.boltzspark.dataprep.idx.IdxFixtures.gzip;
import static io.boltzspark.dataprep.idx.IdxFixtures.hadoop;
import static io.boltzspark.dataprep.idx.IdxFixtures.noiseSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.boltzspark.dataprep.digits.LocatedDigits.Kind;
import io.boltzspark.dataprep.idx.IdxFixtures;
import io.boltzspark.errors.ExitCode;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MnistLocatorTest {
  @TempDir Path directory;

  private final AtomicInteger requests = new AtomicInteger();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void anExplicitDirectoryComesFirst() throws Exception {
    Path explicit = noiseSet(directory.resolve("explicit"), 20, 10);
    Path variable = noiseSet(directory.resolve("variable"), 20, 10);
    noiseSet(directory.resolve("data/mnist"), 20, 10);
    MnistLocator locator =
        locator().environment(Map.of("BOLTZ_MNIST", variable.toString(), "BOLTZ_OFFLINE", "1"));
    assertLocated(Kind.ENVIRONMENT, variable, locator.locate());
    locator.explicitDirectory(hadoop(explicit));
    assertLocated(Kind.EXPLICIT, explicit, locator.locate());
    assertLocated(Kind.CACHED, directory.resolve("data/mnist"), locator().locate());
  }

  @Test
  void aNamedDirectoryThatCannotBeUsedIsAnError() throws Exception {
    noiseSet(directory.resolve("data/mnist"), 20, 10);
    Path gone = directory.resolve("gone");
    assertFails(
        ExitCode.BAD_INPUT,
        () -> locator().explicitDirectory(hadoop(gone)).locate(),
        "gone",
        "does not exist");
    assertFails(
        ExitCode.BAD_INPUT,
        () -> locator().environment(Map.of("BOLTZ_MNIST", gone.toString())).locate(),
        "gone",
        "$BOLTZ_MNIST");
    Files.delete(directory.resolve("data/mnist/train-images-idx3-ubyte.gz"));
    assertFails(ExitCode.BAD_INPUT, () -> locator().locate(), "no IDX training images");
  }

  @Test
  void looksWithoutTouchingAnything() throws Exception {
    serve(name -> new byte[0]);
    assertTrue(locator().find().isEmpty());
    assertEquals(0, requests.get());
    assertFalse(Files.exists(directory.resolve("data")));
  }

  @Test
  void downloadsMnistOnceAndKeepsIt() throws Exception {
    Path mnist = IdxFixtures.mnist();
    serve(name -> Files.readAllBytes(mnist.resolve(name)));
    // An empty directory is as good as none.
    Files.createDirectories(directory.resolve("data/mnist"));
    LocatedDigits located = locator().locate();
    assertLocated(Kind.DOWNLOADED, directory.resolve("data/mnist"), located);
    assertEquals(4, requests.get());
    assertLocated(Kind.CACHED, directory.resolve("data/mnist"), locator().locate());
    assertEquals(4, requests.get());
    assertOnly("data", "mnist");
  }

  @Test
  void aBrokenMirrorIsPassedOver() throws Exception {
    Path mnist = IdxFixtures.mnist();
    serve(name -> Files.readAllBytes(mnist.resolve(name)));
    LocatedDigits located =
        locator().mirrors(List.of(mirror("/nothing/"), mirror("/mnist/"))).locate();
    assertLocated(Kind.DOWNLOADED, directory.resolve("data/mnist"), located);
  }

  @Test
  void drawsDigitsAndSaysSoWhenNoMirrorHasGoodFiles() throws Exception {
    byte[] other = gzip(IdxFixtures.noiseImages(20, 1));
    AtomicReference<byte[]> answer = new AtomicReference<>(other);
    serve(name -> answer.get());
    assertDrawn("wrong SHA-256");
    answer.set(Arrays.copyOf(other, other.length - 20));
    assertDrawn("damaged");
    answer.set(new byte[0]);
    assertDrawn("damaged");
    answer.set(new byte[40 << 20]);
    assertDrawn("more than");
    server.removeContext("/mnist/");
    assertDrawn("HTTP status 404");
    assertOnly("data", "drawn-digits");
  }

  @Test
  void drawsDigitsWhenNobodyAnswers() throws Exception {
    MnistLocator locator = locator();
    server.stop(0);
    assertLocated(Kind.DRAWN, directory.resolve("data/drawn-digits"), locator.locate());
    assertOnly("data", "drawn-digits");
  }

  @Test
  void aMirrorThatBreaksOffLeavesNothing() throws Exception {
    server.createContext(
        "/mnist/",
        exchange -> {
          exchange.sendResponseHeaders(200, 1_000_000);
          OutputStream body = exchange.getResponseBody();
          body.write(new byte[1_000]);
          body.flush();
          exchange.close();
        });
    LocatedDigits located = locator().locate();
    assertLocated(Kind.DRAWN, directory.resolve("data/drawn-digits"), located);
    assertOnly("data", "drawn-digits");
  }

  @Test
  void theNetworkCanBeForbidden() throws Exception {
    serve(name -> new byte[0]);
    LocatedDigits forbidden = locator().allowDownload(false).locate();
    assertEquals(Kind.DRAWN, forbidden.kind());
    LocatedDigits offline = locator().environment(Map.of("BOLTZ_OFFLINE", "1")).locate();
    assertEquals(Kind.DRAWN, offline.kind());
    assertTrue(offline.message().contains("BOLTZ_OFFLINE"), offline.message());
    assertEquals(0, requests.get());
  }

  @Test
  void drawnDigitsStayLabelledWhenTheyAreNamed() {
    LocatedDigits drawn = locator().allowDownload(false).locate();
    LocatedDigits named = locator().explicitDirectory(drawn.directory()).locate();
    assertEquals(Kind.DRAWN, named.kind());
    assertTrue(named.message().contains("NOT MNIST"), named.message());
  }

  private void assertDrawn(String why) {
    LocatedDigits located = locator().locate();
    assertLocated(Kind.DRAWN, directory.resolve("data/drawn-digits"), located);
    assertTrue(located.message().contains(why), located.message());
  }

  private MnistLocator locator() {
    return new MnistLocator(new Configuration())
        .environment(Map.of())
        .dataDirectory(hadoop(directory.resolve("data")))
        .mirrors(List.of(mirror("/mnist/")))
        .drawnRows(30, 10);
  }

  private URI mirror(String path) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }

  /** What the mirror answers for a name. */
  private interface Answer {
    byte[] to(String name) throws IOException;
  }

  private void serve(Answer answer) {
    server.createContext(
        "/mnist/",
        exchange -> {
          requests.incrementAndGet();
          byte[] body =
              answer.to(Path.of(exchange.getRequestURI().getPath()).getFileName().toString());
          exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
          try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
          }
        });
  }

  private static void assertLocated(Kind kind, Path path, LocatedDigits located) {
    assertEquals(kind, located.kind(), located.message());
    assertEquals(path.toString(), Path.of(located.directory().toUri().getPath()).toString());
    if (kind == Kind.DRAWN) {
      assertTrue(located.message().contains("NOT MNIST"), located.message());
    }
  }

  private void assertOnly(String below, String... names) throws IOException {
    try (Stream<Path> entries = Files.list(directory.resolve(below))) {
      assertEquals(
          List.of(names), entries.map(path -> path.getFileName().toString()).sorted().toList());
    }
  }
}
