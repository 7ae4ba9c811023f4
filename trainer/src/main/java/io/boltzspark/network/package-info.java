/**
 * Feed-forward networks of images, with hand-written gradients on the project's matrix products:
 * dense layers, convolutions and their transposes, batch normalisation, leaky ReLU, dropout, tanh.
 * Knows nothing of losses, training or Spark.
 *
 * <p>Start with {@link io.boltzspark.network.NetworkSpec}, a list of {@link
 * io.boltzspark.network.LayerSpec} ({@link io.boltzspark.network.LayerText} reads them from
 * settings), and {@link io.boltzspark.network.NetworkWork}, which computes outputs and gradients
 * with buffers of its own. Parameters of several networks share one array ({@link
 * io.boltzspark.network.PlacedParameter}).
 *
 * <p>A convolution and its transpose are the same geometry ({@code Correlation}) read in opposite
 * directions, and a dense layer is one whose kernel covers the whole map. {@code TapProducts}
 * multiplies for each tap of the kernel, in a layout of maps ({@code FeatureMaps}) that needs no
 * copies, and skips what lies beyond the border; {@code ColumnProducts} copies to columns, which is
 * better for few channels. Measured (AVX-512, two threads, million multiplications a millisecond,
 * counting those beyond the border): 7 x 7, 256 to 128 channels, 5 x 5 taps: by taps 109 to 137, by
 * columns 82, one product of that size 97 to 103.
 *
 * <p>Why no library: libtorch (its Java binding by Bytedeco) takes 110 MB in every executor, has no
 * arrays of ours without copies, and needs a pool of native memory that the JVM cannot bound, for
 * the speed compared in {@code boltz benchmark --suite dcgan}; DJL's PyTorch engine has no
 * transposed convolution and collects one gradient at a time in a process.
 *
 * <p>Bits depend on lanes and BLAS kernels, as everywhere, and on nothing else.
 */
package io.boltzspark.network;
