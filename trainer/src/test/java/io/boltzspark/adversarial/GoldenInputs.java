package io.boltzspark.adversarial;

import io.boltzspark.learning.Horizon;
import io.boltzspark.learning.LearningConfig;
import io.boltzspark.learning.OptimizerConfig;
import io.boltzspark.learning.PenaltyConfig;
import io.boltzspark.learning.RowFormat;
import io.boltzspark.learning.ScheduleConfig;
import io.boltzspark.math.Matrix;
import io.boltzspark.math.RandomStream;
import io.boltzspark.math.RandomStream.Purpose;
import io.boltzspark.math.Tensor;
import io.boltzspark.network.ImageRows;
import io.boltzspark.network.LayerSpec;
import io.boltzspark.network.LayerText;
import io.boltzspark.network.PlacedParameter;
import io.boltzspark.network.Shape;
import io.boltzspark.store.AdversarialModel;
import io.boltzspark.store.SafeTensors;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * A small DCGAN of the structure of large ones, with its parameters, and the rows of a minibatch as
 * bytes. The {@code main} method writes what {@code src/test/resources/adversarial/dcgan.py} reads.
 */
enum GoldenInputs {
  PLAIN(0),
  LABELLED(3);

  static final int BATCH = 10;
  static final int LANES = 2;
  static final int NOISE = 6;
  static final long SEED = 17;
  static final long STEP = 4;
  static final Shape IMAGE = new Shape(12, 8, 1);
  static final String FILE = "inputs.safetensors";

  private static final String GENERATOR =
      "dense:24:no-bias batch-norm leaky-relu reshape:3x2x4"
          + " transposed-convolution:16:5:1:no-bias batch-norm leaky-relu"
          + " transposed-convolution:4:5:2:no-bias batch-norm leaky-relu"
          + " transposed-convolution:1:5:2:no-bias tanh";
  private static final String DISCRIMINATOR =
      "convolution:16:5:2 leaky-relu convolution:4:5:2 leaky-relu dense:1";

  private final int labels;

  GoldenInputs(int labels) {
    this.labels = labels;
  }

  /** Its name in the files. */
  String prefix() {
    return name().toLowerCase(Locale.ROOT) + ".";
  }

  AdversarialProgram program() {
    return program(BATCH);
  }

  AdversarialProgram program(int batchSize) {
    LearningConfig learning =
        new LearningConfig(
            batchSize,
            1,
            SEED,
            new OptimizerConfig(OptimizerConfig.Kind.SGD, 0.1, 0, 0, 0, 0, false, 0),
            new ScheduleConfig(ScheduleConfig.Kind.CONSTANT, false, 0, 0, 0, 1, 1, 0),
            PenaltyConfig.NONE,
            0);
    AdversarialConfig config =
        new AdversarialConfig(
            learning,
            NOISE,
            labels,
            layers(GENERATOR),
            layers(DISCRIMINATOR),
            0,
            0,
            AdversarialConfig.Update.TOGETHER);
    return new AdversarialProgram(
        AdversarialNetworks.of(IMAGE, NOISE, labels, config.generator(), config.discriminator()),
        config,
        new Horizon(1, 1),
        new ImageRows(RowFormat.GREY, IMAGE.size(), labels));
  }

  static List<LayerSpec> layers(String words) {
    return Arrays.stream(words.split(" ")).map(LayerText::parse).toList();
  }

  /** Kernels as at the start, three times as large; other parameters a little off theirs. */
  float[] parameters() {
    AdversarialNetworks networks = program().networks();
    float[] parameters = networks.start(SEED);
    Random random = new Random(SEED);
    for (PlacedParameter p : AdversarialModel.named(networks).values()) {
      boolean kernel = p.name().endsWith("kernel");
      for (int i = p.at(); i < p.end(); i++) {
        parameters[i] =
            kernel ? 3 * parameters[i] : parameters[i] + random.nextInt(65) / 128f - 0.25f;
      }
    }
    return parameters;
  }

  /** Rows of the minibatch as bytes: grey pixels, and the label. */
  byte[][] rows() {
    Random random = new Random(SEED + labels);
    byte[][] rows = new byte[BATCH][program().rowBytes()];
    for (byte[] row : rows) {
      random.nextBytes(row);
      if (labels > 0) {
        row[row.length - 1] = (byte) random.nextInt(labels);
      }
    }
    return rows;
  }

  /** Noise of all generated images, lane after lane, as {@link AdversarialLane} draws it. */
  NoiseRows noise() {
    float[] noise = new float[BATCH * NOISE];
    int[] drawn = new int[labels > 0 ? BATCH : 0];
    float[] row = new float[NOISE];
    int ofLane = BATCH / LANES;
    for (int lane = 0; lane < LANES; lane++) {
      RandomStream stream = new RandomStream(SEED, Purpose.NOISE, STEP, lane);
      for (int i = lane * ofLane; i < (lane + 1) * ofLane; i++) {
        stream.nextNormals(row, NOISE);
        System.arraycopy(row, 0, noise, i * NOISE, NOISE);
      }
      for (int i = lane * ofLane; labels > 0 && i < (lane + 1) * ofLane; i++) {
        drawn[i] = stream.nextInt(labels);
      }
    }
    return new NoiseRows(new Matrix(noise, 0, BATCH, NOISE), drawn);
  }

  /** All of it as tensors. */
  Map<String, Tensor> tensors() {
    Map<String, Tensor> tensors = new TreeMap<>();
    AdversarialModel.tensors(program().networks(), parameters())
        .forEach((name, tensor) -> tensors.put(prefix() + name, tensor));
    byte[][] rows = rows();
    float[] images = new float[BATCH * IMAGE.size()];
    float[] real = new float[BATCH];
    for (int r = 0; r < BATCH; r++) {
      for (int i = 0; i < IMAGE.size(); i++) {
        images[r * IMAGE.size() + i] = (float) ((rows[r][i] & 0xff) / 127.5 - 1);
      }
      real[r] = rows[r][rows[r].length - 1];
    }
    tensors.put(
        prefix() + "images", Tensor.ofFloats(images, 0, BATCH, IMAGE.height(), IMAGE.width(), 1));
    NoiseRows noise = noise();
    tensors.put(prefix() + "noise", Tensor.ofFloats(noise.noise().toArray(), 0, BATCH, NOISE));
    if (labels > 0) {
      float[] drawn = new float[BATCH];
      for (int i = 0; i < BATCH; i++) {
        drawn[i] = noise.labels()[i];
      }
      tensors.put(prefix() + "labels", Tensor.ofFloats(drawn, 0, BATCH));
      tensors.put(prefix() + "real_labels", Tensor.ofFloats(real, 0, BATCH));
    }
    return tensors;
  }

  static Map<String, Tensor> all() {
    Map<String, Tensor> all = new TreeMap<>();
    for (GoldenInputs inputs : values()) {
      all.putAll(inputs.tensors());
    }
    return all;
  }

  /** Writes the script's input into a directory. */
  public static void main(String[] arguments) throws IOException {
    try (OutputStream out = Files.newOutputStream(Path.of(arguments[0], FILE))) {
      SafeTensors.write(out, all());
    }
  }
}
