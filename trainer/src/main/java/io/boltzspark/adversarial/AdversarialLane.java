package io.boltzspark.adversarial;

import io.boltzspark.learning.LaneBatch;
import io.boltzspark.learning.LaneStep;
import io.boltzspark.learning.Lanes;
import io.boltzspark.math.Matrix;
import io.boltzspark.math.RandomStream;
import io.boltzspark.math.RandomStream.Purpose;
import io.boltzspark.math.RowKernels;
import io.boltzspark.network.ImageRows;
import io.boltzspark.network.NetworkWork;
import java.util.Arrays;

/**
 * One lane's share of a step. With logits d of the discriminator, the losses are binary
 * cross-entropies: {@code softplus(-d)} for a real image and {@code softplus(d)} for a generated
 * one in the discriminator, {@code softplus(-d)} for a generated one in the generator.
 *
 * <p>Every minibatch has as many generated images as a full one has rows, also the short last one
 * of an epoch; losses are means over real and over generated images.
 *
 * <p>Generated images pass the discriminator once, and back once: since no layer of it mixes
 * images, the gradients of both losses differ only in the factor of each image, the derivative of
 * its loss by its logit. So the pass back starts from 1, the discriminator's parameters take one
 * factor, and the gradient that goes on into the generator the other.
 */
final class AdversarialLane implements LaneStep {
  private static final byte[] NOTHING = {};

  private final AdversarialNetworks networks;
  private final ImageRows rows;
  private final long seed;
  private final int lane;
  private final int batchSize;
  private final int generated; // images of this lane
  private final int values; // index of the first value among the statistics

  private final NetworkWork generator;
  private final NetworkWork discriminator;
  private final Matrix images;
  private final Matrix gradients;
  private final Matrix noise;
  private final Matrix logits;
  private final LabelMaps labels;
  private final float[] factors; // of generated images, in the discriminator's gradient
  private final float[] generatorFactors;
  private final byte[] row;
  private final float[] scratch;
  private final RandomStream noises = new RandomStream();
  private final RandomStream dropouts = new RandomStream();

  AdversarialLane(AdversarialProgram program, Lanes lanes, int lane) {
    this.networks = program.networks();
    this.rows = program.rows();
    this.seed = program.config().learning().seed();
    this.lane = lane;
    this.batchSize = program.config().learning().batchSize();
    this.generated = lanes.size(lane, batchSize);
    this.values = program.parameters();
    int most = lanes.most(batchSize);
    this.generator =
        new NetworkWork(networks.generator(), networks.generatorParameters(), most, false);
    this.discriminator =
        new NetworkWork(networks.discriminator(), networks.discriminatorParameters(), most, true);
    int pixels = networks.image().size();
    this.images = Matrix.zeros(most, pixels);
    this.gradients = Matrix.zeros(most, pixels);
    this.noise = Matrix.zeros(most, networks.noise());
    this.logits = Matrix.zeros(most, 1);
    this.labels = new LabelMaps(networks, most);
    this.factors = new float[most];
    this.generatorFactors = new float[most];
    this.row = new byte[program.rowBytes()];
    this.scratch = new float[Math.max(rows.width(), networks.noise())];
  }

  @Override
  public void compute(float[] parameters, LaneBatch batch, float[] sums) {
    Arrays.fill(sums, 0f);
    dropouts.key(seed, Purpose.DROPOUT, batch.step(), lane);
    if (batch.rows() > 0) {
      learnReal(parameters, batch, sums);
    }
    if (generated > 0) {
      // Statistics are divided by the number of rows, which is smaller in a short minibatch.
      int ofMinibatch = batch.isAlone() ? generated : batchSize;
      learnGenerated(parameters, batch.step(), (float) batch.batchSize() / ofMinibatch, sums);
    }
  }

  private void learnReal(float[] parameters, LaneBatch batch, float[] sums) {
    int count = batch.rows();
    Matrix real = images.rows(0, count);
    for (int r = 0; r < count; r++) {
      batch.rowInto(r, row);
      rows.decode(row, real, r, scratch);
      if (networks.labels() > 0) {
        labels.set(r, rows.label(row));
      }
    }
    Matrix judged = judge(parameters, real);
    double loss = 0;
    for (int r = 0; r < count; r++) {
      double logit = judged.get(r, 0);
      loss += RowKernels.softplus(-logit);
      judged.set(r, 0, (float) sigmoid(-logit));
    }
    discriminator.backward(parameters, judged, null, sums);
    sums[values + 1] += (float) loss;
  }

  /** Sets logits from images and their labels. */
  private Matrix judge(float[] parameters, Matrix some) {
    discriminator.setInput(some, 0);
    if (networks.labels() > 0) {
      discriminator.setInput(labels.maps(some.rows()), networks.image().channels());
    }
    discriminator.forward(parameters, some.rows(), dropouts);
    Matrix judged = logits.rows(0, some.rows());
    discriminator.outputInto(judged);
    return judged;
  }

  private void learnGenerated(float[] parameters, long step, float weight, float[] sums) {
    Matrix fake = images.rows(0, generated);
    generate(parameters, step, fake);
    Matrix judged = judge(parameters, fake);
    Matrix towards = gradients.rows(0, generated);
    double generatorLoss = 0;
    double discriminatorLoss = 0;
    for (int i = 0; i < generated; i++) {
      double logit = judged.get(i, 0);
      generatorLoss += RowKernels.softplus(-logit);
      discriminatorLoss += RowKernels.softplus(logit);
      factors[i] = (float) (-weight * sigmoid(logit));
      generatorFactors[i] = (float) sigmoid(-logit);
      judged.set(i, 0, 1f);
    }
    discriminator.backward(parameters, judged, factors, sums);
    discriminator.inputGradientInto(towards, 0);
    for (int i = 0; i < generated; i++) {
      int at = towards.offset(i);
      RowKernels.scaleInPlace(towards.values(), generatorFactors[i], at, at + towards.columns());
    }
    generator.backward(parameters, towards, null, sums);
    scaleGenerator(weight, sums);
    sums[values] += weight * (float) generatorLoss;
    sums[values + 1] += weight * (float) discriminatorLoss;
  }

  /** The discriminator's share of the weight is in its factors. */
  private void scaleGenerator(float weight, float[] sums) {
    if (weight != 1f) {
      int trained = networks.generatorSize();
      RowKernels.scaleInPlace(sums, weight, 0, trained);
      RowKernels.scaleInPlace(sums, weight, trained + networks.discriminatorSize(), values);
    }
  }

  private void generate(float[] parameters, long step, Matrix fake) {
    noises.key(seed, Purpose.NOISE, step, lane);
    Matrix some = noise.rows(0, generated);
    for (int i = 0; i < generated; i++) {
      noises.nextNormals(scratch, networks.noise());
      System.arraycopy(scratch, 0, some.values(), some.offset(i), networks.noise());
    }
    generator.setInput(some, 0);
    if (networks.labels() > 0) {
      for (int i = 0; i < generated; i++) {
        labels.set(i, noises.nextInt(networks.labels()));
      }
      generator.setInput(labels.units(generated), networks.noise());
    }
    generator.forward(parameters, generated, dropouts);
    generator.outputInto(fake);
  }

  private static double sigmoid(double x) {
    return 1 / (1 + StrictMath.exp(-x));
  }

  @Override
  public byte[] state() {
    return NOTHING;
  }

  @Override
  public void restore(byte[] bytes, int from) {}
}
