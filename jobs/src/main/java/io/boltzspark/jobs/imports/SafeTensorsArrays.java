package io.boltzspark.jobs.imports;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.files.FileSystems;
import io.boltzspark.math.Tensor;
import io.boltzspark.store.SafeTensors;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** The tensors of a safetensors file, such as a state dict of PyTorch. */
final class SafeTensorsArrays implements ArrayFile {
  private final FileSystem fs;
  private final Path file;

  SafeTensorsArrays(Configuration hadoop, Path file) {
    this.fs = FileSystems.of(hadoop, file);
    this.file = file;
  }

  @Override
  public Map<String, List<Integer>> shapes() {
    return SafeTensors.shapes(fs, file);
  }

  /** The whole file is read. */
  @Override
  public long bytesOfReading() {
    try {
      return fs.getFileStatus(file).getLen();
    } catch (IOException e) {
      throw new BoltzException(ExitCode.BAD_INPUT, "cannot read " + file + ": " + e, e);
    }
  }

  @Override
  public Map<String, FloatArray> read(Set<String> names) {
    Map<String, Tensor> tensors = SafeTensors.read(fs, file).tensors();
    Map<String, FloatArray> found = new LinkedHashMap<>();
    for (String name : names) {
      found.put(name, FloatArray.of(tensors.get(name)));
    }
    return found;
  }
}
