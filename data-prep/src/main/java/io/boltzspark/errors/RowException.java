package io.boltzspark.errors;

/**
 * An error in one row of data. Where it is found, only the row's position is known, which may be
 * one that nobody can look up; {@link #named} then says where the row is.
 */
public final class RowException extends BoltzException {
  private final String before;
  private final long position;
  private final String after;

  /**
   * @param before the message up to the row
   * @param row what is known of it so far, such as {@code a row}
   * @param position of the row among those that are read
   * @param after the message from there on
   */
  public RowException(String before, String row, long position, String after) {
    super(ExitCode.BAD_INPUT, before + row + after);
    this.before = before;
    this.position = position;
    this.after = after;
  }

  /** Of the row among those that were read. */
  public long position() {
    return position;
  }

  /** The same error, whose message has these words for the row. */
  public BoltzException named(String row) {
    return new BoltzException(exitCode(), before + row + after, this);
  }
}
