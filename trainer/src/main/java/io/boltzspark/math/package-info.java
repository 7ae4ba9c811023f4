/**
 * Numbers without meaning: matrices, the BLAS behind them, vectorisable row kernels and the random
 * stream. Knows nothing of machines, of learning or of Spark.
 *
 * <p>Start with {@link io.boltzspark.math.Matrix} (flat, row-major, a row is a sample), {@link
 * io.boltzspark.math.Blas} (the three products that everything is made of) and {@link
 * io.boltzspark.math.RandomStream} (random numbers by key, not by thread). {@link
 * io.boltzspark.math.ProductClock} says how much of a thread's time its products took.
 *
 * <p>Two rules hold in the whole package, because equal input must give equal bytes on every
 * machine with the same BLAS kernel: reductions run in a fixed order, and functions that the JDK
 * may compute differently from release to release ({@code Math.exp}, {@code Math.log}) are never
 * used where the result reaches a model.
 *
 * <p>{@link io.boltzspark.math.NormalDistribution} holds scalar functions in double precision, for
 * units that are cut off at 0. Of {@code StrictMath}, which gives the same bits everywhere, an exp
 * costs 5 ns and a log 5 to 20.
 *
 * <p>The loops in {@link io.boltzspark.math.RowKernels} look split for no reason. They are: HotSpot
 * (measured on 17 and 25) turns each of them into vector instructions, and gives up on the fused
 * form. Nanoseconds an element, AVX-512, one core, JDK 17 / 25: bias and clamp 0.085 / 0.09,
 * sigmoid 0.16 / 0.16, counter hash 0.08 / 0.08, bits to uniforms 0.36 / 0.03, comparison 0.10 /
 * 0.09; the same in one loop 7.2 / 7.6. Nor does it vectorise a loop in which two arrays are read
 * at different offsets (clamp 0.77, comparison 0.94), so rows are copied to arrays of their own
 * first, which costs 0.06.
 *
 * <p>In the same way, a row of 500 at a time, per element and with copies and random bits: the sum
 * of log(1 + exp(x)) 0.55 / 0.45, Bernoulli draws 1.2 / 0.7, normal numbers 1.1 / 0.9 (each twice
 * as many for rows of 100, where the ends of the loops count), against 45 and more for {@link
 * io.boltzspark.math.RandomStream#nextNormal}.
 */
package io.boltzspark.math;
