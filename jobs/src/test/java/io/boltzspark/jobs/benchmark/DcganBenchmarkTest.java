package io.boltzspark.jobs.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.boltzspark.adversarial.AdversarialNetworks;
import io.boltzspark.engine.EngineConfig;
import io.boltzspark.engine.benchmark.AdversarialPeer;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.jobs.console.Progress;
import io.boltzspark.jobs.testing.Outcome;
import io.boltzspark.network.LayerText;
import io.boltzspark.network.Shape;
import io.boltzspark.store.Json;
import io.boltzspark.testing.SparkTesting;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@code boltz benchmark --suite dcgan} with networks that say nothing about speed. */
@ExtendWith(SparkTesting.class)
class DcganBenchmarkTest {
  private static final int BATCH_SIZE = 6;
  private static final int STEPS = 4;
  private static final double ROUNDING = 1e-12;

  /** Multiplications of a step for one real and one generated image, counted by hand. */
  private static final int MULTIPLICATIONS = 2 * 24 + 3 * 50 + 3 * (50 + 8) + 2 * 50 + 3 * 8;

  private static final EngineConfig ENGINE =
      new EngineConfig(
          EngineConfig.Kind.JOBS,
          2,
          0,
          Duration.ofMinutes(1),
          Duration.ofMinutes(1),
          1,
          false,
          false);

  /** A peer whose two ways need no time worth mentioning, or three milliseconds. */
  private static final class SleepingPeer implements AdversarialPeer {
    private final List<String> closed = new ArrayList<>();
    private int steps;

    @Override
    public String name() {
      return "sleep";
    }

    @Override
    public List<Way> ways(AdversarialNetworks networks, int batchSize, double rate, int threads) {
      assertEquals(BATCH_SIZE, batchSize);
      return List.of(way("slow", 3), way("fast", 0));
    }

    private Way way(String name, int millis) {
      return new Way() {
        @Override
        public String name() {
          return name;
        }

        @Override
        public void step() {
          steps++;
          if (millis > 0) {
            sleep(millis);
          }
        }

        @Override
        public void close() {
          closed.add(name);
        }
      };
    }

    private static void sleep(int millis) {
      try {
        Thread.sleep(millis);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static DcganBenchmarkResult measure(SparkSession spark, Optional<AdversarialPeer> peer) {
    DcganBenchmarkAction.Request request =
        new DcganBenchmarkAction.Request(
            4,
            3,
            BATCH_SIZE,
            List.of("dense:8", "reshape:2x2x2", "transposed-convolution:1:3:2", "tanh"),
            List.of("convolution:2:3:2", "leaky-relu", "dropout", "dense:1"),
            STEPS,
            0.05,
            peer,
            "some",
            ENGINE);
    return new DcganBenchmarkAction(spark, request, Progress.silent()).execute();
  }

  @Test
  void aStepIsTimedBesideItsProductsAndAPeer(@SparkTesting.Local(2) SparkSession spark)
      throws IOException {
    SleepingPeer peer = new SleepingPeer();
    DcganBenchmarkResult result = measure(spark, Optional.of(peer));
    JsonNode json = new JsonMapper().readTree(Json.line(result.json()));
    assertEquals(2, json.get("lanes").intValue());
    assertEquals(BATCH_SIZE * MULTIPLICATIONS, json.get("multiplications").longValue());
    assertTrue(json.get("step_ms").doubleValue() > 0, json::toString);
    assertTrue(
        json.get("products_ms").doubleValue() < json.get("step_ms").doubleValue(), json::toString);
    assertTrue(json.get("products_ratio").doubleValue() > 1, json::toString);
    assertTrue(
        json.get("least_step_ms").doubleValue() <= json.get("step_ms").doubleValue(),
        json::toString);
    double share = json.get("product_share").doubleValue();
    assertTrue(share > 0 && share < 1, json::toString);
    assertEquals(STEPS, json.get("memory_steps").intValue());
    assertTrue(json.get("memory_after").get("heap_bytes").longValue() > 0, json::toString);
    assertEquals("sleep", json.get("peer").textValue());
    JsonNode ways = json.get("peer_ways");
    assertEquals(
        List.of("slow", "fast"),
        List.of(ways.get(0).get("way").textValue(), ways.get(1).get("way").textValue()));
    assertTrue(ways.get(0).get("step_ms").doubleValue() >= 3, json::toString);
    assertEquals(
        ways.get(1).get("ratio").doubleValue(), json.get("peer_ratio").doubleValue(), ROUNDING);
    assertTrue(peer.steps >= 2 * json.get("turns").intValue(), () -> peer.steps + " steps");
    assertEquals(List.of("slow", "fast"), peer.closed);
    assertFalse(result.summary().contains(DcganBenchmarkResult.NO_PEER));
  }

  @Test
  void withoutAPeerALineSaysHowToHaveOne(@SparkTesting.Local(2) SparkSession spark)
      throws IOException {
    DcganBenchmarkResult result = measure(spark, Optional.empty());
    JsonNode json = new JsonMapper().readTree(Json.line(result.json()));
    assertTrue(json.get("peer").isNull(), json::toString);
    assertTrue(json.get("peer_ratio").isNull(), json::toString);
    assertEquals(0, json.get("peer_ways").size());
    assertEquals(1, result.summary().stream().filter(DcganBenchmarkResult.NO_PEER::equals).count());
  }

  @Test
  void aPeerThatIsNotThereIsRefused() throws IOException {
    Outcome.fails(
        ExitCode.ENVIRONMENT,
        List.of("--peer libtorch", "not on the class path"),
        "benchmark",
        "--suite",
        "dcgan",
        "--peer",
        "libtorch");
  }

  @Test
  void itsLayersFitTheImages() {
    AdversarialNetworks networks =
        AdversarialNetworks.of(
            new Shape(28, 28, 1),
            100,
            0,
            DcganBenchmarkAction.GENERATOR.stream().map(LayerText::parse).toList(),
            DcganBenchmarkAction.DISCRIMINATOR.stream().map(LayerText::parse).toList());
    // Trained parameters by TensorFlow's summary of the tutorial's models.
    assertEquals(2_305_472, networks.generatorSize());
    assertEquals(212_865, networks.discriminatorSize());
  }
}
