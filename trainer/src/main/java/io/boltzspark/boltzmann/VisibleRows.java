package io.boltzspark.boltzmann;

import io.boltzspark.learning.RowFormat;
import io.boltzspark.math.Matrix;
import io.boltzspark.math.RandomStream;
import io.boltzspark.math.RowKernels;
import io.boltzspark.model.Standardisation;
import java.io.Serializable;

/**
 * Turns the bytes of a row into visible states: its values, redrawn if grey values are
 * probabilities, standardised, and followed by the one-hot label. The bytes of a row may end with
 * its weight, how many times it counts.
 *
 * @param format encoding of the values
 * @param width number of values per row; categories count as one for each state
 * @param labels number of classes, and so of units after the values; 0: none. With labels a row has
 *     one more byte, its label
 * @param resample whether values are probabilities of 1, from which states are drawn
 * @param standardisation of the values
 * @param meanWeight mean weight of the training rows, by which weights are divided; 0: rows have no
 *     weights and count once each
 */
public record VisibleRows(
    RowFormat format,
    int width,
    int labels,
    boolean resample,
    Standardisation standardisation,
    double meanWeight)
    implements Serializable {

  /** Marks a row without a label. */
  public static final int NO_LABEL = 255;

  /** The labels that {@link #isLabel} accepts, for messages. */
  public static final String ALLOWED_LABELS =
      "labels are 0 to " + (NO_LABEL - 1) + ", or null for none";

  /** Rows without weights. */
  public VisibleRows(
      RowFormat format, int width, int labels, boolean resample, Standardisation standardisation) {
    this(format, width, labels, resample, standardisation, 0);
  }

  /** Whether a label fits into its byte. */
  public static boolean isLabel(long label) {
    return label >= 0 && label < NO_LABEL;
  }

  /** Bytes per row. */
  public int rowBytes() {
    return format.bytes(width) + (labels > 0 ? 1 : 0) + (weighted() ? RowFormat.WEIGHT_BYTES : 0);
  }

  /** Whether the bytes of a row end with its weight. */
  public boolean weighted() {
    return meanWeight > 0;
  }

  /** Number of visible units. */
  public int units() {
    return width + labels;
  }

  /** Creates a reader that turns rows of bytes into states; each thread needs its own. */
  public Reader reader() {
    return new Reader(this);
  }

  /** Buffers for one row. */
  public static final class Reader {
    private final VisibleRows rows;
    private final boolean identity;
    private final float[] values;
    private final float[] uniforms;

    private Reader(VisibleRows rows) {
      this.rows = rows;
      this.identity = rows.standardisation().isIdentity();
      this.values = new float[rows.width()];
      this.uniforms = new float[rows.width()];
    }

    /** Writes the states of a row of bytes into row {@code r} of {@code states}. */
    public void decode(byte[] bytes, Matrix states, int r, RandomStream random) {
      int width = rows.width();
      rows.format().decode(bytes, 0, values, 0, width);
      toStates(random);
      System.arraycopy(values, 0, states.values(), states.offset(r), width);
      int label = rows.labels() > 0 ? bytes[rows.format().bytes(width)] & 0xff : NO_LABEL;
      for (int l = 0; l < rows.labels(); l++) {
        states.set(r, width + l, l == label ? 1f : 0f);
      }
    }

    /** How many times a row counts: its weight over the mean of the training rows', or 1. */
    public float weight(byte[] bytes) {
      return rows.weighted() ? (float) (RowFormat.weight(bytes) / rows.meanWeight()) : 1f;
    }

    /** Draws and standardises the values in place. */
    private void toStates(RandomStream random) {
      int width = rows.width();
      if (rows.resample()) {
        random.nextUniforms(uniforms, width);
        RowKernels.bernoulliInto(values, uniforms, values, width);
      }
      if (!identity) {
        float[] offset = rows.standardisation().offset();
        float[] scale = rows.standardisation().scale();
        for (int i = 0; i < width; i++) {
          values[i] = (values[i] - offset[i]) / scale[i];
        }
      }
    }
  }
}
