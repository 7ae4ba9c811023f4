package io.boltzspark.engine.data;

import java.io.Serializable;
import java.util.HashMap;
import org.apache.spark.sql.Row;

/**
 * Where the files of a table begin when all its rows are counted, files in the order of their
 * names.
 *
 * @param starts the number of the first row of each file
 * @param rows of all files
 */
record SourceRows(HashMap<String, Long> starts, long rows) implements Serializable {

  /** The number of a row, from 0, whose last cells are a file and the row of it. */
  long of(Row row) {
    return starts.get(row.getString(row.size() - 2)) + row.getLong(row.size() - 1);
  }
}
