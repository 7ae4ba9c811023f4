/**
 * Feed-forward networks of images, with hand-written gradients on the project's matrix products:
 * dense layers, convolutions and their transposes, batch normalisation, leaky ReLU, dropout, tanh.
 * Knows nothing of losses or Spark.
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
 * <p>Why no library: libtorch (Bytedeco's binding 2.10.0-1.5.13) has transposed convolutions and
 * gradients in several threads at once, but is 93 MB to fetch and 365 MB unpacked in every
 * executor, keeps native memory that no heap setting bounds, has bits and kernels of its own to be
 * checked, and pads transposed convolutions otherwise than TensorFlow. DJL's PyTorch engine has no
 * transposed convolution, and collects one gradient at a time in a process. These layers are no
 * slower: a DCGAN step of 256 images took 0.81 to 1.02 times one of libtorch on the same two
 * threads, in turns ({@code boltz benchmark --suite dcgan --peer libtorch}, 2026-11-28, AMD EPYC
 * with AVX-512, with other work on the machine), and 1.25 to 1.33 times its plain matrix products.
 *
 * <p>Bits depend on lanes and BLAS kernels, as everywhere, and on nothing else.
 */
package io.boltzspark.network;
