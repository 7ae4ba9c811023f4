package io.boltzspark.adversarial;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.boltzspark.learning.LaneBatch;
import io.boltzspark.learning.Lanes;
import io.boltzspark.math.Matrix;
import io.boltzspark.math.RandomStream;
import io.boltzspark.math.Tensor;
import io.boltzspark.network.NetworkWork;
import io.boltzspark.network.PlacedParameter;
import io.boltzspark.store.AdversarialModel;
import io.boltzspark.store.SafeTensors;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A step of a DCGAN as a few lines of numpy compute it in double precision: the numbers come from
 * {@code src/test/resources/adversarial/dcgan.py}.
 *
 * <p>Tolerance: sums of up to 400 products (a kernel of 25 taps of 16 channels) are off by 400 x
 * 2^-24 = 2.4e-5 of their magnitudes at worst, and by a twentieth of that where roundings are as
 * good as random. Eight layers forward and back, some of them divided by deviations below 1: 1e-4
 * of the largest number of each tensor.
 */
class GoldenStepTest {
  private static final double SHARE = 1e-4;
  private static Map<String, Tensor> golden;

  @BeforeAll
  static void read() throws IOException, URISyntaxException {
    golden = read("golden.safetensors");
  }

  private static Map<String, Tensor> read(String name) throws IOException, URISyntaxException {
    URI file = GoldenStepTest.class.getResource("/adversarial/" + name).toURI();
    return SafeTensors.read(FileSystem.getLocal(new Configuration()), new Path(file)).tensors();
  }

  /** Otherwise the script has computed something else than the lanes do. */
  @Test
  void theScriptHasReadTheseInputs() throws IOException, URISyntaxException {
    assertEquals(GoldenInputs.all(), read(GoldenInputs.FILE));
  }

  static Stream<Arguments> minibatches() {
    return Stream.of(GoldenInputs.values())
        .flatMap(inputs -> Stream.of(10, 3, 1).map(rows -> Arguments.of(inputs, rows)));
  }

  /** What the learner makes of the lanes' sums: their total, divided by the number of rows. */
  @ParameterizedTest
  @MethodSource("minibatches")
  void lossesAndGradients(GoldenInputs inputs, int rows) {
    AdversarialProgram program = inputs.program();
    Lanes lanes = new Lanes(GoldenInputs.LANES);
    double[] means = new double[program.statistics()];
    for (int lane = 0; lane < lanes.count(); lane++) {
      float[] sums = new float[program.statistics()];
      Arrays.fill(sums, Float.NaN);
      program
          .taskSteps(lanes)
          .lane(lane)
          .compute(inputs.parameters(), new Rows(inputs.rows(), lanes, lane, rows), sums);
      for (int i = 0; i < sums.length; i++) {
        means[i] += (double) sums[i] / rows;
      }
    }
    String prefix = inputs.prefix();
    String ofRows = prefix + "rows-" + rows + ".";
    for (Map.Entry<String, PlacedParameter> named :
        AdversarialModel.named(program.networks()).entrySet()) {
      String name = named.getKey();
      boolean moving = name.contains("moving");
      // Losses fall along the negative gradient, and the learner ascends.
      String key =
          moving
              ? prefix + "towards." + name
              : (name.startsWith("generator") ? prefix : ofRows) + "gradient." + name;
      near(key, means, named.getValue().at(), moving ? 1 : -1);
    }
    int values = program.parameters();
    near(prefix + "generator_loss", means, values, 1);
    near(ofRows + "discriminator_loss", means, values + 1, 1);
  }

  @ParameterizedTest
  @EnumSource
  void generatedImages(GoldenInputs inputs) {
    AdversarialNetworks networks = inputs.program().networks();
    int ofLane = GoldenInputs.BATCH / GoldenInputs.LANES;
    Matrix images = Matrix.zeros(GoldenInputs.BATCH, GoldenInputs.IMAGE.size());
    NoiseRows noise = inputs.noise();
    NetworkWork work =
        new NetworkWork(networks.generator(), networks.generatorParameters(), ofLane, false);
    LabelMaps labels = new LabelMaps(networks, ofLane);
    for (int from = 0; from < GoldenInputs.BATCH; from += ofLane) {
      work.setInput(noise.noise().rows(from, from + ofLane), 0);
      if (networks.labels() > 0) {
        for (int i = 0; i < ofLane; i++) {
          labels.set(i, noise.labels()[from + i]);
        }
        work.setInput(labels.units(ofLane), networks.noise());
      }
      work.forward(inputs.parameters(), ofLane, new RandomStream());
      work.outputInto(images.rows(from, from + ofLane));
    }
    near(inputs.prefix() + "generated", doubles(images), 0, 1);
  }

  /** After training, by moving averages. */
  @ParameterizedTest
  @EnumSource
  void inferredImages(GoldenInputs inputs) {
    AdversarialNetworks networks = inputs.program().networks();
    Matrix images = new Generator(networks, inputs.parameters()).images(inputs.noise());
    near(inputs.prefix() + "inferred", doubles(images), 0, 1);
  }

  private static double[] doubles(Matrix images) {
    double[] values = new double[images.rows() * images.columns()];
    float[] floats = images.toArray();
    for (int i = 0; i < values.length; i++) {
      values[i] = floats[i];
    }
    return values;
  }

  private static void near(String name, double[] found, int from, double sign) {
    float[] expected = golden.get(name).toFloats();
    double largest = 0;
    for (float value : expected) {
      largest = Math.max(largest, Math.abs(value));
    }
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], sign * found[from + i], SHARE * largest, name + " at " + i);
    }
  }

  /** The first rows of a minibatch, shared by lanes. */
  private record Rows(byte[][] all, Lanes lanes, int lane, int batchSize) implements LaneBatch {
    @Override
    public long step() {
      return GoldenInputs.STEP;
    }

    @Override
    public int rows() {
      return lanes.size(lane, batchSize);
    }

    @Override
    public void rowInto(int row, byte[] bytes) {
      byte[] from = all[lanes.start(lane, batchSize) + row];
      System.arraycopy(from, 0, bytes, 0, from.length);
    }
  }
}
