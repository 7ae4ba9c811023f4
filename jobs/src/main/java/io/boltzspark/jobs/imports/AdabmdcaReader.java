package io.boltzspark.jobs.imports;

import io.boltzspark.dataprep.sequences.Alphabet;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.files.FileSystems;
import io.boltzspark.files.MaybeGzip;
import io.boltzspark.math.Matrix;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.MachineSpec;
import io.boltzspark.model.UnitSpec;
import io.boltzspark.model.UnitType;
import java.io.BufferedReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;

/**
 * Reads the parameters of a fully visible machine of sequences in the text format of adabmDCA:
 * lines {@code J i j a b value} and {@code h i a value} with sites from 0, in any order, compressed
 * by gzip or not. The fields say how many sites there are, and which letters in which order unless
 * the alphabet is given; there must be one for each letter of each site. A pair of letters without
 * a coupling has 0, as in the sparse models of adabmDCA. The file is read twice, so that it needs
 * no memory beside the parameters.
 */
final class AdabmdcaReader {
  private static final int MOST_COLUMNS = 46340; // whose square is the most that an array can hold

  /**
   * What was read.
   *
   * @param alphabet of the sequences
   * @param sites of a sequence
   * @param machine the machine, of one layer
   * @param parameters in the machine's layout
   * @param absent couplings that the file does not have
   */
  record Content(
      Alphabet alphabet, int sites, BoltzmannMachine machine, float[] parameters, long absent) {}

  private final Configuration hadoop;
  private final Path file;

  AdabmdcaReader(Configuration hadoop, Path file) {
    this.hadoop = hadoop;
    this.file = file;
  }

  /**
   * @param given the alphabet, if it was given
   * @throws BoltzException BAD_INPUT, which names the file, the line and the fault
   */
  Content read(Optional<Alphabet> given) {
    StringBuilder letters = new StringBuilder();
    int[] last = {-1};
    lines(
        (line, where) -> {
          if (line.isField()) {
            last[0] = Math.max(last[0], line.i());
            if (line.i() == 0 && letters.indexOf(String.valueOf(line.a())) < 0) {
              letters.append(line.a());
            }
          }
        });
    int sites = last[0] + 1;
    if (sites < 2) {
      throw ParameterLine.bad(
          file.toString(),
          "%d sites with fields (lines 'h i a value'); expected at least 2".formatted(sites));
    }
    Alphabet alphabet = given.orElseGet(() -> alphabet(letters.toString()));
    if ((long) sites * alphabet.states() > MOST_COLUMNS) {
      throw ParameterLine.bad(
          file.toString(),
          "%d sites of %d letters; expected at most %d columns, sites times letters"
              .formatted(sites, alphabet.states(), MOST_COLUMNS));
    }
    return read(alphabet, sites);
  }

  private Alphabet alphabet(String letters) {
    try {
      return Alphabet.of(letters);
    } catch (BoltzException e) {
      throw new BoltzException(
          ExitCode.BAD_INPUT,
          "%s: the fields of site 0 (lines 'h 0 a value') have the letters '%s', which are no alphabet; give --alphabet"
              .formatted(file, letters),
          e);
    }
  }

  private Content read(Alphabet alphabet, int sites) {
    int q = alphabet.states();
    int columns = sites * q;
    BoltzmannMachine machine =
        BoltzmannMachine.of(
            new MachineSpec(List.of(List.of(UnitSpec.of(UnitType.POTTS, columns, q))), List.of(0)));
    float[] parameters = new float[machine.layout().size()];
    Matrix couplings = machine.couplings(0).weights(parameters);
    int biases = machine.visible().biasOffset();
    BitSet fields = new BitSet(columns);
    BitSet pairs = new BitSet();
    lines(
        (line, where) -> {
          if (Math.max(line.i(), line.j()) >= sites) {
            throw ParameterLine.bad(
                where,
                "site %d, but the last site with a field is %d"
                    .formatted(Math.max(line.i(), line.j()), sites - 1));
          }
          int a = line.i() * q + state(line.a(), alphabet, where);
          int b = line.j() * q + state(line.b(), alphabet, where);
          BitSet seen = line.isField() ? fields : pairs;
          int number = line.isField() ? a : Math.min(a, b) * columns + Math.max(a, b);
          if (seen.get(number)) {
            throw ParameterLine.bad(where, "this parameter has been given before");
          }
          seen.set(number);
          if (line.isField()) {
            parameters[biases + a] = line.value();
          } else {
            couplings.set(a, b, line.value());
            couplings.set(b, a, line.value());
          }
        });
    int lacking = fields.nextClearBit(0);
    if (lacking < columns) {
      throw ParameterLine.bad(
          file.toString(),
          "no field of the letter '%s' at site %d ('h %d %s value'); expected one for each letter of '%s'"
              .formatted(
                  alphabet.letters().charAt(lacking % q),
                  lacking / q,
                  lacking / q,
                  alphabet.letters().charAt(lacking % q),
                  alphabet.letters()));
    }
    long all = (long) columns * (columns - q) / 2;
    return new Content(alphabet, sites, machine, parameters, all - pairs.cardinality());
  }

  private static int state(char letter, Alphabet alphabet, String where) {
    int state = alphabet.letters().indexOf(letter);
    if (state < 0) {
      throw ParameterLine.bad(
          where,
          "the letter '%s' is not one of '%s' (--alphabet)".formatted(letter, alphabet.letters()));
    }
    return state;
  }

  /** Hands on each line that is not empty, with the words that name it in messages. */
  private void lines(BiConsumer<ParameterLine, String> use) {
    try (FSDataInputStream raw = FileSystems.of(hadoop, file).open(file);
        InputStream content = MaybeGzip.content(raw, MaybeGzip.isGzip(raw, file.toString()));
        BufferedReader reader =
            new BufferedReader(new InputStreamReader(content, StandardCharsets.ISO_8859_1))) {
      long number = 0;
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        number++;
        if (!line.isBlank()) {
          String where = file + ", line " + number;
          use.accept(ParameterLine.parse(line, where), where);
        }
      }
    } catch (FileNotFoundException e) {
      throw new BoltzException(
          ExitCode.BAD_INPUT, file + " does not exist or cannot be read: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new BoltzException(ExitCode.BAD_INPUT, "cannot read " + file + ": " + e, e);
    }
  }
}
