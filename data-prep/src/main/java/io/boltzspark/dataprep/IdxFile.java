package io.boltzspark.dataprep;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.files.FileSystems;
import io.boltzspark.files.WholeFiles;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;

/**
 * An IDX file that was read once from end to end and found whole.
 *
 * <p>Whether it is compressed is seen from its first bytes: a gzip file begins with 1f 8b, an IDX
 * file with 00 00. A file named {@code .gz} that is not gzip is refused, because something went
 * wrong with it; a gzip file of another name is simply read.
 *
 * @param path where it is
 * @param gzip whether it is compressed, and so can be read from its start only
 * @param header kind, items and image size
 * @param sha256 of the uncompressed bytes, in lower-case hexadecimal
 */
record IdxFile(Path path, boolean gzip, IdxHeader header, String sha256) implements Serializable {
  private static final int BUFFER = 1 << 16;

  /**
   * Reads a file to its end, in constant memory, and checks all that can be: magic number, extents,
   * that its length is exactly what the extents say, and the checksum of gzip.
   *
   * @throws BoltzException BAD_INPUT, which names the file and what is wrong with it
   */
  static IdxFile check(Configuration hadoop, Path path, IdxHeader.Kind kind) {
    String name = path.toString();
    MessageDigest digest = WholeFiles.newSha256();
    try (FSDataInputStream raw = FileSystems.of(hadoop, path).open(path)) {
      boolean gzip = isGzip(raw, name);
      InputStream in = new DigestInputStream(content(raw, gzip), digest);
      IdxHeader header = IdxHeader.read(in, kind, name);
      long remaining = header.fileBytes() - kind.headerBytes();
      byte[] buffer = new byte[BUFFER];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        remaining -= n;
        if (remaining < 0) {
          throw bad(name + " goes on after its last item: " + expectation(header), null);
        }
      }
      if (remaining > 0) {
        throw bad(
            name + " is truncated: " + remaining + " bytes are missing; " + expectation(header),
            null);
      }
      return new IdxFile(path, gzip, header, HexFormat.of().formatHex(digest.digest()));
    } catch (FileNotFoundException e) {
      throw bad(name + " does not exist or may not be read: " + e.getMessage(), e);
    } catch (EOFException e) {
      throw bad(name + " is truncated: its gzip stream ends too early", e);
    } catch (ZipException e) {
      throw bad(name + " is damaged: " + e.getMessage(), e);
    } catch (IOException e) {
      throw bad("cannot read " + name + ": " + e, e);
    }
  }

  /**
   * Opens the file at an item. A plain file is positioned, a compressed one read up to there.
   *
   * @param item in [0, items]
   */
  InputStream openAt(Configuration hadoop, long item) throws IOException {
    long offset = header.kind().headerBytes() + item * header.itemBytes();
    FSDataInputStream raw = FileSystems.of(hadoop, path).open(path);
    try {
      if (!gzip) {
        raw.seek(offset);
        return raw;
      }
      InputStream in = content(raw, true);
      in.skipNBytes(offset);
      return in;
    } catch (IOException e) {
      raw.close();
      throw e;
    }
  }

  private static boolean isGzip(FSDataInputStream raw, String name) throws IOException {
    byte[] start = raw.readNBytes(2);
    raw.seek(0);
    boolean gzip = start.length == 2 && (start[0] & 0xff) == 0x1f && (start[1] & 0xff) == 0x8b;
    if (!gzip && name.endsWith(".gz")) {
      throw bad(
          name
              + " is not a gzip file although so named: "
              + (start.length < 2
                  ? "it has fewer than 2 bytes"
                  : "it begins with " + HexFormat.ofDelimiter(" ").formatHex(start))
              + ", not 1f 8b; fetch it again, or drop .gz from its name if it is not compressed",
          null);
    }
    return gzip;
  }

  private static InputStream content(InputStream raw, boolean gzip) throws IOException {
    return gzip ? new GZIPInputStream(raw, BUFFER) : raw;
  }

  private static String expectation(IdxHeader header) {
    return "its header says "
        + header.items()
        + " "
        + header.kind().label()
        + (header.kind() == IdxHeader.Kind.IMAGES
            ? " of " + header.height() + " x " + header.width() + " bytes"
            : "")
        + ", "
        + header.fileBytes()
        + " bytes in all";
  }

  private static BoltzException bad(String message, Throwable cause) {
    return new BoltzException(ExitCode.BAD_INPUT, message, cause);
  }
}
