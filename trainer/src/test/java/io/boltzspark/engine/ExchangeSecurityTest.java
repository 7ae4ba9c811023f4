package io.boltzspark.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.boltzspark.boltzmann.BoltzmannConfig;
import io.boltzspark.boltzmann.NegativePhaseConfig.Algorithm;
import io.boltzspark.engine.data.MadeRows;
import io.boltzspark.engine.training.Trainings;
import io.boltzspark.math.Blas;
import io.boltzspark.testing.LocalCluster;
import io.boltzspark.testing.TestSpark;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.SecurityManager;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.apache.spark.rpc.RpcAddress;
import org.apache.spark.rpc.RpcEnv;
import org.apache.spark.rpc.RpcTimeout;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import scala.Option;
import scala.reflect.ClassTag$;

/**
 * The exchange has no protection of its own, and needs none: what Spark is told about
 * authentication and encryption holds for it. With an executor in another process.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ExchangeSecurityTest {
  private static final String SECRET = "known to this test alone";
  private static final String NAME = "exchange-under-attack";
  private static final Map<String, String> PROTECTED =
      Map.of(
          "spark.authenticate", "true",
          "spark.authenticate.secret", SECRET,
          "spark.network.crypto.enabled", "true");

  private static final BoltzmannConfig CONFIG =
      Trainings.config(MadeRows.WIDTH, Algorithm.PCD, false, 2, 0.01, 5);
  private static final float[] INITIAL = initial();

  @TempDir static Path directory;

  private static float[] initial() {
    int hidden = Trainings.HIDDEN;
    float[] parameters = new float[MadeRows.WIDTH * hidden + MadeRows.WIDTH + hidden];
    Random random = new Random(1);
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] = (random.nextFloat() - 0.5f) / 10;
    }
    return parameters;
  }

  @AfterAll
  static void close() {
    TestSpark.close();
  }

  private static SparkSession cluster(Map<String, String> settings) {
    return LocalCluster.open(1, settings);
  }

  /** What a training leaves on the wire between the driver and its executor. */
  private record Overheard(boolean parameters, boolean kernel, long bytes, String model) {}

  private static Overheard train(SparkSession spark, String run) throws IOException {
    try (RecordingProxy proxy = new RecordingProxy(SparkEnv.get().rpcEnv().address().port())) {
      reachDriverAt(spark, proxy.port());
      String model =
          new Trainings(spark, new MadeRows(spark, false), CONFIG)
              .engine(Trainings.engine(EngineConfig.Kind.ROUNDS, 1))
              .from(INITIAL)
              .into(directory.resolve(run))
              .modelSha256();
      // The first answer to the executor holds the parameters that training starts from.
      byte[] weights = new byte[INITIAL.length * Float.BYTES];
      Messages.pack(INITIAL, false, weights);
      byte[] some = Arrays.copyOf(weights, 16 * Float.BYTES);
      byte[] kernel = Blas.info().kernel().getBytes(StandardCharsets.UTF_8);
      return new Overheard(proxy.saw(some), proxy.saw(kernel), proxy.bytes(), model);
    } finally {
      reachDriverAt(spark, SparkEnv.get().rpcEnv().address().port());
    }
  }

  /** Lets executors look for the driver's exchange at another port. */
  private static void reachDriverAt(SparkSession spark, int port) {
    long told =
        TestSpark.context(spark)
            .parallelize(List.of(port), 1)
            .map(
                there -> {
                  SparkEnv.get().conf().set("spark.driver.port", Integer.toString(there));
                  return there;
                })
            .count();
    assertEquals(1, told);
  }

  private static String plainModel;

  @Test
  @Order(1)
  void withoutEncryptionTheWireCanBeRead() throws IOException {
    Overheard overheard = train(cluster(Map.of()), "plain");
    assertTrue(overheard.parameters(), "the parameters");
    assertTrue(overheard.kernel(), "the greeting");
    plainModel = overheard.model();
  }

  @Test
  @Order(2)
  void withEncryptionItCannotAndTheModelIsTheSame() throws IOException {
    Overheard overheard = train(cluster(PROTECTED), "protected");
    // Parameters down and statistics up, at each of six steps: it was this wire that they took.
    assertTrue(overheard.bytes() > 2 * 6 * INITIAL.length * Float.BYTES, overheard.toString());
    assertFalse(overheard.parameters(), "the parameters");
    assertFalse(overheard.kernel(), "the greeting");
    assertEquals(plainModel, overheard.model());
  }

  @Test
  @Order(3)
  void onlyWhoKnowsTheSecretIsHeard() throws Exception {
    cluster(PROTECTED);
    RoundFixture round = new RoundFixture(false);
    AtomicInteger heard = new AtomicInteger();
    try (AutoCloseable endpoint =
        Exchange.listen(
            NAME,
            (message, answer) -> {
              heard.incrementAndGet();
              round.coordinator.receive(message, answer);
            })) {
      assertTrue(endpoint != null);
      Object[] hello = RoundFixture.hello(RoundFixture.REMOTE);
      for (Map<String, String> outsider :
          List.of(
              Map.of("spark.authenticate", "false"),
              with("spark.authenticate.secret", "a guess"),
              with("spark.authenticate.secret", SECRET + " "))) {
        assertThrows(Exception.class, () -> ask(outsider, hello), outsider.toString());
      }
      assertEquals(0, heard.get(), "nothing of this reached the exchange");

      Exception refusal =
          assertThrows(Exception.class, () -> ask(PROTECTED, new Object[] {"no message"}));
      assertTrue(said(refusal).contains("not a message of this exchange"), said(refusal));
      round.send(RoundFixture.hello(0));
      round.send(RoundFixture.hello(1));
      Object[] answer = ask(PROTECTED, hello);
      assertEquals(Messages.GO, Messages.headerOf(answer).kind());
      float[] parameters = new float[RoundFixture.PARAMETERS];
      Messages.unpack(answer[1], parameters.length, parameters);
      assertArrayEquals(round.learner.parameters(), parameters);
    }
  }

  private static Map<String, String> with(String key, String value) {
    Map<String, String> changed = new java.util.TreeMap<>(PROTECTED);
    changed.put(key, value);
    return changed;
  }

  /** All that an error says, its causes included. */
  private static String said(Throwable error) {
    List<String> said = new ArrayList<>();
    for (Throwable e = error; e != null; e = e.getCause()) {
      said.add(String.valueOf(e.getMessage()));
    }
    return String.join("; ", said);
  }

  /** Asks the exchange as a process of its own would, with an RPC environment of its own. */
  private static Object[] ask(Map<String, String> settings, Object[] message) {
    SparkConf conf = new SparkConf(false);
    conf.set("spark.rpc.askTimeout", "10s").set("spark.rpc.lookupTimeout", "10s");
    conf.set("spark.network.timeout", "10s");
    settings.forEach(conf::set);
    SecurityManager security =
        new SecurityManager(conf, Option.empty(), SecurityManager.$lessinit$greater$default$3());
    RpcEnv peer = RpcEnv.create("peer", "127.0.0.1", 0, conf, security, true);
    try {
      RpcAddress driver = SparkEnv.get().rpcEnv().address();
      RpcTimeout limit =
          new RpcTimeout(
              scala.concurrent.duration.Duration.create(10, TimeUnit.SECONDS), "the test's own");
      return peer.setupEndpointRef(driver, NAME)
          .askSync(message, limit, ClassTag$.MODULE$.apply(Object[].class));
    } finally {
      peer.shutdown();
      peer.awaitTermination();
    }
  }

  @Test
  @Order(4)
  void trainingOpensNoPort() throws IOException {
    assumeTrue(ListeningPorts.areKnown(), "no /proc");
    SparkSession spark = cluster(PROTECTED);
    List<ProcessHandle> processes = new ArrayList<>(LocalCluster.executors());
    assertEquals(1, processes.size());
    processes.add(ProcessHandle.current());
    Set<String> before = ListeningPorts.of(processes);
    Set<String> during = new TreeSet<>();
    new Trainings(spark, new MadeRows(spark, false), CONFIG)
        .engine(Trainings.engine(EngineConfig.Kind.ROUNDS, 1))
        .onStep(step -> during.addAll(ListeningPorts.of(processes)))
        .into(directory.resolve("ports"));
    assertFalse(before.isEmpty());
    assertEquals(before, during);
    try (ServerSocket another = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertEquals(
          before.size() + 1,
          ListeningPorts.of(processes).size(),
          "port " + another.getLocalPort() + " would have been seen");
    }
  }
}
