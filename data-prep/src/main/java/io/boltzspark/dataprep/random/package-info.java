/**
 * Randomness that depends on keys alone, so that neither threads nor tasks show in the result.
 *
 * <ul>
 *   <li>{@link io.boltzspark.dataprep.random.Seeds} derives a seed from a seed and a purpose.
 *   <li>{@link io.boltzspark.dataprep.random.SeededPermutation} is a shuffle that any task can
 *       evaluate at any index.
 * </ul>
 */
package io.boltzspark.dataprep.random;
