/**
 * The networks of {@code boltz benchmark --suite dcgan} on libtorch, to compare with: {@link
 * io.boltzspark.libtorch.LibtorchPeer} is a service that the benchmark finds if this module is on
 * the class path. Only {@code -Plibtorch} builds the module, and nothing else depends on it.
 */
package io.boltzspark.libtorch;
