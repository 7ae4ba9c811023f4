package io.boltzspark.jobs.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class TextTableTest {

  @Test
  void aColumnIsAsWideAsItsWidestCell() {
    TextTable table =
        new TextTable().left("machine").right("step ms", "%.2f").right("rows", "%,d").left("note");
    table.row("784-500", 1.254, 60_000, "").row("20-3", "-", 7, "small");
    assertEquals(
        List.of(
            "machine  step ms    rows  note",
            "784-500     1.25  60,000",
            "20-3           -       7  small"),
        table.lines());
  }

  @Test
  void withoutHeadingsThereIsNoLineOfThem() {
    TextTable facts = new TextTable(2).left("").left("");
    facts.row("outcome", "kept").row("run", "r1");
    assertEquals(List.of("  outcome  kept", "  run      r1"), facts.lines());
  }

  @Test
  void markdownEscapesItsOwnBars() {
    TextTable table = new TextTable().left("a|b").right("n");
    table.row("x|y|z", 12).row("", 3);
    assertEquals(
        List.of("| a\\|b    |  n |", "|---------|---:|", "| x\\|y\\|z | 12 |", "|         |  3 |"),
        table.markdown());
  }

  @Test
  void aRowHasACellForEachColumn() {
    TextTable table = new TextTable().left("one").left("two");
    assertThrows(IllegalArgumentException.class, () -> table.row("alone"));
    table.row("both", "cells");
    assertThrows(IllegalStateException.class, () -> table.left("late"));
  }
}
