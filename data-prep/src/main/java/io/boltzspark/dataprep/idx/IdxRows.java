package io.boltzspark.dataprep.idx;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.hadoop.conf.Configuration;

/** The rows of a range of an IDX pair, one at a time; holds one image in memory. */
public final class IdxRows implements Iterator<IdxRows.IdxRow>, Closeable {

  /**
   * One image.
   *
   * @param id its row in the source, from 0
   * @param label 0..255, or null
   * @param pixels grey bytes, row-major; the receiver owns the array
   */
  public record IdxRow(long id, Integer label, byte[] pixels) {}

  private final String name;
  private final int units;
  private final long end;
  private final InputStream images;
  private final InputStream labelsOrNull;
  private long next;

  /**
   * @param from first row
   * @param end the row after the last one
   */
  public IdxRows(Configuration hadoop, IdxPair pair, long from, long end) throws IOException {
    this.name = pair.images().path().toString();
    this.units = pair.images().header().itemBytes();
    this.next = from;
    this.end = end;
    this.images = pair.images().openAt(hadoop, from);
    try {
      this.labelsOrNull =
          pair.labels().isPresent() ? pair.labels().get().openAt(hadoop, from) : null;
    } catch (IOException e) {
      images.close();
      throw e;
    }
  }

  @Override
  public boolean hasNext() {
    return next < end;
  }

  @Override
  public IdxRow next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    try {
      byte[] pixels = images.readNBytes(units);
      int label = labelsOrNull == null ? -1 : labelsOrNull.read();
      if (pixels.length < units || (labelsOrNull != null && label < 0)) {
        throw new EOFException(name + " was truncated while being read");
      }
      return new IdxRow(next++, labelsOrNull == null ? null : label, pixels);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    images.close();
    if (labelsOrNull != null) {
      labelsOrNull.close();
    }
  }
}
