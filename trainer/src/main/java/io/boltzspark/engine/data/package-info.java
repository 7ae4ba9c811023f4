/**
 * Data to train on and to compare with: where its rows are, and whether they fit a machine.
 *
 * <ul>
 *   <li>{@link io.boltzspark.engine.data.TrainingData}: start here. {@code open} returns one of
 *       {@code PreparedData} (images from {@code boltz prepare}), {@code SequenceData} (sequences
 *       from there), {@code FeatureData} (from {@code boltz features}), {@code FloatColumnData}
 *       (any Parquet with a column of arrays) and {@code SplitData} (the same with several parts).
 *   <li>{@code CategoryData} makes sites with states of one byte from columns of whole numbers, or
 *       of indicators; {@code CategoryRow} does it for one row.
 *   <li>{@link io.boltzspark.engine.data.DataFit} refuses data that the visible units cannot take,
 *       and says how values are standardised.
 *   <li>{@code UnitTotals} and {@code FloatColumnTotals} are what one pass over the rows finds out;
 *       {@code ExactSums} make it independent of the order of rows, {@code UnitSpread} is the
 *       result.
 *   <li>{@link io.boltzspark.engine.data.DataLayout}: what columns mean and which rows are in which
 *       part, as the user says. {@code OwnTable} opens the tables of others by it, with {@code
 *       ArrayColumn}, {@code LabelColumn} and {@code SplitColumn}; {@code SourceRows} numbers the
 *       rows of their files. {@code SplitData} has several parts of such tables, and like {@code
 *       FeatureData} consists of {@code TableParts}.
 *   <li>{@code ReadableColumns} finds what Spark can read of a table of which it refuses a column,
 *       {@code UnreadFiles} the files that it leaves out.
 *   <li>{@code FloatColumnRow} checks and encodes one row of such a column.
 *   <li>{@code ImpossibleRow} finds the first row that is no state of visible units.
 *   <li>{@link io.boltzspark.engine.data.RowWeights}: how many times each row counts, from the
 *       column that {@code WeightColumn} finds, {@code WeightCell} checks row by row, and {@code
 *       WeightTotals} adds up.
 * </ul>
 *
 * <p>A row is bytes, in the {@link io.boltzspark.learning.RowFormat} of its data, perhaps with its
 * label and its weight behind them, and has a position in its part, from 0 without gaps; the
 * position and not the task decides what becomes of it. {@link io.boltzspark.boltzmann.VisibleRows}
 * turns bytes into visible states.
 *
 * <p>Classes of this package run on the driver; what is passed to Spark checks rows on executors as
 * they are read. A row that violates its format ends the job with BAD_INPUT.
 */
package io.boltzspark.engine.data;
