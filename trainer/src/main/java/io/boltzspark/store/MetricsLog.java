package io.boltzspark.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.files.WholeFiles;
import io.boltzspark.files.WriteFailure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.CommonPathCapabilities;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * {@code metrics.jsonl}: one JSON object per line, each with its {@code step}. Numbers that are not
 * finite are written as null. One process writes; others may read at the same time and see only
 * whole lines.
 */
public final class MetricsLog {
  private static final String STEP = "step";
  private static final String STAGE = "stage";
  private static final long LARGEST_LOG = 1L << 30;

  private final FileSystem fs;
  private final Path file;

  public MetricsLog(FileSystem fs, Path file) {
    this.fs = fs;
    this.file = file;
  }

  /**
   * Appends a line and flushes it to the file system. Where files cannot be appended to (object
   * stores), the whole file is rewritten.
   *
   * @throws BoltzException ENVIRONMENT if it cannot be written
   */
  public void append(Map<String, Object> values) {
    append(List.of(values));
  }

  /** Appends lines at once. */
  public void append(List<Map<String, Object>> lines) {
    ByteArrayOutputStream added = new ByteArrayOutputStream();
    for (Map<String, Object> values : lines) {
      added.writeBytes(Json.compact(values));
      added.write('\n');
    }
    try {
      if (!fs.exists(file)) {
        WholeFiles.write(fs, file, added.toByteArray());
      } else if (fs.hasPathCapability(file, CommonPathCapabilities.FS_APPEND)) {
        appendWhole(added.toByteArray());
      } else {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(WholeFiles.read(fs, file, LARGEST_LOG));
        all.writeBytes(added.toByteArray());
        WholeFiles.write(fs, file, all.toByteArray());
      }
    } catch (IOException e) {
      throw WriteFailure.of(file, added.size(), e);
    }
  }

  /** Takes back what a full disk has room for of the lines. */
  private void appendWhole(byte[] lines) throws IOException {
    long before = fs.getFileStatus(file).getLen();
    try (FSDataOutputStream out = fs.append(file)) {
      out.write(lines);
    } catch (IOException e) {
      try {
        fs.truncate(file, before);
      } catch (IOException | UnsupportedOperationException torn) {
        e.addSuppressed(torn); // readers skip a last line that is torn
      }
      throw e;
    }
  }

  /**
   * All whole lines. A last line without a line feed is still being written, or was cut off when
   * its process died, and is omitted. Empty if there is no file.
   *
   * @throws BoltzException BAD_INPUT if a line is not a JSON object; the message has its number
   */
  public List<Map<String, Object>> read() {
    List<Map<String, Object>> lines = new ArrayList<>();
    byte[] content = content();
    int begin = 0;
    for (int end = 0; end < content.length; end++) {
      if (content[end] == '\n') {
        lines.add(Json.toMap(parse(content, begin, end, lines.size() + 1)));
        begin = end + 1;
      }
    }
    return lines;
  }

  /**
   * Drops what follows the line of {@code step} in {@code stage}: lines of later steps, of the same
   * step in the next stage (which begins where this one ends), and a truncated last line. So a run
   * resumed from that step continues as if it had never been stopped. Lines without a step stay.
   *
   * <p>The file is rewritten even if nothing is dropped: HDFS refuses appends to a file whose
   * writer died in the middle of writing, until a minute has passed.
   *
   * @throws BoltzException BAD_INPUT if a line is not a JSON object; ENVIRONMENT if the file cannot
   *     be written
   */
  public void truncateAfter(long step, String stage) {
    byte[] content = content();
    ByteArrayOutputStream kept = new ByteArrayOutputStream();
    int begin = 0;
    int number = 1;
    boolean found = false;
    for (int end = 0; end < content.length; end++) {
      if (content[end] == '\n') {
        ObjectNode line = parse(content, begin, end, number);
        long at = line.path(STEP).asLong();
        if (!line.has(STEP) || at < step || at == step && !found) {
          kept.write(content, begin, end + 1 - begin);
        }
        found |= at == step && line.path(STAGE).asText().equals(stage);
        begin = end + 1;
        number++;
      }
    }
    if (content.length > 0) {
      WholeFiles.write(fs, file, kept.toByteArray());
    }
  }

  private byte[] content() {
    try {
      return fs.exists(file) ? WholeFiles.read(fs, file, LARGEST_LOG) : new byte[0];
    } catch (IOException e) {
      throw new BoltzException(ExitCode.BAD_INPUT, "cannot read " + file + ": " + e, e);
    }
  }

  private ObjectNode parse(byte[] content, int begin, int end, int number) {
    return Json.parse(Arrays.copyOfRange(content, begin, end), "line " + number + " of " + file);
  }
}
