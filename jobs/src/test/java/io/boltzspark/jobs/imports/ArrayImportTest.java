package io.boltzspark.jobs.imports;

import static io.boltzspark.jobs.imports.WrittenArrays.little;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.jobs.testing.AwkwardDirectory;
import io.boltzspark.jobs.testing.Outcome;
import io.boltzspark.jobs.testing.WrittenRun;
import io.boltzspark.math.Matrix;
import io.boltzspark.math.Tensor;
import io.boltzspark.model.MachineSpec;
import io.boltzspark.model.UnitSpec;
import io.boltzspark.model.UnitType;
import io.boltzspark.store.SafeTensors;
import io.boltzspark.store.TrainedModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code boltz import} of named arrays, whose files are written byte by byte. */
class ArrayImportTest {
  /** Visible x hidden; numbers that half precision has, so that all types hold the same. */
  private static final double[][] W = {{0.5, -1.25}, {2, 0.0625}, {-0.75, 1.5}};

  private static final double[] B = {0.25, -0.5, 1};
  private static final double[] C = {-1, 0.125};

  /** Trains a machine, saves it, and prints rows and their free energies by its own method. */
  private static final String SCIKIT_LEARN =
      """
      import sys, numpy
      from sklearn.neural_network import BernoulliRBM
      rows = (numpy.random.RandomState(0).rand(200, 12) < 0.4).astype('float64')
      rbm = BernoulliRBM(n_components=5, n_iter=10, random_state=0).fit(rows)
      numpy.savez(sys.argv[1], components_=rbm.components_,
                  intercept_visible_=rbm.intercept_visible_, intercept_hidden_=rbm.intercept_hidden_)
      for row, energy in zip(rows, rbm._free_energy(rows)):
          print(''.join(str(int(value)) for value in row), float(energy))
      """;

  /** Of a free energy of eight terms: a sum of numbers of single precision, each below 10. */
  private static final double ROUNDING = 1e-5;

  @TempDir(factory = AwkwardDirectory.class)
  static Path directory;

  private static double[][] turned(double[][] rows) {
    double[][] turned = new double[rows[0].length][rows.length];
    for (int r = 0; r < rows.length; r++) {
      for (int c = 0; c < rows[0].length; c++) {
        turned[c][r] = rows[r][c];
      }
    }
    return turned;
  }

  private static JsonNode imported(String format, Path file, String run, String... more)
      throws IOException {
    List<String> all = new ArrayList<>(List.of("import", "--format", format));
    all.addAll(List.of("--from", file.toString(), "--out", directory.resolve(run).toString()));
    all.addAll(List.of(more));
    return Outcome.json(all.toArray(new String[0]));
  }

  private static TrainedModel model(String run) {
    return TrainedModel.load(new Configuration(), directory.resolve(run).toString(), w -> {});
  }

  /** The free energies of all eight states are those of the formula, in double precision. */
  private static void hasTheEnergies(String run) {
    TrainedModel model = model(run);
    assertEquals(3, model.machine().visible().size());
    Matrix states = Matrix.zeros(8, 3);
    double[] expected = new double[8];
    for (int s = 0; s < 8; s++) {
      for (int i = 0; i < 3; i++) {
        states.set(s, i, s >> i & 1);
        expected[s] -= B[i] * (s >> i & 1);
      }
      for (int j = 0; j < 2; j++) {
        double input = C[j];
        for (int i = 0; i < 3; i++) {
          input += W[i][j] * (s >> i & 1);
        }
        expected[s] -= Math.log1p(Math.exp(input));
      }
    }
    assertArrayEquals(expected, model.machine().freeEnergy(states, model.parameters()), ROUNDING);
  }

  private static WrittenArrays scikitLearn() {
    return new WrittenArrays()
        .with("components_", turned(W))
        .with("intercept_visible_", B)
        .with("intercept_hidden_", C);
  }

  @Test
  void arraysOfScikitLearnAreKnown() throws IOException {
    for (boolean compressed : new boolean[] {false, true}) {
      String run = "scikit-learn-" + compressed;
      Path file = scikitLearn().write(directory.resolve(run + ".npz"), compressed);
      JsonNode json = imported("npz", file, run);
      assertEquals("3 bernoulli - 2 bernoulli", json.get("layers").textValue());
      assertEquals("components_ transposed", json.get("arrays").get("weights.0").textValue());
      hasTheEnergies(run);
    }
  }

  @Test
  void whatWasImportedIsNoTraining() throws IOException {
    imported("npz", scikitLearn().write(directory.resolve("only.npz"), false), "only");
    String run = directory.resolve("only").toString();
    Outcome.fails(
        ExitCode.BAD_INPUT,
        List.of("no training to resume", "--from"),
        "train",
        "--resume",
        "--out",
        run,
        "--data",
        "anywhere");
  }

  @Test
  void everyTypeAndOrderOfNumbersIsRead() throws IOException {
    ByteBuffer half = little(12);
    int[] halves = {0x3800, 0xbd00, 0x4000, 0x2c00, 0xba00, 0x3e00}; // of W, by rows
    for (int bits : halves) {
      half.putShort((short) bits);
    }
    ByteBuffer fortran = ByteBuffer.allocate(24); // big-endian, by columns
    for (double[] column : turned(W)) {
      for (double value : column) {
        fortran.putFloat((float) value);
      }
    }
    Map<String, WrittenArrays> files = new LinkedHashMap<>();
    files.put("half", new WrittenArrays().with("W", "'<f2'", false, "3, 2", half.array()));
    files.put("fortran", new WrittenArrays().with("W", "'>f4'", true, "3, 2", fortran.array()));
    for (Map.Entry<String, WrittenArrays> written : files.entrySet()) {
      written.getValue().with("vbias", B).with("h_bias", C);
      Path file = written.getValue().write(directory.resolve(written.getKey() + ".npz"), false);
      imported("npz", file, written.getKey());
      hasTheEnergies(written.getKey());
    }
  }

  private static Tensor tensor(double[][] rows) {
    ByteBuffer data = little(rows.length * rows[0].length * Double.BYTES);
    for (double[] row : rows) {
      for (double value : row) {
        data.putDouble(value);
      }
    }
    return new Tensor(Tensor.Type.F64, new int[] {rows.length, rows[0].length}, data.array());
  }

  private static Path stateDict(String name, Map<String, Tensor> tensors) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    SafeTensors.write(bytes, tensors);
    return Files.write(directory.resolve(name), bytes.toByteArray());
  }

  @Test
  void stateDictsAreReadWithPrefixesAndByName() throws IOException {
    Tensor steps = new Tensor(Tensor.Type.I64, new int[0], new byte[8]);
    Path known =
        stateDict(
            "known.safetensors",
            Map.of(
                "rbm.W",
                tensor(turned(W)),
                "rbm.v_bias",
                tensor(new double[][] {B}),
                "rbm.h_bias",
                tensor(new double[][] {C}),
                "rbm.steps",
                steps));
    imported("safetensors", known, "known");
    hasTheEnergies("known");
    Path named =
        stateDict(
            "named.safetensors",
            Map.of(
                "net.p",
                tensor(W),
                "net.q",
                tensor(new double[][] {B}),
                "net.r",
                tensor(new double[][] {C}),
                "other.weight",
                tensor(W)));
    imported(
        "safetensors",
        named,
        "named",
        "--weights",
        "net.p",
        "--visible-bias",
        "net.q",
        "--hidden-bias",
        "net.r");
    hasTheEnergies("named");
  }

  @Test
  void whatWasExportedComesBackAsTheSameBytes() throws IOException {
    Map<String, MachineSpec> machines = new LinkedHashMap<>();
    machines.put(
        "bernoulli,bernoulli,bernoulli",
        MachineSpec.of(
            UnitSpec.of(UnitType.BERNOULLI, 5),
            UnitSpec.of(UnitType.BERNOULLI, 3),
            UnitSpec.of(UnitType.BERNOULLI, 2)));
    machines.put(
        "gaussian,spin",
        MachineSpec.of(UnitSpec.of(UnitType.GAUSSIAN, 4), UnitSpec.of(UnitType.SPIN, 3)));
    machines.put(
        "potts:3",
        new MachineSpec(List.of(List.of(UnitSpec.of(UnitType.POTTS, 12, 3))), List.of(0)));
    for (Map.Entry<String, MachineSpec> machine : machines.entrySet()) {
      String name = machine.getKey().replaceAll("[,:]", "-");
      Path run = directory.resolve(name);
      WrittenRun.write(run, machine.getValue(), WrittenRun.parameters(machine.getValue(), 3), "");
      for (String format : List.of("npz", "safetensors")) {
        Path file = directory.resolve(name + "." + format);
        Outcome.json(
            "export", "--model", run.toString(), "--format", format, "--out", file.toString());
        String back = name + "-" + format;
        imported(format, file, back, "--units", machine.getKey());
        assertArrayEquals(
            Files.readAllBytes(run.resolve("model/model.safetensors")),
            Files.readAllBytes(directory.resolve(back).resolve("model/model.safetensors")));
        assertEquals(machine.getValue(), model(back).machine().spec());
      }
    }
  }

  @Test
  void aMachineOfScikitLearnHasItsFreeEnergies() throws Exception {
    String python = "/usr/bin/python3"; // which Debian's python3-sklearn is for
    try {
      Process there = new ProcessBuilder(python, "-c", "import sklearn").start();
      assumeTrue(there.waitFor() == 0, "no scikit-learn: apt-get install python3-sklearn");
    } catch (IOException e) {
      assumeTrue(false, "no " + python + ": arrays named like scikit-learn's are tested without");
    }
    Path file = directory.resolve("trained.npz");
    Process process =
        new ProcessBuilder(python, "-c", SCIKIT_LEARN, file.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    List<String> lines =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
            .lines()
            .toList();
    assertEquals(0, process.waitFor());
    assertEquals(200, lines.size());
    imported("npz", file, "trained");
    TrainedModel model = model("trained");
    Matrix rows = Matrix.zeros(200, 12);
    double[] expected = new double[200];
    for (int r = 0; r < 200; r++) {
      for (int i = 0; i < 12; i++) {
        rows.set(r, i, lines.get(r).charAt(i) - '0');
      }
      expected[r] = Double.parseDouble(lines.get(r).substring(13));
    }
    assertArrayEquals(expected, model.machine().freeEnergy(rows, model.parameters()), 1e-4);
  }

  @Test
  void spinsAreZeroAndOneInData() throws IOException {
    Path file = scikitLearn().write(directory.resolve("spins.npz"), false);
    imported("npz", file, "spins", "--units", "spin,spin");
    assertArrayEquals(new float[] {0.5f, 0.5f, 0.5f}, model("spins").standardisation().offset());
    assertArrayEquals(new float[] {0.5f, 0.5f, 0.5f}, model("spins").standardisation().scale());
  }

  @Test
  void unitVariancesAreSaidToBeAssumed() throws IOException {
    Path file = scikitLearn().write(directory.resolve("gaussian.npz"), false);
    JsonNode json = imported("npz", file, "gaussian", "--units", "gaussian,bernoulli");
    assertEquals(
        "the units of layer 0 have variance 1 (no log_sigma.0)",
        json.get("notes").get(0).textValue());
  }

  @Test
  void anImportedMachineIsSampledScoredAndTrainedFurther() throws IOException {
    Path file = scikitLearn().write(directory.resolve("start.npz"), false);
    imported("npz", file, "start");
    String start = directory.resolve("start").toString();
    String samples = directory.resolve("samples.parquet").toString();
    Outcome.json("sample", "--model", start, "--out", samples, "--count", "40", "--steps", "5");
    JsonNode trained =
        Outcome.json(
            "train",
            "--data",
            samples,
            "--config",
            start + "/config.conf",
            "--from",
            start,
            "--out",
            directory.resolve("further").toString(),
            "--epochs",
            "1",
            "--batch-size",
            "20",
            "--chains",
            "20",
            "--learning-rate",
            "1e-30");
    assertEquals("finished", trained.get("ending").textValue());
    // Steps that small round to none, so that where it started is where it ended.
    hasTheEnergies("further");
    JsonNode energies =
        Outcome.json(
            "anomaly",
            "--model",
            start,
            "--data",
            samples,
            "--out",
            directory.resolve("energies").toString());
    assertEquals(40, energies.get("rows").get("train").intValue());
  }

  private static void refused(ExitCode code, List<String> said, Path file, String... more)
      throws IOException {
    List<String> all = new ArrayList<>(List.of("import", "--from", file.toString()));
    all.addAll(List.of("--out", directory.resolve("never").toString()));
    all.addAll(List.of("--format", file.toString().endsWith("npz") ? "npz" : "safetensors"));
    all.addAll(List.of(more));
    Outcome.fails(code, said, all.toArray(new String[0]));
    assertFalse(Files.exists(directory.resolve("never")));
  }

  private static Path npz(WrittenArrays arrays) throws IOException {
    return arrays.write(directory.resolve("bad.npz"), true);
  }

  @Test
  void faultsAreNamedWithTheirArrays() throws IOException {
    ExitCode bad = ExitCode.BAD_INPUT;
    Path file = npz(new WrittenArrays().with("W", W).with("vbias", B));
    refused(bad, List.of("hidden biases", "--hidden-bias", "'W' [3, 2], 'vbias' [3]"), file);
    refused(bad, List.of("no array 'x'"), file, "--hidden-bias", "x");
    file = npz(new WrittenArrays().with("W", W).with("vbias", C).with("hbias", C));
    refused(bad, List.of("'W'", "[3, 2]", "2 and 2 biases", "--[no-]transpose"), file);
    file =
        npz(
            new WrittenArrays()
                .with("weights.0", "'<f4'", false, "100000, 100000", new byte[4])
                .with("bias.0", B)
                .with("bias.1", C));
    refused(bad, List.of("'weights.0'", "[100000, 100000]", "expected [3, 2]"), file);
    double[][] square = {{1, 2}, {3, 4}};
    file = npz(new WrittenArrays().with("W", square).with("vbias", C).with("hbias", C));
    refused(bad, List.of("'W'", "[2, 2]", "--no-transpose", "--transpose"), file);
    file = npz(new WrittenArrays().with("W", W).with("vbias", B).with("hbias", 1, Double.NaN));
    refused(bad, List.of("'hbias'", "NaN at index 1"), file);
    file = npz(new WrittenArrays().with("W", W).with("vbias", B).with("hbias", 1e300, 1));
    refused(bad, List.of("'hbias'", "Infinity at index 0", "single precision"), file);
    file =
        npz(
            new WrittenArrays()
                .with("W", "'|O'", false, "3, 2", new byte[20])
                .with("vbias", B)
                .with("hbias", C));
    refused(bad, List.of("'W'", "Python objects", "astype('float32')"), file);
    file =
        npz(
            new WrittenArrays()
                .with("W", "'<f4'", false, "3, 2", new byte[20])
                .with("vbias", B)
                .with("hbias", C));
    refused(bad, List.of("'W'", "ends early", "[3, 2]"), file);
    file =
        npz(
            new WrittenArrays()
                .with("W", "'<f4'", false, "3, 2", new byte[28])
                .with("vbias", B)
                .with("hbias", C));
    refused(bad, List.of("'W'", "more than the 6 numbers"), file);
    file = npz(scikitLearn());
    refused(
        ExitCode.BAD_CONFIGURATION,
        List.of("--labels 3", "3 visible units"),
        file,
        "--labels",
        "3");
    refused(
        ExitCode.BAD_CONFIGURATION,
        List.of("model.units", "cubic"),
        file,
        "--units",
        "cubic,bernoulli");
    refused(
        ExitCode.USAGE,
        List.of("--hidden-bias names 2", "--weights 1"),
        file,
        "--weights",
        "components_",
        "--hidden-bias",
        "intercept_hidden_,none");
    Path text = Files.writeString(directory.resolve("text.npz"), "no zip");
    refused(bad, List.of("text.npz", "no zip file"), text);
    refused(
        bad,
        List.of("is not a safetensors file"),
        Files.writeString(directory.resolve("text.safetensors"), "x".repeat(99)));
  }

  @Test
  void moreThanTheHeapHoldsIsRefusedBeforeItIsRead() throws IOException {
    Path file =
        npz(
            new WrittenArrays()
                .with("W", "'<f4'", false, "20000, 20000", new byte[4])
                .with("vbias", "'<f4'", false, "20000,", new byte[4])
                .with("hbias", "'<f4'", false, "20000,", new byte[4]));
    refused(
        ExitCode.ENVIRONMENT,
        List.of("[20000, 20000]", "GiB of heap", "BOLTZ_HEAP"),
        file,
        "--no-transpose");
    file =
        npz(
            new WrittenArrays()
                .with("W", "'<f4'", false, "200000, 20000", new byte[4])
                .with("vbias", "'<f4'", false, "200000,", new byte[4])
                .with("hbias", "'<f4'", false, "20000,", new byte[4]));
    refused(ExitCode.BAD_INPUT, List.of("[200000, 20000]", "parameters"), file);
  }

  @Test
  void optionsOfArraysAreNotForText() throws IOException {
    Outcome.fails(
        ExitCode.USAGE,
        List.of("--weights", "adabmdca"),
        "import",
        "--format",
        "adabmdca",
        "--from",
        Files.write(directory.resolve("p.dat"), "".getBytes(StandardCharsets.UTF_8)).toString(),
        "--out",
        directory.resolve("never").toString(),
        "--weights",
        "W");
  }
}
