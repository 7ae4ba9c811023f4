package io.boltzspark.jobs.benchmark.peers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.files.WriteFailure;
import io.boltzspark.jobs.benchmark.scaling.StepShape;
import io.boltzspark.jobs.export.NpyHeader;
import io.boltzspark.math.Tensor;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.FileUtil;

/**
 * Other libraries for Python that train restricted machines by PCD, all in one process, which does
 * not outlive this one. Its files lie in a temporary directory, which is removed with it.
 */
public final class Peers implements AutoCloseable {
  private static final String SCRIPT = "peers.py";
  private static final String ROWS = "rows.npy";

  /** What libraries of linear algebra and their run-time systems look at. */
  private static final List<String> THREADS =
      List.of("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS");

  private final Path directory;
  private final PythonProcess process;
  private final Thread atExit = new Thread(this::end, "boltz-end-peers");
  private final List<Peer> found = new ArrayList<>();
  private final List<MissingPeer> missing = new ArrayList<>();
  private String version = "";

  private Peers(Path directory, PythonProcess process) {
    this.directory = directory;
    this.process = process;
  }

  /**
   * Starts Python and looks which libraries it has.
   *
   * @param python the program
   * @param threads of each library
   * @param patience how long an answer may take, such as that to {@link #rowMicros}
   * @throws BoltzException ENVIRONMENT if it cannot be started, has none of them, or dies
   */
  public static Peers open(String python, int threads, Duration patience) {
    Path directory = temporaryDirectory();
    Peers peers;
    try {
      Map<String, String> environment = new TreeMap<>();
      THREADS.forEach(name -> environment.put(name, Integer.toString(threads)));
      List<String> arguments =
          List.of("-B", script(directory).toString(), Integer.toString(threads));
      peers = new Peers(directory, new PythonProcess(python, arguments, environment, patience));
    } catch (RuntimeException e) {
      FileUtil.fullyDelete(directory.toFile());
      throw e;
    }
    Runtime.getRuntime().addShutdownHook(peers.atExit);
    try {
      peers.look(python);
      return peers;
    } catch (RuntimeException e) {
      peers.close();
      throw e;
    }
  }

  private static Path temporaryDirectory() {
    try {
      return Files.createTempDirectory("boltz-peers-");
    } catch (IOException e) {
      throw WriteFailure.of("cannot make a temporary directory", e);
    }
  }

  private static Path script(Path directory) {
    Path file = directory.resolve(SCRIPT);
    try (InputStream in = Peers.class.getResourceAsStream(SCRIPT)) {
      Files.copy(in, file);
      return file;
    } catch (IOException e) {
      throw WriteFailure.of("cannot write " + file, e);
    }
  }

  private void look(String python) {
    ObjectNode answer =
        accepted(process.ask("while it looked for libraries", Map.of("command", "peers")));
    version = answer.path("python").asText();
    for (JsonNode peer : answer.path("peers")) {
      String name = peer.path("name").asText();
      if (peer.has("missing")) {
        String install = peer.path("install").asText();
        missing.add(new MissingPeer(name, peer.path("missing").asText(), install));
      } else {
        JsonNode sweeps = peer.path("most_sweeps");
        found.add(
            new Peer(
                name,
                peer.path("version").asText(),
                peer.path("blas").asText(),
                Optional.ofNullable(peer.path("slow").textValue()),
                peer.path("threads").asInt(),
                sweeps.isIntegralNumber()
                    ? OptionalInt.of(sweeps.intValue())
                    : OptionalInt.empty()));
      }
    }
    if (found.isEmpty()) {
      throw new BoltzException(
          ExitCode.ENVIRONMENT,
          "%s has no library to compare with: %s; install one of them, or name another Python with --python"
              .formatted(
                  python,
                  missing.stream().map(MissingPeer::label).collect(Collectors.joining(", "))));
    }
  }

  /** Version of Python. */
  public String version() {
    return version;
  }

  /** The libraries that are there, at least one. */
  public List<Peer> found() {
    return List.copyOf(found);
  }

  /** The libraries that are not there. */
  public List<MissingPeer> missing() {
    return List.copyOf(missing);
  }

  /**
   * Gives the rows to train on to all libraries.
   *
   * @param rows a byte of 0 or 1 for each visible unit
   * @throws BoltzException ENVIRONMENT if they cannot be written, or Python cannot read them
   */
  public void give(List<byte[]> rows) {
    Path file = directory.resolve(ROWS);
    int units = rows.get(0).length;
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      out.write(NpyHeader.of(Tensor.Type.U8, rows.size(), units));
      for (byte[] row : rows) {
        out.write(row);
      }
    } catch (IOException e) {
      throw WriteFailure.of("cannot write " + file, e);
    }
    Map<String, String> command = Map.of("command", "rows", "file", file.toString());
    ObjectNode answer = accepted(process.ask("while it read rows", command));
    FileUtil.fullyDelete(file.toFile());
    if (answer.path("rows").asInt() != rows.size() || answer.path("units").asInt() != units) {
      throw new BoltzException(
          ExitCode.ENVIRONMENT,
          "Python read %s, but was given %d rows of %d values"
              .formatted(answer, rows.size(), units));
    }
  }

  /**
   * Trains on the first rows, further from where the last call with the same peer and shape ended.
   *
   * @param rows a multiple of the shape's minibatch, no more than were given
   * @return microseconds a row
   * @throws PeerException if the library refuses
   * @throws BoltzException ENVIRONMENT if Python dies or does not answer in time
   */
  public double rowMicros(Peer peer, StepShape shape, int rows) throws PeerException {
    Map<String, Object> command = new LinkedHashMap<>();
    command.put("command", "pass");
    command.put("peer", peer.name());
    command.put("hidden", shape.hidden());
    command.put("batch_size", shape.batch());
    command.put("k", shape.k());
    command.put("rows", rows);
    ObjectNode answer =
        process.ask("while %s trained %s".formatted(peer.name(), shape.label()), command);
    if (answer.has("error")) {
      throw new PeerException(answer.get("error").asText());
    }
    return answer.path("microseconds").asDouble(Double.NaN);
  }

  private static ObjectNode accepted(ObjectNode answer) {
    if (answer.has("error")) {
      throw new BoltzException(
          ExitCode.ENVIRONMENT, "Python failed: " + answer.get("error").asText());
    }
    return answer;
  }

  private void end() {
    process.end();
    FileUtil.fullyDelete(directory.toFile());
  }

  @Override
  public void close() {
    process.close();
    end();
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      // This process is ending, and the hook has the same effect.
    }
  }
}
