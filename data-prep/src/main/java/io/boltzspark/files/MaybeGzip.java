package io.boltzspark.files;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.zip.GZIPInputStream;
import org.apache.hadoop.fs.FSDataInputStream;

/**
 * Files that may be compressed. Their first bytes decide: gzip begins with 1f 8b. A file named
 * {@code .gz} that is not gzip is refused, because something must have gone wrong with it; a gzip
 * file of another name is simply read.
 */
public final class MaybeGzip {
  private static final int BUFFER = 1 << 16;

  private MaybeGzip() {}

  /**
   * Whether a file is compressed; leaves it at its start.
   *
   * @param raw the file, at its start
   * @param name its name, for the message
   * @throws BoltzException BAD_INPUT when it is not compressed, but its name ends in {@code .gz}
   */
  public static boolean isGzip(FSDataInputStream raw, String name) throws IOException {
    byte[] start = raw.readNBytes(2);
    raw.seek(0);
    boolean gzip = start.length == 2 && (start[0] & 0xff) == 0x1f && (start[1] & 0xff) == 0x8b;
    if (!gzip && name.endsWith(".gz")) {
      throw new BoltzException(
          ExitCode.BAD_INPUT,
          name
              + " is named .gz but is not a gzip file: "
              + (start.length < 2
                  ? "it has fewer than 2 bytes"
                  : "it begins with "
                      + HexFormat.ofDelimiter(" ").formatHex(start)
                      + ", not 1f 8b"
                      + whatElse(start))
              + "; fetch it again, or remove .gz from its name if it is not compressed");
    }
    return gzip;
  }

  /** What such a file usually is instead; empty if that is not known. */
  private static String whatElse(byte[] start) {
    return switch (new String(start, StandardCharsets.ISO_8859_1)) {
      case "<!", "<h", "<H", "<?" ->
          ", which looks like a web page: a download that was answered with one";
      case "PK" -> ", which is a ZIP archive: unpack it, and give what is in it";
      case "BZ" -> ", which is bzip2: decompress it with bunzip2";
      case "\u00fd7" -> ", which is xz: decompress it with unxz";
      default -> "";
    };
  }

  /** The uncompressed content of a file. */
  public static InputStream content(InputStream raw, boolean gzip) throws IOException {
    return gzip ? new GZIPInputStream(raw, BUFFER) : raw;
  }
}
