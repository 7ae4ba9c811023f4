package io.boltzspark.evaluation.sites;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.math.Matrix;
import org.junit.jupiter.api.Test;

class DiversityTest {

  @Test
  void identityIsThatOfAllPairs() {
    int sites = 7;
    int states = 3;
    Matrix rows = SiteRows.potts(90, sites, states, 5);
    double same = 0;
    int distinct = 0;
    for (int r = 0; r < 90; r++) {
      boolean isNew = true;
      for (int q = 0; q < r; q++) {
        int equal = 0;
        for (int i = 0; i < sites * states; i++) {
          equal += rows.get(r, i) == 1 && rows.get(q, i) == 1 ? 1 : 0;
        }
        same += equal / (double) sites;
        isNew &= equal < sites;
      }
      distinct += isNew ? 1 : 0;
    }
    Diversity found = Diversity.of(SiteRows.potts(sites, states), rows);
    assertEquals(same / (90 * 89 / 2.0), found.identity(), 1e-12);
    assertEquals(distinct, found.distinct());
    assertEquals(90, found.count());
    assertTrue(distinct < 90 && distinct > 1, "no case to test with");
  }

  /** Rows 00, 01 and 0 -1 share the first site, and a negative zero is a zero. */
  @Test
  void sitesOfOneColumnAreComparedByValue() {
    Matrix rows = new Matrix(new float[] {0, 0, 0, 1, -0f, -1, 0, -0f}, 0, 4, 2);
    Diversity found = Diversity.of(Sites.ofColumns(2), rows);
    // First site: all 6 pairs; second: the pair of the first and the last row.
    assertEquals(7 / 12.0, found.identity(), 1e-15);
    assertEquals(3, found.distinct());
    assertTrue(Double.isNaN(Diversity.of(Sites.ofColumns(2), rows.rows(0, 1)).identity()));
  }
}
