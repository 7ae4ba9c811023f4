package io.boltzspark.jobs.actions;

import io.boltzspark.engine.data.TrainingData;
import io.boltzspark.engine.data.TrainingData.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Where in a part of the data the first rows of classes are. */
public final class ClassRows {
  /** Rows looked at first, for each that is wanted of a class. */
  private static final int FIRST_LOOK = 50;

  private ClassRows() {}

  /**
   * Looks at ever more rows until there are enough of each class, or no rows are left.
   *
   * @param perClass how many of each class, at least 1
   * @return for each of the classes that were asked for its positions in the part, ascending, as
   *     many as there are
   */
  public static List<List<Integer>> positions(
      TrainingData data, Part part, List<Integer> classes, int perClass) {
    long all = data.rows(part);
    long looked = Math.min(all, (long) FIRST_LOOK * perClass);
    while (true) {
      int[] labels = data.firstLabels(part, (int) Math.min(Integer.MAX_VALUE, looked));
      List<List<Integer>> found = new ArrayList<>();
      for (int wanted : classes) {
        found.add(
            IntStream.range(0, labels.length)
                .filter(row -> labels[row] == wanted)
                .limit(perClass)
                .boxed()
                .toList());
      }
      if (looked >= all || found.stream().allMatch(rows -> rows.size() == perClass)) {
        return found;
      }
      looked = Math.min(all, 8 * looked);
    }
  }
}
