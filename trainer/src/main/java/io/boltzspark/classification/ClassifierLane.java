package io.boltzspark.classification;

import io.boltzspark.learning.LaneBatch;
import io.boltzspark.learning.LaneStep;
import io.boltzspark.math.Matrix;
import io.boltzspark.math.RandomStream;
import io.boltzspark.math.RandomStream.Purpose;
import io.boltzspark.network.ImageRows;
import io.boltzspark.network.NetworkWork;
import java.util.Arrays;

/**
 * One lane's share of a step: with p the softmax of the logits, the gradient of {@code log p_y} by
 * them is {@code y - p}, with y one-hot (Bishop 2006, equation 4.109).
 */
final class ClassifierLane implements LaneStep {
  private static final byte[] NOTHING = {};

  private final ImageRows rows;
  private final long seed;
  private final int lane;
  private final int values; // index of the first value among the statistics
  private final int classes;
  private final NetworkWork network;
  private final Matrix images;
  private final Matrix logits;
  private final int[] labels;
  private final byte[] row;
  private final float[] scratch;
  private final RandomStream dropouts = new RandomStream();

  /**
   * @param most largest number of rows of the lane
   */
  ClassifierLane(ClassifierProgram program, int most, int lane) {
    this.rows = program.rows();
    this.seed = program.learning().seed();
    this.lane = lane;
    this.values = program.parameters();
    this.classes = program.network().output().size();
    this.network =
        new NetworkWork(
            program.network(), ClassifierProgram.placed(program.network()), most, false);
    this.images = Matrix.zeros(most, rows.width());
    this.logits = Matrix.zeros(most, classes);
    this.labels = new int[most];
    this.row = new byte[program.rowBytes()];
    this.scratch = new float[rows.width()];
  }

  @Override
  public void compute(float[] parameters, LaneBatch batch, float[] sums) {
    Arrays.fill(sums, 0f);
    int count = batch.rows();
    if (count == 0) {
      return;
    }
    for (int r = 0; r < count; r++) {
      batch.rowInto(r, row);
      rows.decode(row, images, r, scratch);
      labels[r] = rows.label(row);
    }
    network.setInput(images.rows(0, count), 0);
    network.forward(parameters, count, dropouts.key(seed, Purpose.DROPOUT, batch.step(), lane));
    Matrix judged = logits.rows(0, count);
    network.outputInto(judged);
    double loss = 0;
    int wrong = 0;
    for (int r = 0; r < count; r++) {
      if (labels[r] < classes) {
        double logit = judged.get(r, labels[r]);
        wrong += Softmax.largest(judged, r) == labels[r] ? 0 : 1;
        loss += Softmax.inPlace(judged, r) - logit;
        differentiate(judged, r);
      } else {
        Arrays.fill(judged.values(), judged.offset(r), judged.offset(r) + classes, 0f);
      }
    }
    network.backward(parameters, judged, null, sums);
    sums[values] = (float) loss;
    sums[values + 1] = wrong;
  }

  /** {@code p := y - p}. */
  private void differentiate(Matrix judged, int row) {
    for (int c = 0; c < classes; c++) {
      judged.set(row, c, (c == labels[row] ? 1f : 0f) - judged.get(row, c));
    }
  }

  @Override
  public byte[] state() {
    return NOTHING;
  }

  @Override
  public void restore(byte[] bytes, int from) {}
}
