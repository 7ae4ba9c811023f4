package io.boltzspark.jobs.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.jobs.settings.Reference;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;

class GridTest {

  @Test
  void everyCombinationOnceTheLastSettingFastest() {
    List<Grid.Point> grid = grid("learning.k=1,5", "learning.optimizer.learning-rate=0.01,1e-3");
    assertEquals(
        List.of(
            "k=1,optimizer.learning-rate=0.01",
            "k=1,optimizer.learning-rate=1e-3",
            "k=5,optimizer.learning-rate=0.01",
            "k=5,optimizer.learning-rate=1e-3"),
        names(grid));
    assertEquals(
        Map.of("learning.k", "5", "learning.optimizer.learning-rate", "0.01"),
        grid.get(2).values());
  }

  @Test
  void namesHoldWhatPathsCan() {
    List<String> names =
        names(
            grid(
                "model.dimensions=[784, 200],[784,500]",
                "model.units=\"softmax:10,bernoulli\"",
                "learning.initialisation.from=hdfs://host:8020/runs/a,\"\""));
    assertEquals(
        "dimensions=784-200,units=softmax-10-bernoulli,initialisation.from=hdfs-host-8020-runs-a",
        names.get(0));
    assertTrue(names.get(1).endsWith("initialisation.from=empty"), names.get(1));
    for (String name : names) {
      Path path = new Path(new Path("sweeps/first"), name);
      assertEquals(name, path.getName());
    }
  }

  @Test
  void namesDifferEvenWhereTheyHoldTooLittle() {
    String length = "x".repeat(300);
    assertEquals(
        List.of("initialisation.from=a-b", "initialisation.from=a-b~2"),
        names(grid("learning.initialisation.from=a/b,a:b")));
    List<String> names =
        names(grid("learning.initialisation.from=" + length + "1," + length + "2"));
    assertEquals(2, new HashSet<>(names).size());
    names.forEach(name -> assertTrue(name.length() <= 255, name));
  }

  @Test
  void shortKeysAreOfOneSettingEach() {
    Set<String> seen = new HashSet<>();
    for (String key : Reference.keys()) {
      assertTrue(seen.add(Grid.shortKey(key)), key);
    }
  }

  @Test
  void aSettingIsVariedOnce() {
    BoltzException error =
        assertThrows(BoltzException.class, () -> grid("learning.k=1,2", "seed=1", "learning.k=3"));
    assertEquals(ExitCode.USAGE, error.exitCode());
    assertTrue(error.getMessage().contains("learning.k is varied twice"), error.getMessage());
  }

  @Test
  void tooManyRunsAreAMistake() {
    String[] variations =
        IntStream.range(0, 70).mapToObj(i -> "key" + i + "=1,2").toArray(String[]::new);
    BoltzException error = assertThrows(BoltzException.class, () -> grid(variations));
    assertEquals(ExitCode.USAGE, error.exitCode());
  }

  private static List<Grid.Point> grid(String... variations) {
    return Grid.of(Arrays.stream(variations).map(Variation::parse).toList());
  }

  private static List<String> names(List<Grid.Point> grid) {
    return grid.stream().map(Grid.Point::name).toList();
  }
}
