/** Pictures of what a machine dreams: {@link io.boltzspark.jobs.images.ImageGrid}. */
package io.boltzspark.jobs.images;
