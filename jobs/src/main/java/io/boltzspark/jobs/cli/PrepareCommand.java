package io.boltzspark.jobs.cli;

import io.boltzspark.dataprep.Binarization;
import io.boltzspark.dataprep.LocatedDigits;
import io.boltzspark.dataprep.MnistLocator;
import io.boltzspark.dataprep.PrepareAction;
import io.boltzspark.jobs.actions.ActionResult;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code boltz prepare}. */
@Command(
    name = "prepare",
    description = {
      "Turns IDX files (MNIST and its relatives; gzipped or not, with or without labels) into"
          + " shuffled Parquet with a manifest. The same source and seed give the same rows in the"
          + " same order, however many tasks or files there are."
    },
    footer = {
      "%nExamples:",
      "  boltz prepare --out data/mnist-binary",
      "  boltz prepare --source my/idx/files --out data/mine --binarize sample",
      "  boltz prepare --source data/mnist --out data/mnist-grey --binarize none --seed 7"
    })
final class PrepareCommand extends JobCommand {
  @Option(
      names = "--source",
      paramLabel = "DIR",
      description =
          "Directory with the IDX files. Without it, MNIST: from $BOLTZ_MNIST, data/mnist or a"
              + " download; where none can be had, digits drawn on the spot.")
  private String source;

  @Option(names = "--out", required = true, paramLabel = "DIR", description = "Directory to write.")
  private String out;

  @Option(
      names = "--binarize",
      paramLabel = "threshold|sample|none",
      description =
          "threshold: ink from --threshold on; sample: one draw with the grey value as probability,"
              + " then frozen; none: keep grey, for boltz train --resample (default:"
              + " ${DEFAULT-VALUE}).")
  private String binarize = PrepareAction.DEFAULT_BINARIZATION.label();

  @Option(
      names = "--threshold",
      paramLabel = "GREY",
      description = "Least grey value, in (0, 1], that counts as ink (default: ${DEFAULT-VALUE}).")
  private double threshold = PrepareAction.DEFAULT_THRESHOLD;

  @Option(
      names = "--valid-fraction",
      paramLabel = "SHARE",
      description =
          "Share of the training rows held out for validation, in [0, 1) (default:"
              + " ${DEFAULT-VALUE}).")
  private double validFraction = PrepareAction.DEFAULT_VALID_FRACTION;

  @Option(
      names = "--shards",
      paramLabel = "FILES",
      description =
          "Parquet files of the training part; 0: as many as its size asks for (default:"
              + " ${DEFAULT-VALUE}).")
  private int shards = PrepareAction.AUTOMATIC_SHARDS;

  @Option(
      names = "--seed",
      paramLabel = "NUMBER",
      description = "Of the shuffle and of --binarize sample (default: ${DEFAULT-VALUE}).")
  private long seed = PrepareAction.DEFAULT_SEED;

  @Option(
      names = "--overwrite",
      description = "Replace DIR when it is there and holds prepared data.")
  private boolean overwrite;

  @Override
  protected ActionResult perform() {
    Binarization how = Binarization.of(binarize);
    return withSpark(
        spark ->
            new PreparedData(
                new PrepareAction(spark)
                    .source(source(spark))
                    .output(new Path(out))
                    .binarize(how)
                    .threshold(threshold)
                    .validFraction(validFraction)
                    .shards(shards)
                    .seed(seed)
                    .overwrite(overwrite)
                    .execute()));
  }

  private Path source(SparkSession spark) {
    if (source != null) {
      return new Path(source);
    }
    LocatedDigits digits = new MnistLocator(spark.sparkContext().hadoopConfiguration()).locate();
    common.progress().note(digits.message());
    return digits.directory();
  }
}
