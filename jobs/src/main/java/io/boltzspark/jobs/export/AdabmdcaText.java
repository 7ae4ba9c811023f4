package io.boltzspark.jobs.export;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.files.WholeFiles;
import io.boltzspark.jobs.actions.Sites;
import io.boltzspark.math.Matrix;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.store.TrainedModel;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * The parameters of a fully visible machine of sequences in the text format of adabmDCA (Muntoni et
 * al. 2021; its Python version's {@code save_params}): for sites {@code i < j}, counted from 0, and
 * letters a and b
 *
 * <pre>J i j a b value
 * h i a value</pre>
 *
 * all J before all h, in ascending order. The energy of a sequence is minus the sum of the values
 * that apply to it, as here. Values have the digits that give the same number in single precision.
 */
public final class AdabmdcaText implements WholeFiles.Content {
  private final Sites sites;
  private final BoltzmannMachine machine;
  private final float[] parameters;

  private AdabmdcaText(Sites sites, TrainedModel model) {
    this.sites = sites;
    this.machine = model.machine();
    this.parameters = model.parameters();
  }

  /**
   * @param name as the model was named, for messages
   * @throws BoltzException BAD_INPUT for a model that is not one of sequences, or has hidden units
   */
  public static AdabmdcaText of(TrainedModel model, String name) {
    if (model.machine().layers().size() > 1) {
      throw new BoltzException(
          ExitCode.BAD_INPUT,
          "the format adabmdca has couplings between sites and nothing else, but the model %s (%s) has hidden units; use --format npz or safetensors, or train a machine without hidden units (--dimensions SITES --lateral visible)"
              .formatted(name, model.layers(" - ")));
    }
    return new AdabmdcaText(Sites.ofSequences(model, name), model);
  }

  /** What the text holds, in words. */
  public String description() {
    return "couplings and fields of %d sites with %d letters"
        .formatted(sites.count(), sites.states());
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    Matrix couplings = machine.couplings(0).weights(parameters);
    String letters = sites.letters();
    int q = sites.states();
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < sites.count(); i++) {
      for (int j = i + 1; j < sites.count(); j++) {
        for (int a = 0; a < q; a++) {
          for (int b = 0; b < q; b++) {
            lines.append("J ").append(i).append(' ').append(j);
            lines.append(' ').append(letters.charAt(a)).append(' ').append(letters.charAt(b));
            lines.append(' ').append(couplings.get(q * i + a, q * j + b)).append('\n');
          }
        }
        write(lines, out);
      }
    }
    for (int i = 0; i < sites.count(); i++) {
      for (int a = 0; a < q; a++) {
        lines.append("h ").append(i).append(' ').append(letters.charAt(a)).append(' ');
        lines.append(parameters[machine.visible().biasOffset() + q * i + a]).append('\n');
      }
    }
    write(lines, out);
  }

  private static void write(StringBuilder lines, OutputStream out) throws IOException {
    out.write(lines.toString().getBytes(StandardCharsets.US_ASCII));
    lines.setLength(0);
  }
}
