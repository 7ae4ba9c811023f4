/**
 * Pictures of data, of models, and of images that models draw or restore. Dark ink on white paper
 * throughout.
 *
 * <p>Each of these turns models and rows into the bytes of a picture, without files or Spark:
 *
 * <ul>
 *   <li>{@link io.boltzspark.jobs.images.FilterPicture}: receptive fields of hidden units;
 *   <li>{@link io.boltzspark.jobs.images.Reconstruction}, {@link
 *       io.boltzspark.jobs.images.Denoising} and {@link io.boltzspark.jobs.images.Inpainting}:
 *       images that models restored from the originals, from noisy ones, or from a part, with
 *       {@link io.boltzspark.jobs.images.PixelErrors};
 *   <li>{@link io.boltzspark.jobs.images.DataPicture}: the data itself;
 *   <li>{@link io.boltzspark.jobs.images.PlanePicture}: data and samples in a plane;
 *   <li>{@link io.boltzspark.jobs.images.ChainPictures}: chains at their end or through time.
 * </ul>
 *
 * <p>{@link io.boltzspark.jobs.images.NamedModel} is a model with its title; it converts between
 * visible states and the values of images. {@link io.boltzspark.jobs.images.NamedGenerator} is one
 * that makes images from noise.
 *
 * <p>The parts of pictures: a {@link io.boltzspark.jobs.images.Panel} draws itself anywhere. A
 * {@link io.boltzspark.jobs.images.TileGrid} is many small images with titles, a {@link
 * io.boltzspark.jobs.images.HeatMap} a matrix with titles, a {@link
 * io.boltzspark.jobs.images.Caption} a line of text, a {@link io.boltzspark.jobs.images.ColourBar}
 * the key to {@link io.boltzspark.jobs.images.DivergingColours}, and a {@link
 * io.boltzspark.jobs.images.Stack} puts panels together. {@link io.boltzspark.jobs.images.Png} and
 * {@link io.boltzspark.jobs.images.AnimatedGif} write them. {@link
 * io.boltzspark.jobs.images.ImageGrid} is a grid without titles, which needs no fonts.
 */
package io.boltzspark.jobs.images;
