package io.boltzspark.dataprep.sequences;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.hadoop.conf.Configuration;

/** The sequences of an alignment that are kept, as states, one at a time. */
public final class SequenceRows implements Iterator<SequenceRows.SequenceRow>, Closeable {

  /**
   * One sequence.
   *
   * @param id its number in the file, from 0
   * @param name as in the file; may be empty
   * @param states one byte a site; the receiver owns the array
   */
  public record SequenceRow(long id, String name, byte[] states) {}

  private final CheckedAlignment alignment;
  private final byte[] table;
  private final InputStream content;
  private final Iterator<AlignedSequence> sequences;
  private int number;

  /**
   * @throws IOException when the file cannot be opened
   */
  public SequenceRows(Configuration hadoop, CheckedAlignment alignment) throws IOException {
    this.alignment = alignment;
    this.table = alignment.alphabet().table();
    this.content = alignment.file().content(hadoop);
    try {
      this.sequences = alignment.file().sequences(content);
    } catch (IOException e) {
      content.close();
      throw e;
    }
  }

  @Override
  public boolean hasNext() {
    return alignment.kept().nextSetBit(number) >= 0;
  }

  @Override
  public SequenceRow next() {
    while (sequences.hasNext()) {
      AlignedSequence sequence = sequences.next();
      int id = number++;
      if (alignment.kept().get(id)) {
        return new SequenceRow(id, sequence.name(), alignment.states(sequence, table));
      }
    }
    throw new NoSuchElementException(alignment.file().path() + " was truncated while being read");
  }

  @Override
  public void close() throws IOException {
    content.close();
  }
}
