package io.boltzspark.evaluation.sites;

import io.boltzspark.math.Blas;
import io.boltzspark.math.Matrix;
import java.util.Arrays;

/**
 * Connected two-site correlations of rows
 *
 * <pre>c_ij(a, b) = f_ij(a, b) - f_i(a) f_j(b)</pre>
 *
 * for all sites i < j, which are covariances of columns, by matrix products of a band of columns
 * with all later ones. Products add blocks of rows in single precision, and blocks are added in
 * double precision. Columns of whole numbers are counts and so exact, unless rows have weights;
 * others are taken relative to their means, so that only deviations are rounded: the error of a
 * covariance is below {@code BLOCK 2^-24} of the product of the columns' root mean squares, and
 * mostly near 2^-24 of it.
 */
final class PairProducts {
  /** Columns of a band: enough for an efficient product. */
  private static final int BAND = 128;

  /** Rows of a block. */
  private static final int BLOCK = 512;

  /** Receives the correlations of one column. */
  interface Listener {

    /**
     * @param column its index
     * @param first the first column of the sites after its own
     * @param correlations with columns first, first + 1, ...; longer than that, and overwritten
     *     afterwards
     */
    void accept(int column, int first, double[] correlations);
  }

  private final Sites sites;
  private final Matrix rows;
  private final RowWeights weights;
  private final double[] means;
  private final float[] shift;
  private final float[] left;
  private final float[] right;
  private final float[] product;
  private final double[] sums;

  private PairProducts(Sites sites, Matrix rows, RowWeights weights) {
    this.sites = sites;
    this.rows = rows;
    this.weights = weights;
    this.means = SiteMeans.columns(rows, weights);
    this.shift = shift();
    int widest = widestBand();
    int columns = sites.columns();
    int block = Math.min(BLOCK, rows.rows());
    this.left = new float[block * widest];
    this.right = new float[block * columns];
    this.product = new float[widest * columns];
    this.sums = new double[widest * columns];
  }

  /** Passes the correlations of each column, in order, to the listener. */
  static void forEachColumn(Sites sites, Matrix rows, RowWeights weights, Listener listener) {
    PairProducts products = new PairProducts(sites, rows, weights);
    for (int site = 0; site < sites.count(); ) {
      int end = products.endOfBand(site);
      products.band(site, end, listener);
      site = end;
    }
  }

  /** What is taken off each column: about its mean, and a whole number where all values are. */
  private float[] shift() {
    float[] all = new float[means.length];
    for (int i = 0; i < all.length; i++) {
      all[i] = (float) (isWhole(i) ? Math.rint(means[i]) : means[i]);
    }
    return all;
  }

  private boolean isWhole(int column) {
    for (int r = 0; r < rows.rows(); r++) {
      float value = rows.get(r, column);
      if (value != (float) Math.rint(value)) {
        return false;
      }
    }
    return true;
  }

  private int endOfBand(int site) {
    int end = site + 1;
    while (end < sites.count() && sites.to(end) - sites.from(site) <= BAND) {
      end++;
    }
    return end;
  }

  private int widestBand() {
    int widest = 0;
    for (int site = 0; site < sites.count(); ) {
      int end = endOfBand(site);
      widest = Math.max(widest, sites.from(end) - sites.from(site));
      site = end;
    }
    return widest;
  }

  private void band(int site, int end, Listener listener) {
    int from = sites.from(site);
    int width = sites.from(end) - from;
    int others = sites.columns() - from;
    Arrays.fill(sums, 0, width * others, 0);
    for (int r = 0; r < rows.rows(); r += BLOCK) {
      addBlock(r, Math.min(rows.rows(), r + BLOCK), from, width);
    }
    double[] correlations = new double[others];
    for (int s = site; s < end; s++) {
      int first = sites.to(s);
      for (int i = sites.from(s); i < first; i++) {
        double mean = means[i] - shift[i];
        for (int j = first; j < sites.columns(); j++) {
          double both = sums[(i - from) * others + j - from] / weights.total();
          correlations[j - first] = both - mean * (means[j] - shift[j]);
        }
        listener.accept(i, first, correlations);
      }
    }
  }

  private void addBlock(int begin, int end, int from, int width) {
    int others = sites.columns() - from;
    for (int r = begin; r < end; r++) {
      int at = (r - begin) * others;
      for (int j = 0; j < others; j++) {
        right[at + j] = rows.get(r, from + j) - shift[from + j];
      }
      float weight = weights.of(r);
      for (int i = 0; i < width; i++) {
        left[(r - begin) * width + i] = weight * right[at + i];
      }
    }
    Matrix c = new Matrix(product, 0, width, others);
    Blas.transposedMultiply(
        new Matrix(left, 0, end - begin, width), new Matrix(right, 0, end - begin, others), 0f, c);
    for (int k = 0; k < width * others; k++) {
      sums[k] += product[k];
    }
  }
}
