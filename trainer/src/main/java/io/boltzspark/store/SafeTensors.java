package io.boltzspark.store;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.files.WholeFiles;
import io.boltzspark.files.WriteFailure;
import io.boltzspark.math.Tensor;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Files of named tensors in the safetensors format: the length of the header as 8 little-endian
 * bytes, the header in JSON, then the bytes of all tensors, concatenated.
 *
 * <p>Equal maps give equal files, whatever their order: no metadata is written, and the layout
 * depends only on names and types. Files of other writers can be read if they only use the types of
 * {@link Tensor.Type}. Source: the format's description at https://huggingface.co/docs/safetensors.
 */
public final class SafeTensors {
  /** A header of ten thousand tensors takes about a megabyte. */
  private static final long LARGEST_HEADER = 4L << 20;

  private SafeTensors() {}

  /**
   * The content of a file.
   *
   * @param tensors tensors by name, in the file's order; unmodifiable
   * @param sha256 SHA-256 of all bytes of the file, in lower-case hexadecimal
   */
  public record Content(Map<String, Tensor> tensors, String sha256) {}

  /**
   * Writes a new file.
   *
   * @return the SHA-256 of its bytes, lower-case hexadecimal
   * @throws BoltzException ENVIRONMENT if the file exists or cannot be written
   */
  public static String write(FileSystem fs, Path file, Map<String, Tensor> tensors) {
    MessageDigest digest = WholeFiles.newSha256();
    try (FSDataOutputStream out = fs.create(file, false)) {
      write(new DigestOutputStream(out, digest), tensors);
      WholeFiles.sync(out);
    } catch (IOException e) {
      throw WriteFailure.of(file, SafeTensorsHeader.layOut(tensors).fileBytes(), e);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Writes the bytes of a file; the stream stays open. */
  public static void write(OutputStream out, Map<String, Tensor> tensors) throws IOException {
    SafeTensorsHeader header = SafeTensorsHeader.layOut(tensors);
    byte[] json = header.encode();
    out.write(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(json.length).array());
    out.write(json);
    for (SafeTensorsHeader.Entry entry : header.entries()) {
      out.write(tensors.get(entry.name()).bytes());
    }
  }

  /**
   * The shapes of a file's tensors by name, in the file's order: its header alone is read.
   *
   * @throws BoltzException as {@link #read}
   */
  public static Map<String, List<Integer>> shapes(FileSystem fs, Path file) {
    return opened(
        fs,
        file,
        (in, length) -> {
          Map<String, List<Integer>> shapes = new LinkedHashMap<>();
          for (SafeTensorsHeader.Entry entry : header(in, length, file.toString()).entries()) {
            shapes.put(entry.name(), Arrays.stream(entry.shape()).boxed().toList());
          }
          return shapes;
        });
  }

  /**
   * Reads a file in one pass. Memory is only allocated for bytes that exist in the file.
   *
   * @throws BoltzException BAD_INPUT if the file is missing, cannot be read, or is not a
   *     safetensors file of known types; the message names the file and the reason
   */
  public static Content read(FileSystem fs, Path file) {
    return opened(fs, file, (in, length) -> read(in, length, file.toString()));
  }

  /** What is done with the bytes of a file, whose number is given. */
  private interface Use<T> {
    T of(InputStream in, long fileLength) throws IOException;
  }

  private static <T> T opened(FileSystem fs, Path file, Use<T> use) {
    try {
      FileStatus status = fs.getFileStatus(file);
      try (InputStream in = fs.open(file)) {
        return use.of(in, status.getLen());
      }
    } catch (FileNotFoundException e) {
      throw new BoltzException(ExitCode.BAD_INPUT, file + " does not exist", e);
    } catch (EOFException e) {
      throw new BoltzException(ExitCode.BAD_INPUT, file + " is damaged: it ends early", e);
    } catch (IOException e) {
      throw new BoltzException(ExitCode.BAD_INPUT, "cannot read " + file + ": " + e, e);
    }
  }

  private static Content read(InputStream in, long fileLength, String source) throws IOException {
    MessageDigest digest = WholeFiles.newSha256();
    DigestInputStream digested = new DigestInputStream(in, digest);
    SafeTensorsHeader header = header(digested, fileLength, source);
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (SafeTensorsHeader.Entry entry : header.entries()) {
      byte[] bytes = readFully(digested, entry.size());
      tensors.put(entry.name(), new Tensor(entry.type(), entry.shape(), bytes));
    }
    return new Content(
        Collections.unmodifiableMap(tensors), HexFormat.of().formatHex(digest.digest()));
  }

  private static SafeTensorsHeader header(InputStream in, long fileLength, String source)
      throws IOException {
    if (fileLength < 8) {
      throw new BoltzException(
          ExitCode.BAD_INPUT,
          source + " is damaged: " + fileLength + " bytes are too few for a safetensors file");
    }
    long headerLength = ByteBuffer.wrap(readFully(in, 8)).order(ByteOrder.LITTLE_ENDIAN).getLong();
    if (headerLength < 2 || headerLength > Math.min(fileLength - 8, LARGEST_HEADER)) {
      throw new BoltzException(
          ExitCode.BAD_INPUT,
          source
              + " is not a safetensors file, or is damaged: its header length is "
              + Long.toUnsignedString(headerLength)
              + " bytes, allowed are 2 to "
              + Math.min(fileLength - 8, LARGEST_HEADER));
    }
    return SafeTensorsHeader.parse(
        readFully(in, (int) headerLength), fileLength - 8 - headerLength, source);
  }

  private static byte[] readFully(InputStream in, int length) throws IOException {
    byte[] bytes = new byte[length];
    if (in.readNBytes(bytes, 0, length) < length) {
      throw new EOFException();
    }
    return bytes;
  }
}
