package io.boltzspark.learning.local;

import io.boltzspark.learning.Learner;
import java.io.Serializable;
import java.util.List;

/**
 * Where the arrays of a learner's state are in one array that holds all of them, one after another,
 * in the order of {@link Learner#state}; after them the sum and the number of each value that its
 * steps measure.
 *
 * @param numbers number of numbers of the state
 * @param values number of values
 */
record StateLayout(int numbers, int values) implements Serializable {

  static StateLayout of(Learner learner) {
    int numbers = 0;
    for (float[] array : arrays(learner)) {
      numbers = Math.addExact(numbers, array.length);
    }
    StateLayout layout = new StateLayout(numbers, learner.values().length);
    Math.addExact(numbers, 2 * layout.values());
    return layout;
  }

  /** The arrays of the learner's state themselves, of which it keeps the same ones for good. */
  static List<float[]> arrays(Learner learner) {
    return List.copyOf(learner.state().arrays().values());
  }

  int size() {
    return numbers + 2 * values;
  }

  static void pack(List<float[]> arrays, float[] packed) {
    int at = 0;
    for (float[] array : arrays) {
      System.arraycopy(array, 0, packed, at, array.length);
      at += array.length;
    }
  }

  static void unpack(float[] packed, List<float[]> arrays) {
    int at = 0;
    for (float[] array : arrays) {
      System.arraycopy(packed, at, array, 0, array.length);
      at += array.length;
    }
  }
}
