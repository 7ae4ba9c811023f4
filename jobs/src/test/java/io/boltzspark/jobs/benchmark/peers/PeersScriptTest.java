package io.boltzspark.jobs.benchmark.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What runs in Python, with any Python: the libraries are played by modules that the test makes.
 */
class PeersScriptTest {
  /** Which BLAS a process has, by what threadpoolctl and the system tell. */
  private static final String BLAS =
      """
      import peers
      fast = [{"user_api": "openmp", "num_threads": 9},
              {"user_api": "blas", "internal_api": "openblas", "version": "0.3", "num_threads": 2,
               "filepath": "/lib/libopenblas.so"}]
      numpys = {"user_api": "blas", "internal_api": "mkl", "version": "2025", "architecture": "x",
                "num_threads": 3, "filepath": "/site/numpy.libs/libmkl.so"}
      reference = ["/lib/libc.so", "/usr/lib/blas/libblas.so.3.11.0"]
      print(peers.blas(fast, reference))
      print(peers.blas(fast + [numpys], []))
      print(peers.blas([], reference + ["/usr/lib/openblas-pthread/libopenblasp-r0.3.21.so"]))
      print(peers.blas([], ["/lib/libc.so"]))
      name, slow, threads = peers.blas([], reference)
      print(name, "apt-get install libopenblas0" in slow, threads)
      print(peers.torch_blas("BLAS_INFO=mkl, USE_MKL=ON", (name, slow, None)))
      print(peers.torch_blas("BLAS_INFO=generic, USE_MKL=OFF", (name, "slow", None)))
      """;

  private static final String FOUND =
      """
      ('openblas 0.3', None, 2)
      ('mkl 2025 x', None, 3)
      ('libopenblasp-r0.3.21.so', None, None)
      ('unknown', None, None)
      /usr/lib/blas/libblas.so.3.11.0 True None
      ('mkl', None)
      ('/usr/lib/blas/libblas.so.3.11.0', 'slow')
      """;

  @TempDir Path directory;

  @BeforeAll
  static void needsPython() throws InterruptedException {
    try {
      assumeTrue(new ProcessBuilder("python3", "-c", "").start().waitFor() == 0, "no python3");
    } catch (IOException e) {
      assumeTrue(false, "no python3: its part of the comparison is not tested");
    }
  }

  private static Path script() throws URISyntaxException {
    return Path.of(Peers.class.getResource("peers.py").toURI());
  }

  private Process start(String... arguments) throws IOException {
    ProcessBuilder builder = new ProcessBuilder("python3", "-B");
    builder.command().addAll(List.of(arguments));
    builder.environment().putAll(Map.of("PYTHONPATH", directory.toString()));
    return builder.start();
  }

  private static String text(InputStream in) throws IOException {
    return new String(in.readAllBytes(), StandardCharsets.UTF_8);
  }

  @Test
  void aSlowBlasIsRecognised() throws Exception {
    Files.copy(script(), directory.resolve("peers.py"));
    Process python = start("-c", BLAS);
    String out = text(python.getInputStream());
    assertEquals(0, python.waitFor(), text(python.getErrorStream()));
    assertEquals(FOUND, out);
  }

  /** Whatever a library prints does not disturb answers; the process ends with its input. */
  @Test
  void itEndsWithItsInputInTheMiddleOfACommand() throws Exception {
    Files.writeString(directory.resolve("sklearn.py"), "print('noise')\nraise OSError('broken')\n");
    Files.writeString(directory.resolve("rbms.py"), "import time\ntime.sleep(1000)\n");
    Process python = start(script().toString(), "1");
    try (Writer commands = python.outputWriter()) {
      commands.write("{\"command\":\"rows\",\"file\":\"/nowhere/rows.npy\"}\n");
      commands.flush();
      String refusal = python.inputReader().readLine();
      assertTrue(refusal.startsWith("{\"error\": \""), refusal);
      commands.write("{\"command\":\"peers\"}\n");
      commands.flush();
    }
    boolean ended = python.waitFor(1, TimeUnit.MINUTES);
    python.destroyForcibly();
    assertTrue(ended);
    assertEquals(0, python.exitValue(), () -> "ended by the test");
  }

  @Test
  void aLibraryThatCannotBeImportedIsMissingWithTheReason() throws Exception {
    Files.writeString(directory.resolve("sklearn.py"), "print('noise')\nraise OSError('broken')\n");
    Files.writeString(directory.resolve("rbms.py"), "raise ImportError('no torch\\nhere')\n");
    Process python = start(script().toString(), "1");
    try (Writer commands = python.outputWriter()) {
      commands.write("{\"command\":\"peers\"}\n");
      commands.flush();
      String answer = python.inputReader().readLine();
      assertTrue(answer.contains("\"missing\": \"OSError: broken\""), answer);
      assertTrue(answer.contains("\"missing\": \"no torch here\""), answer);
      assertTrue(answer.contains("apt-get install python3-sklearn"), answer);
    }
    assertEquals(0, python.waitFor());
    assertEquals("noise", text(python.getErrorStream()).strip());
  }
}
