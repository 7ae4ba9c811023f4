package io.boltzspark.jobs.export;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.files.WholeFiles;
import io.boltzspark.jobs.testing.AwkwardDirectory;
import io.boltzspark.jobs.testing.Outcome;
import io.boltzspark.jobs.testing.TinyDigits;
import io.boltzspark.math.Tensor;
import io.boltzspark.store.TrainedModel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code boltz export}, of a machine trained on standardised grey values. */
class ExportTest {
  /** Reads both files by their published formats and prints every tensor with its sum. */
  private static final String READER =
      """
      import json, struct, sys
      import numpy as np
      npz, safetensors = sys.argv[1:]
      with open(safetensors, 'rb') as f:
          raw = f.read()
      length, = struct.unpack('<Q', raw[:8])
      header = json.loads(raw[8:8 + length])
      header.pop('__metadata__', None)
      data = raw[8 + length:]
      arrays = np.load(npz, allow_pickle=False)
      assert sorted(header) == sorted(arrays.files), (sorted(header), sorted(arrays.files))
      result = {}
      for name, entry in header.items():
          assert entry['dtype'] == 'F32', entry
          begin, end = entry['data_offsets']
          tensor = np.frombuffer(data[begin:end], '<f4').reshape(entry['shape'])
          array = arrays[name]
          assert array.dtype == np.float32 and array.flags.c_contiguous
          assert array.shape == tensor.shape and (array == tensor).all(), name
          result[name] = {'shape': list(array.shape), 'sum': float(array.astype('f8').sum())}
      print(json.dumps(result))
      """;

  @TempDir(factory = AwkwardDirectory.class)
  static Path directory;

  private static Path run;

  @BeforeAll
  static void train() throws IOException {
    Path source = TinyDigits.write(directory.resolve("idx"));
    Path data = directory.resolve("data");
    run = directory.resolve("run");
    Outcome.json(
        "prepare", "--source", source.toString(), "--out", data.toString(), "--binarize", "none");
    Outcome.json(
        "train",
        "--data",
        data.toString(),
        "--out",
        run.toString(),
        "--dimensions",
        "36,8",
        "--units",
        "gaussian,bernoulli",
        "--epochs",
        "2");
  }

  private static JsonNode export(Path out, String model, String... more) throws IOException {
    String[] arguments = {"export", "--model", model, "--out", out.toString()};
    String[] all = java.util.Arrays.copyOf(arguments, arguments.length + more.length);
    System.arraycopy(more, 0, all, arguments.length, more.length);
    return Outcome.json(all);
  }

  @Test
  void safetensorsAreTheModelFileItself() throws IOException {
    Path out = directory.resolve("model.safetensors");
    JsonNode json = export(out, run.toString(), "--format", "safetensors");
    byte[] expected = Files.readAllBytes(run.resolve("model/model.safetensors"));
    assertArrayEquals(expected, Files.readAllBytes(out));
    assertEquals(WholeFiles.sha256(expected), json.get("sha256").textValue());
    assertEquals(expected.length, json.get("bytes").longValue());
    Path last = directory.resolve("last.safetensors");
    export(last, run + "@epoch:2", "--format", "safetensors");
    assertArrayEquals(expected, Files.readAllBytes(last));
    Path first = directory.resolve("first.safetensors");
    export(first, run + "@epoch:1", "--format", "safetensors");
    assertEquals(expected.length, Files.size(first));
    assertFalse(java.util.Arrays.equals(expected, Files.readAllBytes(first)));
  }

  @Test
  void numpyReadsWhatTheModelHas() throws IOException, InterruptedException {
    Path npz = directory.resolve("model.npz");
    export(npz, run.toString(), "--format", "npz");
    Process python = python(npz);
    JsonNode read = new ObjectMapper().readTree(python.getInputStream().readAllBytes());
    String said = new String(python.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, python.waitFor(), said);
    TrainedModel model = TrainedModel.load(new Configuration(), run.toString(), w -> {});
    Map<String, Tensor> tensors =
        TrainedModel.tensors(model.machine(), model.parameters(), model.standardisation());
    assertTrue(tensors.containsKey("offset.0"), "a standardised model is wanted here");
    assertEquals(tensors.size(), read.size());
    tensors.forEach(
        (name, tensor) -> {
          double sum = 0;
          double magnitudes = 0;
          for (float value : tensor.toFloats()) {
            sum += value;
            magnitudes += Math.abs(value);
          }
          // Both add in double precision, in different orders.
          double bound = tensor.toFloats().length * 0x1p-53 * magnitudes;
          assertEquals(sum, read.get(name).get("sum").doubleValue(), 2 * bound, name);
          assertEquals(tensor.shape().length, read.get(name).get("shape").size());
        });
  }

  private static Process python(Path npz) throws IOException, InterruptedException {
    Process numpy = null;
    try {
      numpy = new ProcessBuilder("python3", "-c", "import numpy").start();
    } catch (IOException e) {
      assumeTrue(false, "no python3: the archive's own test reads it without");
    }
    assumeTrue(numpy.waitFor() == 0, "no numpy: the archive's own test reads it without");
    return new ProcessBuilder(
            "python3", "-c", READER, npz.toString(), run + "/model/model.safetensors")
        .start();
  }

  @Test
  void graphsAreThoseOfTheModel() throws IOException {
    TrainedModel model = TrainedModel.load(new Configuration(), run.toString(), w -> {});
    Path features = directory.resolve("features.onnx");
    JsonNode json = export(features, run.toString(), "--format", "onnx");
    assertEquals("hidden means", json.get("holds").textValue());
    assertArrayEquals(OnnxMachine.hiddenMeans(model, 0), Files.readAllBytes(features));
    Path step = directory.resolve("step.onnx");
    export(step, run.toString(), "--format", "onnx", "--graph", "gibbs");
    assertArrayEquals(OnnxMachine.gibbsStep(model), Files.readAllBytes(step));
  }

  @Test
  void whatCannotBeIsRefused() throws IOException {
    Path out = Files.writeString(directory.resolve("there"), "precious");
    Outcome.fails(
        ExitCode.OUTPUT_EXISTS,
        List.of(out.toString(), "--overwrite"),
        "export",
        "--model",
        run.toString(),
        "--format",
        "npz",
        "--out",
        out.toString());
    assertEquals("precious", Files.readString(out));
    Outcome.fails(
        ExitCode.USAGE,
        List.of("--format", "pickle", "SAFETENSORS, NPZ, ONNX"),
        "export",
        "--model",
        run.toString(),
        "--format",
        "pickle",
        "--out",
        directory.resolve("x").toString());
  }
}
