package io.boltzspark.jobs.imports;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.files.FileSystems;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * The arrays of a file that {@code numpy.savez} or {@code numpy.savez_compressed} wrote: a zip file
 * with one {@code .npy} for each. It is read from one end to the other, once for the shapes and
 * once for the elements.
 */
final class NpzArrays implements ArrayFile {
  private static final String END = ".npy";

  private final Configuration hadoop;
  private final Path file;

  NpzArrays(Configuration hadoop, Path file) {
    this.hadoop = hadoop;
    this.file = file;
  }

  /** What is done with an array, at whose first byte the file is. */
  private interface Use {
    void of(String name, String where, ZipInputStream zip) throws IOException;
  }

  @Override
  public Map<String, List<Integer>> shapes() {
    Map<String, List<Integer>> shapes = new LinkedHashMap<>();
    each((name, where, zip) -> shapes.put(name, NpyArray.header(zip, where).shape()));
    if (shapes.isEmpty()) {
      throw bad("holds no arrays (NAME.npy), as files of numpy.savez do", null);
    }
    return shapes;
  }

  @Override
  public long bytesOfReading() {
    return 0;
  }

  @Override
  public Map<String, FloatArray> read(Set<String> names) {
    Map<String, FloatArray> found = new LinkedHashMap<>();
    each(
        (name, where, zip) -> {
          if (names.contains(name)) {
            found.put(name, NpyArray.header(zip, where).elements(zip, where));
          }
        });
    return found;
  }

  private void each(Use use) {
    try (ZipInputStream zip = new ZipInputStream(FileSystems.of(hadoop, file).open(file))) {
      boolean isZip = false;
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        isZip = true;
        if (entry.getName().endsWith(END)) {
          String name = entry.getName().substring(0, entry.getName().length() - END.length());
          use.of(name, "the array '%s' of %s".formatted(name, file), zip);
        }
        zip.closeEntry();
      }
      if (!isZip) {
        throw bad("is no zip file, as numpy.savez writes", null);
      }
    } catch (FileNotFoundException e) {
      throw bad("does not exist or cannot be read: " + e.getMessage(), e);
    } catch (EOFException e) {
      throw bad("is damaged: it ends early", e);
    } catch (ZipException | IllegalArgumentException e) { // the latter for names that are no text
      throw bad("is damaged, or was not written to a file by numpy.savez: " + e.getMessage(), e);
    } catch (IOException e) {
      throw bad("cannot be read: " + e, e);
    }
  }

  private BoltzException bad(String what, Exception cause) {
    return new BoltzException(ExitCode.BAD_INPUT, file + " " + what, cause);
  }
}
