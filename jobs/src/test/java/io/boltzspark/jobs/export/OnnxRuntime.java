package io.boltzspark.jobs.export;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.boltzspark.math.Matrix;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.LongStream;

/** Runs graphs in the reference runtime. */
final class OnnxRuntime {
  private OnnxRuntime() {}

  /** All outputs of a graph, for inputs by name; the runtime checks the graph as it loads it. */
  static Map<String, Matrix> run(byte[] graph, Map<String, Matrix> inputs) throws OrtException {
    return run(graph, inputs, Map.of());
  }

  /**
   * The same for inputs of more dimensions, given as rows of all their values; outputs are returned
   * in the same way.
   *
   * @param extents of a row of an input, by name; of other inputs their columns
   */
  static Map<String, Matrix> run(
      byte[] graph, Map<String, Matrix> inputs, Map<String, int[]> extents) throws OrtException {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      try (OrtSession session = environment.createSession(graph, options)) {
        Map<String, OnnxTensor> tensors = new HashMap<>();
        for (Map.Entry<String, Matrix> input : inputs.entrySet()) {
          Matrix rows = input.getValue();
          int[] row = extents.getOrDefault(input.getKey(), new int[] {rows.columns()});
          long[] shape =
              LongStream.concat(LongStream.of(rows.rows()), Arrays.stream(row).asLongStream())
                  .toArray();
          FloatBuffer values = FloatBuffer.wrap(rows.toArray());
          tensors.put(input.getKey(), OnnxTensor.createTensor(environment, values, shape));
        }
        try (OrtSession.Result result = session.run(tensors)) {
          Map<String, Matrix> outputs = new HashMap<>();
          for (Map.Entry<String, ai.onnxruntime.OnnxValue> output : result) {
            outputs.put(output.getKey(), matrix((OnnxTensor) output.getValue()));
          }
          return outputs;
        } finally {
          tensors.values().forEach(OnnxTensor::close);
        }
      }
    }
  }

  private static Matrix matrix(OnnxTensor tensor) {
    int rows = (int) tensor.getInfo().getShape()[0];
    FloatBuffer buffer = tensor.getFloatBuffer();
    float[] values = new float[buffer.remaining()];
    buffer.get(values);
    return new Matrix(values, 0, rows, values.length / rows);
  }
}
