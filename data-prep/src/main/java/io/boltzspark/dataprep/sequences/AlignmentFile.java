package io.boltzspark.dataprep.sequences;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.files.FileSystems;
import io.boltzspark.files.MaybeGzip;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.Iterator;
import java.util.Optional;
import java.util.zip.ZipException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;

/**
 * A file of aligned sequences.
 *
 * @param path where it is
 * @param gzip whether it is compressed
 * @param format how it is written
 */
public record AlignmentFile(Path path, boolean gzip, AlignmentFormat format)
    implements Serializable {
  private static final String STOCKHOLM = "# STOCKHOLM";

  /** What is done with the sequences of a file, in its order. */
  interface Use<T> {
    T of(Iterator<AlignedSequence> sequences) throws IOException;
  }

  /**
   * Looks at the beginning of a file.
   *
   * @param given the format, if it was given; otherwise found: A3M from the ending {@code .a3m},
   *     before an ending {@code .gz}, Stockholm from its first line
   * @throws BoltzException BAD_INPUT when there is no such file, it is empty, or it begins with
   *     neither {@code >} nor {@code # STOCKHOLM}
   */
  public static AlignmentFile open(
      Configuration hadoop, Path path, Optional<AlignmentFormat> given) {
    try (FSDataInputStream raw = FileSystems.of(hadoop, path).open(path)) {
      boolean gzip = MaybeGzip.isGzip(raw, path.toString());
      String start =
          new String(
              MaybeGzip.content(raw, gzip).readNBytes(STOCKHOLM.length()),
              StandardCharsets.ISO_8859_1);
      if (start.isEmpty()) {
        throw bad(path + " is empty; expected aligned sequences", null);
      }
      boolean stockholm = start.equals(STOCKHOLM);
      if (!stockholm && !start.startsWith(">")) {
        throw bad(
            "%s, line 1: begins with '%s', but aligned FASTA and A3M begin with '>' and Stockholm with '%s'"
                .formatted(path, printable(start), STOCKHOLM),
            null);
      }
      AlignmentFormat found =
          stockholm
              ? AlignmentFormat.STOCKHOLM
              : path.getName().matches(".*\\.a[23]m(\\.gz)?")
                  ? AlignmentFormat.A3M
                  : AlignmentFormat.FASTA;
      if (given.isPresent() && stockholm != (given.get() == AlignmentFormat.STOCKHOLM)) {
        throw new BoltzException(
            ExitCode.BAD_INPUT,
            "%s is in the format %s, not %s (--format)"
                .formatted(path, found.label(), given.get().label()));
      }
      return new AlignmentFile(path, gzip, given.orElse(found));
    } catch (IOException e) {
      throw failure(path, e);
    }
  }

  /**
   * Reads the file to its end, in constant memory unless it is in Stockholm's format.
   *
   * @param digest is given the uncompressed bytes, if present
   * @throws BoltzException BAD_INPUT, which names the file, the line and the fault
   */
  <T> T read(Configuration hadoop, Optional<MessageDigest> digest, Use<T> use) {
    try (InputStream content = content(hadoop)) {
      InputStream in = digest.isPresent() ? new DigestInputStream(content, digest.get()) : content;
      T result = use.of(sequences(in));
      in.transferTo(OutputStream.nullOutputStream());
      return result;
    } catch (IOException e) {
      throw failure(path, e);
    } catch (UncheckedIOException e) {
      throw failure(path, e.getCause());
    }
  }

  /**
   * Its first sequence; what follows is not looked at, unless the file is in Stockholm's format.
   *
   * @throws BoltzException BAD_INPUT, which names the file, the line and the fault
   */
  public NamedSequence first(Configuration hadoop) {
    try (InputStream in = content(hadoop)) {
      AlignedSequence first = sequences(in).next();
      StringBuilder letters = new StringBuilder();
      for (int site = 0; site < first.length(); site++) {
        letters.append(first.letter(site));
      }
      return new NamedSequence(first.name(), letters.toString());
    } catch (IOException e) {
      throw failure(path, e);
    } catch (UncheckedIOException e) {
      throw failure(path, e.getCause());
    }
  }

  /** The uncompressed content. */
  InputStream content(Configuration hadoop) throws IOException {
    FSDataInputStream raw = FileSystems.of(hadoop, path).open(path);
    try {
      return MaybeGzip.content(raw, gzip);
    } catch (IOException e) {
      raw.close();
      throw e;
    }
  }

  /** The sequences in the content. */
  Iterator<AlignedSequence> sequences(InputStream in) throws IOException {
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(in, StandardCharsets.ISO_8859_1), 1 << 16);
    return format == AlignmentFormat.STOCKHOLM
        ? StockholmReader.read(lines, path.toString())
        : new FastaReader(lines, format == AlignmentFormat.A3M, path.toString());
  }

  private static String printable(String text) {
    return text.lines().findFirst().orElse("").replaceAll("[^ -~]", "?");
  }

  private static BoltzException failure(Path path, IOException e) {
    if (e instanceof FileNotFoundException) {
      return bad(path + " does not exist or cannot be read: " + e.getMessage(), e);
    }
    if (e instanceof EOFException) {
      return bad(path + " is truncated: its gzip stream ends early", e);
    }
    if (e instanceof ZipException) {
      return bad(path + " is damaged: " + e.getMessage(), e);
    }
    return bad("cannot read " + path + ": " + e, e);
  }

  /** What is wrong in a line of a file. */
  static BoltzException bad(String file, long line, String what) {
    return bad("%s, line %d: %s".formatted(file, line, what), null);
  }

  private static BoltzException bad(String message, Throwable cause) {
    return new BoltzException(ExitCode.BAD_INPUT, message, cause);
  }
}
