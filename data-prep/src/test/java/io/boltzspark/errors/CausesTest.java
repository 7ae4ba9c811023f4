package io.boltzspark.errors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CausesTest {
  private final IOException disk = new IOException("disk");
  private final IllegalStateException task = new IllegalStateException("task", disk);
  private final RuntimeException job = new RuntimeException("job", task);

  @Test
  void theChainEndsAtTheRoot() {
    assertEquals(List.of(job, task, disk), Causes.chain(job));
    assertSame(disk, Causes.root(job));
    assertSame(disk, Causes.root(disk));
  }

  @Test
  void aCircleOfCausesEnds() {
    RuntimeException inner = new RuntimeException("inner");
    RuntimeException outer = new RuntimeException("outer", inner);
    inner.initCause(outer);
    assertEquals(List.of(outer, inner), Causes.chain(outer));
    assertSame(inner, Causes.root(outer));
  }

  @Test
  void theOutermostOfATypeAndTheOutermostThatIsNoWrapper() {
    assertEquals(Optional.of(task), Causes.first(job, IllegalStateException.class));
    assertEquals(Optional.of(job), Causes.first(job, RuntimeException.class));
    assertEquals(Optional.empty(), Causes.first(job, BoltzException.class));
    assertSame(task, Causes.beneath(job, one -> one == job));
    assertSame(disk, Causes.beneath(job, one -> true));
  }
}
