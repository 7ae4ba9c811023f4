package io.boltzspark.jobs.couplings;

import io.boltzspark.evaluation.couplings.Contacts;
import io.boltzspark.evaluation.couplings.PairScores;
import io.boltzspark.jobs.images.Caption;
import io.boltzspark.jobs.images.ColourBar;
import io.boltzspark.jobs.images.DivergingColours;
import io.boltzspark.jobs.images.HeatMap;
import io.boltzspark.jobs.images.Lettering;
import io.boltzspark.jobs.images.Png;
import io.boltzspark.jobs.images.Stack;
import io.boltzspark.math.Matrix;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The scores of all pairs of sites as a map; with contacts, these below the diagonal in place of
 * the scores.
 */
public final class PairMap {
  private static final int GAP = 8;
  private static final int WIDTH = 700;
  private static final int LARGEST_CELL = 24;

  /** The few largest are clipped, so that the others do not look faint. */
  private static final double SHARE_WITHIN_LIMIT = 0.998;

  private PairMap() {}

  /**
   * @param values sites x sites
   * @param what they are, for the title
   */
  public static byte[] png(double[][] values, String what, Optional<Contacts> contacts) {
    int sites = values.length;
    DivergingColours colours = new DivergingColours(HeatMap.limit(values, SHARE_WITHIN_LIMIT));
    Matrix map = Matrix.zeros(sites, sites);
    for (int i = 0; i < sites; i++) {
      for (int j = 0; j < sites; j++) {
        boolean showsContact = contacts.isPresent() && j < i;
        map.set(
            i,
            j,
            showsContact ? contacts.get().holds(i, j) ? colours.limit() : 0 : (float) values[i][j]);
      }
    }
    int cell = Math.max(1, Math.min(LARGEST_CELL, WIDTH / sites));
    List<String> numbers = IntStream.rangeClosed(1, sites).mapToObj(String::valueOf).toList();
    String below = contacts.isPresent() ? "below the diagonal: contacts" : "pairs of sites";
    return Png.of(
        Stack.page(
            Stack.below(
                GAP,
                List.of(
                    new Caption(what, Lettering.HEADING),
                    new Caption(below, Lettering.NOTE),
                    new HeatMap(map, colours, cell, cell, numbers, numbers, List.of()),
                    new ColourBar(colours)))));
  }

  /** The scores that a picture shows: signed couplings where pairs are ranked by magnitude. */
  public static double[][] shown(PairScores scores, boolean areNorms) {
    return areNorms ? scores.scores() : scores.raw();
  }
}
