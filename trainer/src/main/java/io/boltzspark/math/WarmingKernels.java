package io.boltzspark.math;

/**
 * The vector kernels, once HotSpot has compiled them. Interpreted, the Vector API makes an object
 * of each vector and is a hundred times slower than a plain loop; so a thread of its own exercises
 * the vector kernels, and until they are faster the scalar ones do the work. Both give the same
 * bits.
 */
final class WarmingKernels extends SparseKernels {
  private static final int UNITS = 64;
  private static final int COLUMNS = 512;
  private static final int ROWS = 8;
  private static final int CALLS = 20;
  private static final int MOST_ROUNDS = 2_000;

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
    Matrix states = Matrix.zeros(ROWS, UNITS);
    for (int i = 0; i < ROWS * UNITS; i += 3) {
      states.values()[i] = 1;
    }
    PackedStates packed = new PackedStates(scalar);
    packed.pack(states, false);
    IndexLists lists = new IndexLists();
    lists.setOn(packed);
    Matrix table = Matrix.zeros(UNITS, COLUMNS - 1); // with columns that fill no vector
    Matrix out = Matrix.zeros(ROWS, COLUMNS - 1);
    int fast = 0;
    for (int round = 0; round < MOST_ROUNDS && fast < FAST_ROUNDS; round++) {
      long plain = nanos(scalar, states, table, lists, out);
      fast = nanos(vector, states, table, lists, out) < plain ? fast + 1 : 0;
    }
    if (fast == FAST_ROUNDS) {
      current = vector;
    }
  }

  private static long nanos(
      SparseKernels kernels, Matrix states, Matrix table, IndexLists lists, Matrix out) {
    long[] words = new long[PackedStates.WORDS];
    float[] scratch = new float[PackedStates.VECTOR];
    long begin = ProductClock.begin();
    for (int call = 0; call < CALLS; call++) {
      kernels.compute(table, lists, lists, call % 2 == 0, out);
      for (int r = 0; r < ROWS; r++) {
        kernels.pack(states.values(), UNITS, words, 0, scratch);
      }
    }
    return ProductClock.begin() - begin;
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
  void pack(float[] row, int count, long[] words, int at, float[] scratch) {
    current.pack(row, count, words, at, scratch);
  }
}
