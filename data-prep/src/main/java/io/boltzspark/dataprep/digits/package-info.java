/**
 * Handwritten digits to learn from: MNIST where it can be had, drawn ones where not. No Spark.
 *
 * <ul>
 *   <li>{@link io.boltzspark.dataprep.digits.MnistLocator}: start here. It looks on disk, then
 *       downloads ({@code MnistDownload}), then draws, and says in {@link
 *       io.boltzspark.dataprep.digits.LocatedDigits} which it was.
 *   <li>{@link io.boltzspark.dataprep.digits.MnistFile}, the names and checksums of MNIST's files.
 *   <li>{@link io.boltzspark.dataprep.digits.DrawnDigits} writes drawn digits as files of the same
 *       names: {@code DigitGlyphs} are the strokes, {@code DigitPainter} distorts and renders them.
 * </ul>
 */
package io.boltzspark.dataprep.digits;
