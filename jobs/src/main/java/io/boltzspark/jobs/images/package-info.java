/**
 * Pictures of data, and of what machines make of it. Dark ink on white paper throughout.
 *
 * <p>What is shown, each from models and rows to the bytes of a picture, without files or Spark:
 *
 * <ul>
 *   <li>{@link io.boltzspark.jobs.images.FilterPicture}: what hidden units respond to;
 *   <li>{@link io.boltzspark.jobs.images.Reconstruction}, {@link
 *       io.boltzspark.jobs.images.Denoising} and {@link io.boltzspark.jobs.images.Inpainting}: what
 *       models make of images as they are, with noise, or in part, with {@link
 *       io.boltzspark.jobs.images.PixelErrors};
 *   <li>{@link io.boltzspark.jobs.images.DataPicture}: the data itself;
 *   <li>{@link io.boltzspark.jobs.images.ChainPictures}: chains in the end or through time.
 * </ul>
 *
 * <p>{@link io.boltzspark.jobs.images.NamedModel} is a model with its title, and knows the way
 * between its visible states and the values of images.
 *
 * <p>What pictures are made of: a {@link io.boltzspark.jobs.images.Panel} draws itself anywhere. A
 * {@link io.boltzspark.jobs.images.TileGrid} is many small images with titles, a {@link
 * io.boltzspark.jobs.images.Caption} a line of text, a {@link io.boltzspark.jobs.images.ColourBar}
 * the key to {@link io.boltzspark.jobs.images.DivergingColours}, and a {@link
 * io.boltzspark.jobs.images.Stack} puts panels together. {@link io.boltzspark.jobs.images.Png} and
 * {@link io.boltzspark.jobs.images.AnimatedGif} write them. {@link
 * io.boltzspark.jobs.images.ImageGrid} is a grid without titles, which needs no fonts.
 */
package io.boltzspark.jobs.images;
