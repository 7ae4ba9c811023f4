package io.boltzspark.jobs.images;

import io.boltzspark.math.Matrix;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Which receptive fields of a layer are shown, if not all fit. */
public enum FilterChoice {
  /** Those of the first units. */
  FIRST,
  /** Those with the largest sums of squares, largest first. */
  STRONGEST,
  /**
   * Of the stronger half, each the one that is least like any before it, by the magnitude of the
   * cosine between both; the strongest first. Weak fields are left out because noise is unlike
   * everything.
   */
  DIFFERENT;

  /**
   * The units to show.
   *
   * @param fields units x pixels
   * @param count how many at most
   * @return indices of rows, in the order in which they are shown
   */
  List<Integer> of(Matrix fields, int count) {
    int shown = Math.min(count, fields.rows());
    List<Integer> units = IntStream.range(0, fields.rows()).boxed().toList();
    if (this == FIRST) {
      return units.subList(0, shown);
    }
    double[] norm = new double[fields.rows()];
    units.forEach(u -> norm[u] = Math.sqrt(dot(fields, u, u)));
    List<Integer> strongest =
        units.stream().sorted(Comparator.comparingDouble(u -> -norm[u])).toList();
    return this == STRONGEST
        ? strongest.subList(0, shown)
        : different(fields, norm, strongest.subList(0, Math.max(shown, fields.rows() / 2)), shown);
  }

  private static List<Integer> different(
      Matrix fields, double[] norm, List<Integer> candidates, int count) {
    List<Integer> left = new ArrayList<>(candidates);
    List<Integer> chosen = new ArrayList<>();
    double[] likeness = new double[norm.length]; // to the nearest of those that are chosen
    for (int i = 0; i < count; i++) {
      Integer next = left.get(0);
      for (Integer unit : left) {
        next = likeness[unit] < likeness[next] ? unit : next;
      }
      left.remove(next);
      chosen.add(next);
      for (Integer unit : left) {
        double lengths = norm[unit] * norm[next];
        double cosine = lengths == 0 ? 1 : Math.abs(dot(fields, unit, next)) / lengths;
        likeness[unit] = Math.max(likeness[unit], cosine);
      }
    }
    return chosen;
  }

  private static double dot(Matrix m, int a, int b) {
    double sum = 0;
    for (int i = 0; i < m.columns(); i++) {
      sum += (double) m.get(a, i) * m.get(b, i);
    }
    return sum;
  }
}
