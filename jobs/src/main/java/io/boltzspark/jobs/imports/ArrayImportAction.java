package io.boltzspark.jobs.imports;

import io.boltzspark.dataprep.sequences.Alphabet;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.files.Paths;
import io.boltzspark.jobs.actions.ActionResult;
import io.boltzspark.jobs.console.Progress;
import io.boltzspark.jobs.imports.ArrayLayout.Source;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.UnitSpec;
import io.boltzspark.model.UnitType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.Path;

/** Makes a run of the weights and biases in a file of named arrays. */
public final class ArrayImportAction {
  /**
   * The arguments of {@code boltz import --format npz} or {@code safetensors}.
   *
   * @param names of the arrays, as far as they were given
   * @param units kinds of units, layer by layer; empty: bernoulli, or potts below an alphabet
   * @param labels number of classes of the label, whose units are the last visible ones; 0: none
   * @param alphabet the letters in the order of their states, or the name of an alphabet; empty:
   *     rows are no sequences
   */
  public record Request(
      ArrayNames names, List<String> units, int labels, Optional<String> alphabet) {

    public Request {
      Objects.requireNonNull(names);
      units = List.copyOf(units);
      Objects.requireNonNull(alphabet);
    }
  }

  /**
   * An imported model.
   *
   * @param from the file
   * @param run the run directory
   * @param layers in words
   * @param arrays the array of each of the model's parameters
   * @param notes what was assumed of others
   * @param modelSha256 of the model's tensors
   */
  public record Result(
      String from,
      String run,
      String layers,
      Map<String, String> arrays,
      List<String> notes,
      String modelSha256)
      implements ActionResult {

    public Result {
      arrays = Collections.unmodifiableMap(new LinkedHashMap<>(arrays));
      notes = List.copyOf(notes);
    }

    @Override
    public Map<String, Object> json() {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("from", from);
      json.put("run", run);
      json.put("layers", layers);
      json.put("arrays", arrays);
      json.put("notes", notes);
      json.put("model_sha256", modelSha256);
      return json;
    }

    @Override
    public List<String> summary() {
      List<String> lines = new ArrayList<>();
      lines.add("a machine of %s from %s: %s".formatted(layers, from, run));
      lines.add(
          arrays.entrySet().stream()
              .map(array -> array.getKey() + ": " + array.getValue())
              .collect(Collectors.joining(", ", "  ", "")));
      notes.forEach(note -> lines.add("  " + note));
      lines.add("SHA-256 of its tensors: " + modelSha256);
      return lines;
    }
  }

  private final ImportedRun run;
  private final Request request;
  private final Progress progress;

  ArrayImportAction(ImportedRun run, Request request, Progress progress) {
    this.run = run;
    this.request = request;
    this.progress = progress;
  }

  /**
   * @throws BoltzException BAD_INPUT for a file that is not in the format, or whose arrays are no
   *     machine's; BAD_CONFIGURATION for units that do not go with them; ENVIRONMENT when the heap
   *     is too small; OUTPUT_EXISTS
   */
  public Result execute() {
    run.requireFree();
    Optional<Alphabet> alphabet = request.alphabet().map(Alphabet::of);
    Path path = Paths.of(run.from());
    ArrayFile file =
        run.format() == ImportFormat.NPZ
            ? new NpzArrays(run.hadoop(), path)
            : new SafeTensorsArrays(run.hadoop(), path);
    Map<String, List<Integer>> shapes = file.shapes();
    ArrayLayout layout =
        !request.names().areGiven() && OwnNames.areIn(shapes)
            ? OwnNames.layout(shapes, run.from())
            : new OtherNames(shapes, run.from()).layout(request.names());
    ArrayMachine arrays =
        new ArrayMachine(layout, units(layout, alphabet), request.labels(), run.from());
    alphabet.ifPresent(letters -> requireSites(arrays.machine(), letters));
    arrays.requireShapes(shapes);
    arrays.requireMemory(file.bytesOfReading());
    Map<String, FloatArray> read =
        file.read(
            layout.sources().values().stream().map(Source::array).collect(Collectors.toSet()));
    String sha256 = run.write(content(arrays, read, alphabet), progress);
    Map<String, String> sources = new LinkedHashMap<>();
    layout.sources().forEach((name, source) -> sources.put(name, source.toString()));
    return new Result(
        run.from(), run.out(), arrays.machine().spec().toString(), sources, arrays.notes(), sha256);
  }

  private List<String> units(ArrayLayout layout, Optional<Alphabet> alphabet) {
    if (alphabet.isEmpty() || !request.units().isEmpty()) {
      return request.units();
    }
    List<String> units =
        new ArrayList<>(Collections.nCopies(layout.units().size(), UnitType.BERNOULLI.word()));
    units.set(0, UnitType.POTTS.word() + ":" + alphabet.get().states());
    return units;
  }

  private void requireSites(BoltzmannMachine machine, Alphabet alphabet) {
    UnitSpec visible = machine.spec().layers().get(0).get(0);
    if (visible.type() != UnitType.POTTS || visible.count() != alphabet.states()) {
      throw new BoltzException(
          ExitCode.BAD_CONFIGURATION,
          "--alphabet has %d letters, but --units has %s for visible units; expected potts:%d"
              .formatted(alphabet.states(), request.units().get(0), alphabet.states()));
    }
  }

  private static ImportedRun.Content content(
      ArrayMachine arrays, Map<String, FloatArray> read, Optional<Alphabet> alphabet) {
    BoltzmannMachine machine = arrays.machine();
    UnitSpec visible = machine.spec().layers().get(0).get(0);
    int values = machine.spec().values();
    int side = (int) Math.round(Math.sqrt(values));
    boolean isSquare = side * side == values && visible.type() != UnitType.POTTS;
    return new ImportedRun.Content(
        arrays.settings(),
        machine,
        arrays.parameters(read),
        arrays.standardisation(read),
        isSquare ? side : values,
        isSquare ? side : 1,
        alphabet.map(Alphabet::letters).orElse(""),
        values / visible.count());
  }
}
