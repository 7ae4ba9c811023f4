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
 * Reports a training to MLflow: settings, each line of metrics, and the model. A separate thread
 * makes the requests. The first failure is logged as a warning; what could not be sent is sent
 * again with the next line, and the training continues in any case.
 */
public final class MlflowObserver implements TrainingObserver, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MlflowObserver.class);

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** How many times {@link #PATIENCE} a finished training waits for the server. */
  private static final int PATIENCE_AT_THE_END = 18;

  /** The same for an interrupted training, which must end soon. */
  private static final Duration PATIENCE_INTERRUPTED = Duration.ofSeconds(3);

  /** How many times {@link #PATIENCE} to pause after a failure of the server. */
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

  // Used by the thread only.
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
                  "reporting to MLflow at {} failed: {}. Training continues; further failures are"
                      + " not logged",
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
   * @param files to upload; not called for an interrupted training
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

  /**
   * Waits for a limited time until the server has everything. A training that has not ended counts
   * as failed.
   */
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
        LOG.warn("gave up waiting for MLflow at {}", server);
        thread.shutdownNow();
      }
    } catch (InterruptedException e) {
      thread.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
