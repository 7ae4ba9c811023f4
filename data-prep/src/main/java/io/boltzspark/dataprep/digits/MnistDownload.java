package io.boltzspark.dataprep.digits;

import io.boltzspark.dataprep.idx.IdxFile;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.files.Paths;
import io.boltzspark.files.StagedDirectory;
import io.boltzspark.files.WriteFailure;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches the four files of MNIST from a mirror. Each is checked from end to end and against its
 * published content before the directory appears; a failure leaves nothing behind.
 */
final class MnistDownload {
  static final List<URI> MIRRORS =
      List.of(
          URI.create("https://ossci-datasets.s3.amazonaws.com/mnist/"),
          URI.create("https://storage.googleapis.com/cvdf-datasets/mnist/"));

  /** Short, because a machine without network must get to the drawn digits soon. */
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(10);

  /** For the body: 10 MB arrive in this time at 1 Mbit/s. */
  private static final Duration FILE_TIMEOUT = Duration.ofSeconds(90);

  /** The largest of the files has 9.9 MB; a mirror that sends more sends the wrong file. */
  private static final long MAXIMUM_BYTES = 32L << 20;

  private static final Logger LOG = LoggerFactory.getLogger(MnistDownload.class);

  private final Configuration hadoop;
  private final List<URI> mirrors;

  /** No mirror had the files; the message gives the reason for each. */
  static final class Failure extends Exception {
    private static final long serialVersionUID = 1L;

    Failure(String message) {
      super(message);
    }
  }

  MnistDownload(Configuration hadoop, List<URI> mirrors) {
    this.hadoop = hadoop;
    this.mirrors = mirrors;
  }

  /**
   * Creates {@code directory} with the four files.
   *
   * @param directory missing or empty
   * @throws Failure when no mirror has them
   * @throws BoltzException ENVIRONMENT when the directory cannot be written
   */
  void into(Path directory) throws Failure {
    List<String> failures = new ArrayList<>();
    HttpClient client =
        HttpClient.newBuilder()
            .connectTimeout(CONNECT_TIMEOUT)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();
    for (URI mirror : mirrors) {
      LOG.info("Downloading MNIST from {}", mirror);
      try (StagedDirectory staged = StagedDirectory.create(hadoop, directory, true)) {
        for (MnistFile file : MnistFile.values()) {
          fetch(client, mirror.resolve(file.fileName()), staged, file);
        }
        staged.commit();
        return;
      } catch (Failure e) {
        LOG.info("No MNIST from {}: {}", mirror, e.getMessage());
        failures.add(mirror.getHost() + ": " + e.getMessage());
      }
    }
    throw new Failure(String.join("; ", failures));
  }

  private void fetch(HttpClient client, URI url, StagedDirectory staged, MnistFile file)
      throws Failure {
    Path path = Paths.in(staged.path(), file.fileName());
    // A separate thread, because the client's timeouts do not cover the body.
    ExecutorService thread =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread worker = new Thread(task, "mnist-download");
              worker.setDaemon(true);
              return worker;
            });
    Future<?> transfer =
        thread.submit(
            () -> {
              transfer(client, url, staged, path);
              return null;
            });
    try {
      transfer.get(FILE_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new Failure(
          file.fileName() + " did not arrive within " + FILE_TIMEOUT.toSeconds() + " s");
    } catch (ExecutionException e) {
      if (WriteFailure.isFull(e)) {
        throw WriteFailure.of("cannot write " + path, e.getCause());
      }
      throw new Failure(file.fileName() + ": " + describe(e.getCause()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure("interrupted");
    } finally {
      transfer.cancel(true);
      thread.shutdownNow();
    }
    verify(path, file);
  }

  private static void transfer(HttpClient client, URI url, StagedDirectory staged, Path path)
      throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(url).timeout(ANSWER_TIMEOUT).build();
    HttpResponse<InputStream> response =
        client.send(request, HttpResponse.BodyHandlers.ofInputStream());
    try (InputStream in = response.body()) {
      if (response.statusCode() != 200) {
        throw new IOException("HTTP status " + response.statusCode());
      }
      try (OutputStream out = staged.fileSystem().create(path, true)) {
        byte[] buffer = new byte[1 << 16];
        long bytes = 0;
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          bytes += n;
          if (bytes > MAXIMUM_BYTES) {
            throw new IOException("more than " + MAXIMUM_BYTES + " bytes were sent");
          }
          out.write(buffer, 0, n);
        }
      }
    }
  }

  private void verify(Path path, MnistFile file) throws Failure {
    IdxFile checked;
    try {
      checked = IdxFile.check(hadoop, path, file.kind());
    } catch (BoltzException e) {
      throw new Failure("the file sent as " + file.fileName() + " is damaged");
    }
    if (!checked.sha256().equals(file.sha256())) {
      throw new Failure("the file sent as " + file.fileName() + " has the wrong SHA-256");
    }
  }

  private static String describe(Throwable e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }
}
