package io.boltzspark.jobs.telemetry;

import io.boltzspark.engine.training.TrainingObserver;
import io.boltzspark.engine.training.TrainingResult;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells MLflow of a training: settings, each line of metrics, and the model. Requests are made by a
 * thread of their own. A server that fails is warned of once; what it did not take is sent with the
 * next line, and the training goes on in any case.
 */
public final class MlflowObserver implements TrainingObserver, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MlflowObserver.class);

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** How many times {@link #PATIENCE} a training that ended may wait for the server. */
  private static final int PATIENCE_AT_THE_END = 18;

  /** One that was interrupted has to end. */
  private static final Duration PATIENCE_INTERRUPTED = Duration.ofSeconds(3);

  /** How many times {@link #PATIENCE} a server that failed is left alone. */
  private static final int PAUSE = 3;

  private final MlflowRun run;
  private final String server;
  private final Duration patience;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread made = new Thread(task, "boltz-mlflow");
            made.setDaemon(true);
            return made;
          });
  private boolean begun;
  private boolean ended;
  private Duration patienceAtTheEnd;

  // Of the thread alone.
  private boolean warned;
  private long tryAgainAt = System.nanoTime();

  /**
   * @param config switched on
   * @param name of the run
   * @param params settings by their keys
   * @param tags facts by their names
   */
  public MlflowObserver(
      MlflowConfig config, String name, Map<String, String> params, Map<String, String> tags) {
    this(config, name, params, tags, MlflowCredentials.of(System.getenv()), PATIENCE);
  }

  MlflowObserver(
      MlflowConfig config,
      String name,
      Map<String, String> params,
      Map<String, String> tags,
      MlflowCredentials credentials,
      Duration patience) {
    this.server = config.trackingUri();
    this.patience = patience;
    this.patienceAtTheEnd = patience.multipliedBy(PATIENCE_AT_THE_END);
    MlflowClient client = new MlflowClient(URI.create(server), credentials, patience);
    this.run = new MlflowRun(client, config.experiment(), name, params, tags);
  }

  private interface Call {
    void perform() throws IOException;
  }

  private void later(Call call) {
    thread.execute(
        () -> {
          try {
            call.perform();
          } catch (IOException | RuntimeException e) {
            tryAgainAt = System.nanoTime() + patience.multipliedBy(PAUSE).toNanos();
            if (!warned) {
              warned = true;
              LOG.warn(
                  "MLflow at {} does not take all that it should: {}. Training goes on; this is"
                      + " said once",
                  server,
                  e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage());
            }
          }
        });
  }

  @Override
  public void started(String stage, long step, long totalSteps, int tasks) {
    begun = true;
    later(run::send);
  }

  @Override
  public void stepDone(long steps, long stepsPerEpoch) {}

  @Override
  public void metrics(Map<String, Object> values) {
    begun = true;
    long now = System.currentTimeMillis();
    Map<String, Object> line = new LinkedHashMap<>(values);
    later(
        () -> {
          run.add(line, now);
          if (System.nanoTime() - tryAgainAt >= 0) {
            run.send();
          }
        });
  }

  @Override
  public void note(String message) {}

  /**
   * The training ended and left a model.
   *
   * @param files to go with it, asked for unless it was interrupted
   */
  public void ended(TrainingResult result, Supplier<List<MlflowFile>> files) {
    ended = true;
    boolean interrupted = result.ending() == TrainingResult.Ending.INTERRUPTED;
    if (interrupted) {
      patienceAtTheEnd = PATIENCE_INTERRUPTED;
    }
    later(
        () -> {
          run.tag(Map.of("boltz.model_sha256", result.modelSha256()));
          run.send();
          try {
            for (MlflowFile file : interrupted ? List.<MlflowFile>of() : files.get()) {
              run.upload(file);
            }
          } finally {
            run.end(interrupted ? "KILLED" : "FINISHED");
          }
        });
  }

  /** Waits, not for ever, until the server has everything. A training that did not end failed. */
  @Override
  public void close() {
    if (begun && !ended) {
      later(
          () -> {
            run.send();
            run.end("FAILED");
          });
    }
    thread.shutdown();
    try {
      if (!thread.awaitTermination(patienceAtTheEnd.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("MLflow at {} is not waited for any longer", server);
        thread.shutdownNow();
      }
    } catch (InterruptedException e) {
      thread.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
