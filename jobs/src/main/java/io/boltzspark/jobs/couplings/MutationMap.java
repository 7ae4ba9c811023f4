package io.boltzspark.jobs.couplings;

import io.boltzspark.jobs.images.Caption;
import io.boltzspark.jobs.images.ColourBar;
import io.boltzspark.jobs.images.DivergingColours;
import io.boltzspark.jobs.images.HeatMap;
import io.boltzspark.jobs.images.Lettering;
import io.boltzspark.jobs.images.Png;
import io.boltzspark.jobs.images.Stack;
import io.boltzspark.math.Matrix;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** The changes of the free energy by all mutations, letters x sites, the present ones with dots. */
final class MutationMap {
  private static final int GAP = 8;
  private static final int CELL_HEIGHT = 16;
  private static final int CELL_WIDTH = 8;

  /** The few largest are clipped, so that the others do not look faint. */
  private static final double SHARE_WITHIN_LIMIT = 0.98;

  private MutationMap() {}

  static byte[] png(GivenSequence sequence, String letters, double[][] changes) {
    int sites = changes.length;
    Matrix map = Matrix.zeros(letters.length(), sites);
    List<int[]> present = new ArrayList<>();
    for (int site = 0; site < sites; site++) {
      for (int a = 0; a < letters.length(); a++) {
        map.set(a, site, (float) changes[site][a]);
      }
      present.add(new int[] {sequence.states()[site], site});
    }
    DivergingColours colours = new DivergingColours(HeatMap.limit(changes, SHARE_WITHIN_LIMIT));
    List<String> numbers = IntStream.rangeClosed(1, sites).mapToObj(String::valueOf).toList();
    HeatMap heat =
        new HeatMap(
            map,
            colours,
            CELL_WIDTH,
            CELL_HEIGHT,
            letters.chars().mapToObj(Character::toString).toList(),
            numbers,
            present);
    return Png.of(
        Stack.page(
            Stack.below(
                GAP,
                List.of(
                    new Caption(
                        "change of the free energy"
                            + (sequence.name().isEmpty() ? "" : " of " + sequence.name()),
                        Lettering.HEADING),
                    new Caption("blue: likelier; dots: the sequence", Lettering.NOTE),
                    heat,
                    new ColourBar(colours)))));
  }
}
