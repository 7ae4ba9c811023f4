/**
 * Numerical foundations: matrices, the BLAS behind them, vectorisable row kernels and the random
 * stream. Knows nothing of machines, learning or Spark.
 *
 * <p>Start with {@link io.boltzspark.math.Matrix} (flat, row-major, a row is a sample), {@link
 * io.boltzspark.math.Blas} (the three products on which everything is built) and {@link
 * io.boltzspark.math.RandomStream} (random numbers by key, not by thread). {@link
 * io.boltzspark.math.ProductClock} measures the share of a thread's time spent in products.
 *
 * <p>Where states have two values, products with them are sums of rows of weights: {@link
 * io.boltzspark.math.PackedStates} holds states as bits, {@link io.boltzspark.math.IndexLists} the
 * units that are on or have changed, and {@link io.boltzspark.math.SparseKernels} adds up their
 * rows, with the module {@code jdk.incubator.vector} where it is open ({@code VectorSparseKernels},
 * loaded by name, and only used once HotSpot has compiled it) and with the same bits where it is
 * not. {@code VectorStates} draws such states in one pass, and packs them. {@link
 * io.boltzspark.math.Transposition} makes the rows for the way down.
 *
 * <p>Microseconds per row of states, a 784-500 machine, one thread of a Zen 5 with AVX-512, JDK 17,
 * 50 rows (500 rows): dense products 6.4 to 6.7 (4.4); sums of rows with 2 % of the units on 0.5 to
 * 0.6, 13 % 2.7, 40 % 7.9; statistics with 13 % on 2.4; packing both layers 0.30 to 0.35, lists of
 * both 0.07, 0.23 and 0.8 with 2, 13 and 40 % on; transposing the weights 140 to 150 a step. A
 * vector of 64 bytes takes about 1 ns whether it comes from the first or the second cache: Java
 * aligns arrays to 8 bytes, so nearly every load touches two lines, and vectors of 32 bytes are as
 * fast for each byte. The same loops left to HotSpot took 17 to 35 microseconds. Interpreted, the
 * vector kernels allocate an object for each vector and are a hundred times slower; and compiled,
 * JDK 17 still allocates one where a vector is carried through two nested loops, or chosen by a
 * condition, which made packing three times as slow.
 *
 * <p>On the same processor a draw of 784 units takes 0.40 microseconds in one pass and 0.95 in
 * plain loops: 0.11 each for the sigmoid and the uniforms, 0.10 for the clamp, 0.07 for the
 * comparison; packing them takes 0.09.
 *
 * <p>Two rules hold in the whole package, because equal input must give equal bytes on every
 * machine with the same BLAS kernel: reductions run in a fixed order, and functions that the JDK
 * may compute differently from release to release ({@code Math.exp}, {@code Math.log}) are never
 * used where the result reaches a model.
 *
 * <p>{@link io.boltzspark.math.NormalDistribution} holds scalar functions in double precision, for
 * units that are cut off at 0. In {@code StrictMath}, which gives the same bits everywhere, an exp
 * takes 5 ns and a log 5 to 20.
 *
 * <p>The loops in {@link io.boltzspark.math.RowKernels} look split for no reason. They are: HotSpot
 * (measured on 17 and 25) compiles each of them into vector instructions, but not the fused form.
 * Nanoseconds per element, AVX-512, one core, JDK 17 / 25: bias and clamp 0.085 / 0.09, sigmoid
 * 0.16 / 0.16, counter hash 0.08 / 0.08, bits to uniforms 0.36 / 0.03, comparison 0.10 / 0.09; the
 * same in one loop 7.2 / 7.6. Nor does it vectorise a loop in which two arrays are read at
 * different offsets (clamp 0.77, comparison 0.94), so rows are first copied to separate arrays,
 * which costs 0.06.
 *
 * <p>Likewise, for rows of 500, per element and including copies and random bits: the sum of log(1
 * + exp(x)) 0.55 / 0.45, Bernoulli draws 1.2 / 0.7, normal numbers 1.1 / 0.9 (each twice that for
 * rows of 100, where the ends of loops matter), compared with 45 and more for {@link
 * io.boltzspark.math.RandomStream#nextNormal}.
 */
package io.boltzspark.math;
