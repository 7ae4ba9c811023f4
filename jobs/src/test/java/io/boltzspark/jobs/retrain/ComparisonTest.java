package io.boltzspark.jobs.retrain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.boltzspark.evaluation.partition.BracketTrust;
import io.boltzspark.jobs.evaluate.metrics.RowLikelihood;
import io.boltzspark.jobs.evaluate.metrics.RowLikelihood.Estimate;
import io.boltzspark.jobs.evaluate.metrics.RowMean;
import io.boltzspark.jobs.retrain.registry.Bracket;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ComparisonTest {

  @Test
  void aBracketIsAsWideAsTheErrorBarsOfAllMethods() {
    Estimate forward = new Estimate("ais", false, -5, -5.2, -4.9);
    Estimate reverse = new Estimate("reverse_from_data", false, -6, -6.5, -5.9);
    assertEquals(new Bracket(-6.5, -4.9, 7, 0), bracket(7, forward, reverse));
    assertEquals(new Bracket(-3, -3, 2, 0), bracket(2, new Estimate("exact", true, -3, -3, -3)));
    Estimate endless = new Estimate("ais", false, -5, Double.NEGATIVE_INFINITY, -4);
    assertEquals("unknown", bracket(2, endless).text());
    assertEquals("unknown", bracket(2, reverse, endless).text());
    assertEquals("unknown", Bracket.UNKNOWN.text());
  }

  @Test
  void onlyTheWorstCaseAgainstTheBestCaseCounts() {
    assertTrue(compared(-5.0, -4.0, -7.0, -5.5).promotes());
    assertEquals(0.5, compared(-5.0, -4.0, -7.0, -5.5).gain());
    // Its middle is better by two nats, but the brackets touch.
    assertFalse(compared(-5.0, -4.0, -8.0, -5.0).promotes());
    // Better, but not by the margin.
    assertFalse(compared(-5.0, -4.0, -7.0, -5.4).promotes());
  }

  @Test
  void whatIsNotKnownWinsOnlyWhereThereIsNothingElse() {
    Bracket unknown = new Bracket(Double.NaN, Double.NaN, 1, 0);
    Bracket known = new Bracket(-1, -1, 1, 0);
    assertFalse(new Comparison(unknown, Optional.of(known), 0).promotes());
    assertFalse(new Comparison(known, Optional.of(unknown), 0).promotes());
    assertTrue(new Comparison(known, Optional.empty(), 5).promotes());
  }

  /** By what its methods differ beyond their errors, a bracket may be wrong. */
  @Test
  void aContradictionMakesABracketWider() {
    Bracket sound = new Bracket(-5, -4, 9, 0);
    Bracket doubtful = new Bracket(-5, -4, 9, 0.3);
    Bracket lower = new Bracket(-7, -6, 9, 0);
    assertEquals(1, new Comparison(sound, Optional.of(lower), 0.5).gain());
    assertEquals(0.7, new Comparison(doubtful, Optional.of(lower), 0.5).gain(), 1e-12);
    assertFalse(new Comparison(doubtful, Optional.of(lower), 0.8).promotes());
    Bracket doubtfulChampion = new Bracket(-7, -6, 9, 0.6);
    Comparison refused = new Comparison(sound, Optional.of(doubtfulChampion), 0.5);
    assertFalse(refused.promotes());
    assertTrue(refused.reason().contains("0.60 nats"), refused.reason());
    assertEquals(doubtful, Bracket.read(new ObjectMapper().valueToTree(doubtful.json())));
  }

  private static Comparison compared(double low, double high, double from, double to) {
    return new Comparison(
        new Bracket(low, high, 9, 0), Optional.of(new Bracket(from, to, 9, 0)), 0.5);
  }

  private static Bracket bracket(int rows, Estimate... estimates) {
    return Bracket.of(
        new RowLikelihood(new RowMean(rows, 0, 0), List.of(estimates), BracketTrust.of(Map.of())));
  }
}
