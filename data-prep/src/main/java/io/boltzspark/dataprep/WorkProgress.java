package io.boltzspark.dataprep;

/** Is told how far long work has come; called on the thread that waits for it. */
public interface WorkProgress {
  /** Tells nobody. */
  WorkProgress SILENT = (done, total) -> {};

  /**
   * @param done pieces of work that are done
   * @param total all pieces
   */
  void update(long done, long total);
}
