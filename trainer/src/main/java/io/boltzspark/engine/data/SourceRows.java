package io.boltzspark.engine.data;

import io.boltzspark.files.Paths;
import java.io.Serializable;
import java.util.HashMap;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Row;

/**
 * Where the files of a table begin when all its rows are counted, files in the order of their
 * names.
 *
 * @param starts the number of the first row of each file
 * @param rows of all files
 */
record SourceRows(HashMap<String, Long> starts, long rows) implements Serializable {

  /**
   * The name of a file below a table's directory.
   *
   * @param file as Spark has it, a URI
   * @param table the directory, or the file itself
   */
  static String named(String file, String table) {
    Path path = Paths.ofUri(file);
    String root = Paths.of(table).getName();
    String name = path.getName();
    for (Path above = path.getParent(); above != null; above = above.getParent()) {
      if (above.getName().equals(root)) {
        return name;
      }
      name = above.getName() + "/" + name;
    }
    return path.getName();
  }

  /** The number of a row, from 0, whose last cells are a file and the row of it. */
  long of(Row row) {
    return starts.get(row.getString(row.size() - 2)) + row.getLong(row.size() - 1);
  }
}
