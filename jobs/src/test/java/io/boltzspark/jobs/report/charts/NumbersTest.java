package io.boltzspark.jobs.report.charts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class NumbersTest {

  @Test
  void sixDigitsAndNoMore() {
    assertEquals("-57.0631", Numbers.text(-57.06312));
    assertEquals("0.001", Numbers.text(0.001));
    assertEquals("0", Numbers.text(0.0));
    assertEquals("100", Numbers.text(100.0));
    assertEquals("1.5E-7", Numbers.text(1.5e-7));
    assertEquals("1234570", Numbers.text(1234567.0));
    assertEquals("NaN", Numbers.text(Double.NaN));
    assertEquals("–", Numbers.text((Object) null));
    assertEquals("1234567", Numbers.text((Object) 1234567L));
  }

  @Test
  void timesAsPeopleSayThem() {
    assertEquals("0.0 s", Numbers.duration(0));
    assertEquals("59.9 s", Numbers.duration(59.9));
    assertEquals("3 min 29 s", Numbers.duration(209.08));
    assertEquals("2 h 5 min", Numbers.duration(2 * 3600 + 5 * 60 + 7));
  }
}
