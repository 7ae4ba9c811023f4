package io.boltzspark.math;

import java.lang.management.ManagementFactory;

/**
 * The vector kernels, once HotSpot has compiled them. Interpreted, the Vector API makes an object
 * of each vector and is a hundred times slower than a plain loop; so a thread of its own exercises
 * the vector kernels, and until they are faster the scalar ones do the work. Both give the same
 * bits.
 */
final class WarmingKernels extends SparseKernels {
  private static final String NO_OPTIMISATION = "-XX:TieredStopAtLevel=1";
  private static final int UNITS = 64;
  private static final int COLUMNS = 255; // 15 vectors of 16, in groups of each size, and a rest
  private static final int ROWS = 2;
  private static final int CALLS = 4;
  private static final int PACKS = 4; // a call

  /**
   * How long the vector kernels are called without a pause. HotSpot compiles what is called often,
   * and asks for many more calls while other methods wait for its compiler, as they do when Spark
   * starts.
   */
  private static final long SLICE_NANOS = 2_000_000;

  /** Pauses between slices, which leave the processor to others; then long ones. */
  private static final int SHORT_PAUSES = 500;

  private static final int SHORT_MILLIS = 4;
  private static final int LONG_MILLIS = 1_000;

  /** In a row, since the first fast ones may be luck. */
  private static final int FAST_ROUNDS = 3;

  private final SparseKernels scalar = new ScalarSparseKernels();
  private final SparseKernels vector;
  private volatile SparseKernels current = scalar;

  WarmingKernels(SparseKernels vector) {
    this.vector = vector;
    Thread thread = new Thread(this::warm, "boltz-vectors");
    thread.setDaemon(true);
    thread.start();
  }

  private void warm() {
    if (ManagementFactory.getRuntimeMXBean().getInputArguments().contains(NO_OPTIMISATION)) {
      return; // vectors would never become fast
    }
    Matrix states = Matrix.zeros(ROWS, UNITS);
    for (int i = 0; i < ROWS * UNITS; i += 3) {
      states.values()[i] = 1;
    }
    PackedStates packed = new PackedStates(scalar);
    packed.pack(states, false);
    IndexLists lists = new IndexLists();
    lists.setOn(packed);
    Matrix table = Matrix.zeros(UNITS, COLUMNS);
    Matrix out = Matrix.zeros(ROWS, COLUMNS);
    int fast = 0;
    for (int slice = 0; fast < FAST_ROUNDS; slice++) {
      long begin = ProductClock.begin();
      do {
        long plain = nanos(scalar, table, lists, out);
        fast = nanos(vector, table, lists, out) < plain ? fast + 1 : 0;
      } while (fast < FAST_ROUNDS && ProductClock.begin() - begin < SLICE_NANOS);
      if (!pause(slice < SHORT_PAUSES ? SHORT_MILLIS : LONG_MILLIS)) {
        return;
      }
    }
    current = vector;
  }

  /** Returns false when interrupted. */
  private static boolean pause(int millis) {
    try {
      Thread.sleep(millis);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static long nanos(SparseKernels kernels, Matrix table, IndexLists lists, Matrix out) {
    float[] row = new float[PackedStates.BLOCK];
    long[] words = new long[PackedStates.WORDS];
    float[] scratch = new float[PackedStates.VECTOR];
    float[] bias = new float[row.length];
    float[] sample = new float[row.length];
    RandomStream random = new RandomStream();
    long begin = ProductClock.begin();
    for (int call = 0; call < CALLS; call++) {
      kernels.compute(table, lists, lists, call % 2 == 0, out);
      kernels.addRows(table, 0, call % 2 - 1, 1f, out.values(), 0);
      for (int pack = 0; pack < PACKS; pack++) {
        kernels.pack(row, 0, row.length, pack % 2 == 0, words, 0, scratch);
        draw(kernels, row, bias, sample, random, pack);
      }
    }
    return ProductClock.begin() - begin;
  }

  /** Draws of each kind, by plain loops where the kernels do not. */
  private static void draw(
      SparseKernels kernels,
      float[] row,
      float[] bias,
      float[] sample,
      RandomStream random,
      int number) {
    int count = row.length;
    boolean means = number % 2 == 0;
    if (!kernels.draw(row, 0, bias, count, number >= PACKS / 2, random, sample, 0, means)) {
      RowKernels.sigmoidInPlace(row, bias, count);
      random.nextUniforms(bias, count);
      RowKernels.bernoulliInto(row, bias, sample, count);
    }
    if (!kernels.drawGiven(row, count, random, sample, 0)) {
      random.nextUniforms(bias, count);
      RowKernels.bernoulliInto(row, bias, sample, count);
    }
  }

  @Override
  public int width() {
    return vector.width();
  }

  @Override
  void compute(Matrix table, IndexLists on, IndexLists off, boolean keep, Matrix out) {
    current.compute(table, on, off, keep, out);
  }

  @Override
  public void addRows(Matrix table, int plus, int minus, float factor, float[] out, int at) {
    current.addRows(table, plus, minus, factor, out, at);
  }

  @Override
  public void addRows(
      Matrix table,
      int[] plus,
      int[] minus,
      float[] factors,
      int first,
      int end,
      float[] out,
      int at) {
    current.addRows(table, plus, minus, factors, first, end, out, at);
  }

  @Override
  boolean pack(
      float[] x, int from, int count, boolean spins, long[] words, int at, float[] scratch) {
    return current.pack(x, from, count, spins, words, at, scratch);
  }

  @Override
  public boolean draw(
      float[] x,
      int at,
      float[] bias,
      int count,
      boolean spins,
      RandomStream random,
      float[] sample,
      int to,
      boolean means) {
    return current.draw(x, at, bias, count, spins, random, sample, to, means);
  }

  @Override
  public boolean drawGiven(float[] mean, int count, RandomStream random, float[] sample, int to) {
    return current.drawGiven(mean, count, random, sample, to);
  }
}
