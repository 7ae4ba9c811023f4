package io.boltzspark.jobs.export;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.boltzspark.math.Matrix;
import java.util.HashMap;
import java.util.Map;

/** Runs graphs in the reference runtime. */
final class OnnxRuntime {
  private OnnxRuntime() {}

  /** All outputs of a graph, for inputs by name; the runtime checks the graph as it loads it. */
  static Map<String, Matrix> run(byte[] graph, Map<String, Matrix> inputs) throws OrtException {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      try (OrtSession session = environment.createSession(graph, options)) {
        Map<String, OnnxTensor> tensors = new HashMap<>();
        for (Map.Entry<String, Matrix> input : inputs.entrySet()) {
          tensors.put(input.getKey(), OnnxTensor.createTensor(environment, rows(input.getValue())));
        }
        try (OrtSession.Result result = session.run(tensors)) {
          Map<String, Matrix> outputs = new HashMap<>();
          for (Map.Entry<String, ai.onnxruntime.OnnxValue> output : result) {
            outputs.put(output.getKey(), matrix((float[][]) output.getValue().getValue()));
          }
          return outputs;
        } finally {
          tensors.values().forEach(OnnxTensor::close);
        }
      }
    }
  }

  private static float[][] rows(Matrix matrix) {
    float[][] rows = new float[matrix.rows()][matrix.columns()];
    for (int r = 0; r < rows.length; r++) {
      for (int i = 0; i < rows[r].length; i++) {
        rows[r][i] = matrix.get(r, i);
      }
    }
    return rows;
  }

  private static Matrix matrix(float[][] rows) {
    Matrix matrix = Matrix.zeros(rows.length, rows[0].length);
    for (int r = 0; r < rows.length; r++) {
      for (int i = 0; i < rows[r].length; i++) {
        matrix.set(r, i, rows[r][i]);
      }
    }
    return matrix;
  }
}
