package io.boltzspark.jobs.train;

import io.boltzspark.dataprep.LocatedDigits;
import io.boltzspark.dataprep.MnistLocator;
import io.boltzspark.dataprep.PrepareAction;
import io.boltzspark.dataprep.PrepareResult;
import io.boltzspark.engine.inference.SamplingPlan;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.jobs.actions.Outputs;
import io.boltzspark.jobs.console.Progress;
import io.boltzspark.jobs.sample.SampleAction;
import io.boltzspark.jobs.sample.SampleRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/** From nothing to a trained machine and a picture: finds digits, prepares, trains and samples. */
public final class QuickstartAction {
  private static final int IMAGES = 100;
  private static final int SWEEPS = 1000;

  private final SparkSession spark;
  private final QuickstartRequest request;
  private final Progress progress;
  private final Map<String, Double> seconds = new LinkedHashMap<>();

  public QuickstartAction(SparkSession spark, QuickstartRequest request, Progress progress) {
    this.spark = spark;
    this.request = request;
    this.progress = progress;
  }

  public QuickstartSummary execute() {
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    Path out = new Path(request.out());
    Outputs.requireFreeDirectory(hadoop, out, request.overwrite());
    Path prepared = new Path(out, "data");
    String run = new Path(out, "run").toString();

    long start = System.nanoTime();
    LocatedDigits digits =
        new MnistLocator(hadoop)
            .explicitDirectory(request.source().map(Path::new).orElse(null))
            .locate();
    progress.note(digits.message());
    // So that a picture that was passed on still says what it is not.
    boolean drawn = digits.kind() == LocatedDigits.Kind.DRAWN;
    String picture =
        new Path(out, drawn ? "samples-of-drawn-digits.png" : "samples.png").toString();
    start = lap("find", start);

    progress.start("preparing " + prepared, 0);
    PrepareResult preparation =
        new PrepareAction(spark)
            .source(digits.directory())
            .output(prepared)
            .overwrite(request.overwrite())
            .execute();
    progress.finish("prepared " + preparation.manifest().title());
    start = lap("prepare", start);

    TrainRequest training =
        new TrainRequest(
            prepared.toString(),
            run,
            request.settings(),
            false,
            request.overwrite(),
            OptionalInt.empty());
    TrainSummary trained = new TrainAction(spark, training, progress).execute();
    start = lap("train", start);
    if (trained.exitCode() != ExitCode.OK) {
      return new QuickstartSummary(
          preparation.manifest().title(),
          drawn,
          prepared.toString(),
          trained,
          Optional.empty(),
          seconds);
    }

    SampleRequest samples =
        new SampleRequest(
            run,
            picture,
            IMAGES,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            SamplingPlan.of(SWEEPS, request.settings().training().seed()),
            request.overwrite());
    new SampleAction(spark, samples, progress).execute();
    lap("sample", start);
    return new QuickstartSummary(
        preparation.manifest().title(),
        drawn,
        prepared.toString(),
        trained,
        Optional.of(picture),
        seconds);
  }

  private long lap(String part, long start) {
    long now = System.nanoTime();
    seconds.put(part, (now - start) / 1e9);
    return now;
  }
}
