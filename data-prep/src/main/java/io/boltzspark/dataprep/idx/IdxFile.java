package io.boltzspark.dataprep.idx;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.files.FileSystems;
import io.boltzspark.files.MaybeGzip;
import io.boltzspark.files.WholeFiles;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.zip.ZipException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;

/**
 * An IDX file that was read from end to end and found complete.
 *
 * <p>It may be compressed (see {@link MaybeGzip}): an IDX file begins with 00 00.
 *
 * @param path where it is
 * @param gzip whether it is compressed, and can be read from its start only
 * @param header kind, items and image size
 * @param sha256 of the uncompressed bytes, in lower-case hexadecimal
 */
public record IdxFile(Path path, boolean gzip, IdxHeader header, String sha256)
    implements Serializable {
  private static final int BUFFER = 1 << 16;

  /**
   * Reads a file to its end, in constant memory, and checks the magic number, the extents, that the
   * length agrees with the extents, and the checksum of gzip.
   *
   * @throws BoltzException BAD_INPUT, which names the file and the fault
   */
  public static IdxFile check(Configuration hadoop, Path path, IdxHeader.Kind kind) {
    String name = path.toString();
    MessageDigest digest = WholeFiles.newSha256();
    try (FSDataInputStream raw = FileSystems.of(hadoop, path).open(path)) {
      boolean gzip = MaybeGzip.isGzip(raw, name);
      InputStream in = new DigestInputStream(MaybeGzip.content(raw, gzip), digest);
      IdxHeader header = IdxHeader.read(in, kind, name);
      long remaining = header.fileBytes() - kind.headerBytes();
      byte[] buffer = new byte[BUFFER];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        remaining -= n;
        if (remaining < 0) {
          throw bad(name + " has extra bytes after its last item: " + expectation(header), null);
        }
      }
      if (remaining > 0) {
        throw bad(
            name + " is truncated: " + remaining + " bytes are missing; " + expectation(header),
            null);
      }
      return new IdxFile(path, gzip, header, HexFormat.of().formatHex(digest.digest()));
    } catch (FileNotFoundException e) {
      throw bad(name + " does not exist or cannot be read: " + e.getMessage(), e);
    } catch (EOFException e) {
      throw bad(name + " is truncated: its gzip stream ends early", e);
    } catch (ZipException e) {
      throw bad(name + " is damaged: " + e.getMessage(), e);
    } catch (IOException e) {
      throw bad("cannot read " + name + ": " + e, e);
    }
  }

  /**
   * Opens the file at an item: seeks in a plain file, reads up to it in a compressed one.
   *
   * @param item in [0, items]
   */
  public InputStream openAt(Configuration hadoop, long item) throws IOException {
    long offset = header.kind().headerBytes() + item * header.itemBytes();
    FSDataInputStream raw = FileSystems.of(hadoop, path).open(path);
    try {
      if (!gzip) {
        raw.seek(offset);
        return raw;
      }
      InputStream in = MaybeGzip.content(raw, true);
      in.skipNBytes(offset);
      return in;
    } catch (IOException e) {
      raw.close();
      throw e;
    }
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
