package io.boltzspark.dataprep;

import io.boltzspark.dataprep.ReadRows.SourcePlan;
import io.boltzspark.dataprep.SourceLayout.Stretch;
import io.boltzspark.dataprep.idx.CheckedSources;
import io.boltzspark.dataprep.idx.IdxHeader;
import io.boltzspark.dataprep.idx.IdxPair;
import io.boltzspark.dataprep.random.SeededPermutation;
import io.boltzspark.dataprep.random.Seeds;
import io.boltzspark.errors.BoltzException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SortedSet;

/**
 * Everything decided before a row is read.
 *
 * @param sources what to read, and where each row goes
 * @param binarization what grey values become
 * @param threshold of {@link Binarization#THRESHOLD}, else empty
 * @param validFraction as requested
 * @param seed as given
 * @param height rows of an image
 * @param width columns of an image
 */
record PreparePlan(
    List<SourcePlan> sources,
    Binarization binarization,
    OptionalDouble threshold,
    double validFraction,
    long seed,
    int height,
    int width) {

  private static final long SHARD_BYTES = 32L << 20;
  private static final int LEAST_AUTOMATIC_SHARDS = 4;

  /** What a derived seed is for. */
  private enum Purpose {
    TRAIN_SHUFFLE,
    TRAIN_BINARIZATION,
    TEST_SHUFFLE,
    TEST_BINARIZATION
  }

  /**
   * Lays out the parts.
   *
   * @param transposed whether rows and columns of images are exchanged
   * @param kept rows of the training source that are prepared; of the test source all are
   * @throws BoltzException BAD_CONFIGURATION when the train part, or a requested validation part,
   *     would be empty
   */
  static PreparePlan of(
      CheckedSources sources,
      KeptRows kept,
      Binarization binarization,
      double threshold,
      double validFraction,
      int shards,
      long seed,
      boolean transposed) {
    IdxHeader image = sources.train().images().header();
    SourceLayout layout = trainLayout(kept.count(), validFraction, shards, image.itemBytes(), seed);
    long train = layout.stretches().get(0).rows();
    int trainShards = layout.stretches().get(0).shards();
    int used = layout.stretches().stream().mapToInt(Stretch::shards).sum();
    List<SourcePlan> plans = new ArrayList<>();
    plans.add(
        new SourcePlan(
            sources.train(),
            kept,
            layout,
            binarizer(binarization, threshold, seed, Purpose.TRAIN_BINARIZATION),
            transposed));
    if (sources.test().isPresent()) {
      IdxPair pair = sources.test().get();
      int testShards = proportionalShards(trainShards, pair.rows(), train);
      plans.add(
          new SourcePlan(
              pair,
              KeptRows.all(pair),
              new SourceLayout(
                  shuffle(pair.rows(), seed, Purpose.TEST_SHUFFLE),
                  List.of(new Stretch(Part.TEST, pair.rows(), used, testShards))),
              binarizer(binarization, threshold, seed, Purpose.TEST_BINARIZATION),
              transposed));
    }
    return new PreparePlan(
        List.copyOf(plans),
        binarization,
        binarization == Binarization.THRESHOLD
            ? OptionalDouble.of(threshold)
            : OptionalDouble.empty(),
        validFraction,
        seed,
        transposed ? image.width() : image.height(),
        transposed ? image.height() : image.width());
  }

  /**
   * Where the rows of a training source go: to the train part and, if requested, to the validation
   * part.
   *
   * @param shards of the train part, or {@link PrepareAction#AUTOMATIC_SHARDS}
   * @param rowBytes size of a row
   * @throws BoltzException BAD_CONFIGURATION when the train part, or a requested validation part,
   *     would be empty
   */
  static SourceLayout trainLayout(
      long rows, double validFraction, int shards, int rowBytes, long seed) {
    long valid = ValidRows.of(rows, validFraction);
    long train = rows - valid;
    int trainShards = trainShards(shards, train, rowBytes);
    List<Stretch> stretches = new ArrayList<>();
    stretches.add(new Stretch(Part.TRAIN, train, 0, trainShards));
    if (valid > 0) {
      int validShards = proportionalShards(trainShards, valid, train);
      stretches.add(new Stretch(Part.VALID, valid, trainShards, validShards));
    }
    return new SourceLayout(shuffle(rows, seed, Purpose.TRAIN_SHUFFLE), List.copyOf(stretches));
  }

  /** The parts that get rows, in the order of their shards. */
  List<Stretch> stretches() {
    return sources.stream().flatMap(source -> source.layout().stretches().stream()).toList();
  }

  /** Labels of rows that are left out of the parts to train on and to validate with. */
  SortedSet<Integer> withoutLabels() {
    return sources.get(0).kept().without();
  }

  /** Shards of all parts. */
  int shards() {
    return stretches().stream().mapToInt(Stretch::shards).sum();
  }

  private static int trainShards(int asked, long rows, int units) {
    long shards =
        asked == PrepareAction.AUTOMATIC_SHARDS
            ? Math.max(LEAST_AUTOMATIC_SHARDS, 1 + rows * units / SHARD_BYTES)
            : asked;
    return (int) Math.min(shards, rows);
  }

  private static int proportionalShards(int trainShards, long rows, long trainRows) {
    long shards = (trainShards * rows + trainRows - 1) / trainRows;
    return (int) Math.max(1, Math.min(shards, rows));
  }

  private static SeededPermutation shuffle(long rows, long seed, Purpose purpose) {
    return new SeededPermutation(rows, Seeds.derive(seed, purpose.ordinal()));
  }

  private static Binarizer binarizer(
      Binarization binarization, double threshold, long seed, Purpose purpose) {
    return new Binarizer(binarization, threshold, Seeds.derive(seed, purpose.ordinal()));
  }
}
