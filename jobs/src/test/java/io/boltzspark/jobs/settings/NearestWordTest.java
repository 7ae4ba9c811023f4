package io.boltzspark.jobs.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NearestWordTest {

  @Test
  void distanceIsLevenshteins() {
    // The textbook pair: k->s, e->i, +g.
    assertEquals(3, NearestWord.distance("kitten", "sitting"));
    assertEquals(3, NearestWord.distance("", "abc"));
    assertEquals(0, NearestWord.distance("same", "same"));
  }

  @Test
  void aSlipFindsItsWordAndAnotherWordFindsNone() {
    List<String> words = List.of("--epochs", "--engine", "--k");
    assertEquals(Optional.of("--epochs"), NearestWord.of("--epoch", words));
    assertEquals(Optional.of("--engine"), NearestWord.of("--enigne", words));
    assertEquals(Optional.empty(), NearestWord.of("--temperature", words));
  }
}
