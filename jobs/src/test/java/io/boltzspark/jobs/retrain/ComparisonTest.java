package io.boltzspark.jobs.retrain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.boltzspark.jobs.retrain.registry.Bracket;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ComparisonTest {

  @Test
  void aBracketIsAsWideAsTheErrorBarsOfAllMethods() throws JsonProcessingException {
    Bracket both =
        read(
            """
            {"rows": 7, "ais": {"value": -5, "lower": -5.2, "upper": -4.9},
             "reverse_from_data": {"value": -6, "lower": -6.5, "upper": -5.9}}
            """);
    assertEquals(new Bracket(-6.5, -4.9, 7), both);
    assertEquals(new Bracket(-3, -3, 2), read("{\"rows\": 2, \"exact\": {\"value\": -3}}"));
    assertEquals(
        "not known",
        read("{\"rows\": 2, \"ais\": {\"value\": -5, \"lower\": null, \"upper\": -4}}").text());
    assertEquals("not known", read("{}").text());
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
    Bracket unknown = new Bracket(Double.NaN, Double.NaN, 1);
    Bracket known = new Bracket(-1, -1, 1);
    assertFalse(new Comparison(unknown, Optional.of(known), 0).promotes());
    assertFalse(new Comparison(known, Optional.of(unknown), 0).promotes());
    assertTrue(new Comparison(known, Optional.empty(), 5).promotes());
  }

  private static Comparison compared(double low, double high, double from, double to) {
    return new Comparison(new Bracket(low, high, 9), Optional.of(new Bracket(from, to, 9)), 0.5);
  }

  private static Bracket read(String json) throws JsonProcessingException {
    return Bracket.of(new ObjectMapper().readTree(json));
  }
}
