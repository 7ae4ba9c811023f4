package io.boltzspark.jobs.imports;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.jobs.imports.ArrayLayout.Source;
import io.boltzspark.jobs.settings.Settings;
import io.boltzspark.math.Matrix;
import io.boltzspark.math.Tensor;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.ParameterLayout.Kind;
import io.boltzspark.model.ParameterLayout.Segment;
import io.boltzspark.model.Standardisation;
import io.boltzspark.model.UnitType;
import io.boltzspark.store.TrainedModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A machine of arrays: its settings, then its parameters. */
final class ArrayMachine {
  private static final double GIB = 1L << 30;

  /** Numbers of one parameter in memory: the array as it grows, the machine, the file to write. */
  private static final int COPIES = 4;

  /** So that the bytes of each of the machine's tensors fit into an array. */
  private static final long MOST_PARAMETERS = (Integer.MAX_VALUE - 8) / Float.BYTES;

  private final ArrayLayout layout;
  private final String file;
  private final Settings settings;
  private final BoltzmannMachine machine;

  /**
   * @param units kinds of units, layer by layer; empty: bernoulli
   * @param labels number of classes of the label, whose units are the last visible ones; 0: none
   * @param file for messages
   * @throws BoltzException BAD_CONFIGURATION when there is no such machine; BAD_INPUT when the file
   *     has variances, but units have none
   */
  ArrayMachine(ArrayLayout layout, List<String> units, int labels, String file) {
    this.layout = layout;
    this.file = file;
    List<Integer> dimensions = new ArrayList<>(layout.units());
    dimensions.set(0, dimensions.get(0) - labels);
    if (dimensions.get(0) < 1) {
      throw new BoltzException(
          ExitCode.BAD_CONFIGURATION,
          "--labels %d is invalid: %s has %d visible units in all, with those of the label"
              .formatted(labels, file, layout.units().get(0)));
    }
    Map<String, Object> changes = new HashMap<>();
    changes.put("model.dimensions", dimensions);
    changes.put("model.units", units);
    changes.put("model.labels", labels);
    changes.put("model.lateral", layout.coupled().stream().map(this::lateral).toList());
    requireFewEnough();
    this.settings = Settings.defaults().with(changes);
    this.machine = BoltzmannMachine.of(settings.training().model().spec());
    requireVariances(units.isEmpty());
  }

  private String lateral(int layer) {
    return layer == 0 ? "visible" : Integer.toString(layer);
  }

  private void requireFewEnough() {
    long parameters = 0;
    for (int l = 0; l < layout.units().size(); l++) {
      long units = layout.units().get(l);
      long above = l + 1 < layout.units().size() ? layout.units().get(l + 1) : 0;
      parameters += units * (above + 2 + (layout.coupled().contains(l) ? units : 0));
    }
    if (parameters > MOST_PARAMETERS) {
      throw new BoltzException(
          ExitCode.BAD_INPUT,
          "%s: a machine with the layers %s has about %d parameters; expected at most %d"
              .formatted(file, layout.units(), parameters, MOST_PARAMETERS));
    }
  }

  private void requireVariances(boolean areDefault) {
    for (int l = 0; l < layout.units().size(); l++) {
      String name = ArrayLayout.LOG_SIGMA + l;
      boolean has = machine.layout().segments().stream().anyMatch(s -> s.name().equals(name));
      if (layout.sources().containsKey(name) && !has) {
        throw new BoltzException(
            ExitCode.BAD_INPUT,
            "%s has %s, variances of units of layer %d, but bernoulli and other discrete units have none; %s the kinds of units of each layer, such as --units gaussian,bernoulli"
                .formatted(file, name, l, areDefault ? "give" : "change"));
      }
    }
  }

  Settings settings() {
    return settings;
  }

  BoltzmannMachine machine() {
    return machine;
  }

  /** What was assumed of parameters that the file does not have, each in a sentence. */
  List<String> notes() {
    List<String> notes = new ArrayList<>();
    for (Segment segment : machine.layout().segments()) {
      if (!layout.sources().containsKey(segment.name())) {
        notes.add(
            segment.kind() == Kind.LOG_SIGMA
                ? "the units of layer %d have variance 1 (no log_sigma.%d)"
                    .formatted(segment.layer(), segment.layer())
                : "the biases of layer %d are 0".formatted(segment.layer()));
      }
    }
    return notes;
  }

  /**
   * Refuses what does not fit into this process.
   *
   * @param reading bytes that reading takes besides the numbers themselves
   */
  void requireMemory(long reading) {
    long needed = reading + (long) machine.layout().size() * Float.BYTES * COPIES;
    long heap = Runtime.getRuntime().maxMemory();
    if (needed > heap - heap / 4) {
      throw new BoltzException(
          ExitCode.ENVIRONMENT,
          "%s: importing a machine with the layers %s needs about %.1f GiB of heap, and this process has %.1f GiB in all; give it more (BOLTZ_HEAP=%dg)"
              .formatted(
                  file,
                  layout.units(),
                  needed / GIB,
                  heap / GIB,
                  (long) Math.ceil(needed * 4 / 3 / GIB)));
    }
  }

  /**
   * The machine's parameters.
   *
   * @param arrays all that the layout names, of the shapes that were required
   * @throws BoltzException BAD_INPUT when one has numbers that are not finite
   */
  float[] parameters(Map<String, FloatArray> arrays) {
    float[] parameters = new float[machine.layout().size()];
    for (Segment segment : machine.layout().segments()) {
      Source source = layout.sources().get(segment.name());
      if (source != null) {
        float[] values = values(source, arrays);
        System.arraycopy(values, 0, parameters, segment.offset(), values.length);
      }
    }
    for (int l : layout.coupled()) {
      requireSymmetric(l, parameters);
    }
    return parameters;
  }

  /**
   * Refuses arrays that do not have the shapes of the machine's parameters, before they are read.
   *
   * @param shapes of the file's arrays
   */
  void requireShapes(Map<String, List<Integer>> shapes) {
    for (Segment segment : machine.layout().segments()) {
      requireShape(layout.sources().get(segment.name()), shapes, segment.shape());
    }
    for (String name : List.of(ArrayLayout.OFFSET, ArrayLayout.SCALE)) {
      requireShape(layout.sources().get(name), shapes, List.of(layout.units().get(0)));
    }
  }

  private void requireShape(
      Source source, Map<String, List<Integer>> shapes, List<Integer> expected) {
    if (source == null) {
      return;
    }
    List<Integer> stored = shapes.get(source.array());
    List<Integer> shape = new ArrayList<>(stored);
    if (expected.size() == 1) {
      shape.removeIf(extent -> extent == 1); // a bias may be a matrix of one row or column
      shape = shape.isEmpty() ? List.of(1) : shape;
    } else if (source.transposed()) {
      Collections.reverse(shape);
    }
    if (!shape.equals(expected)) {
      throw bad(source, "has the shape %s; expected %s".formatted(stored, expected));
    }
  }

  private float[] values(Source source, Map<String, FloatArray> arrays) {
    FloatArray array = arrays.get(source.array());
    for (int i = 0; i < array.values().length; i++) {
      if (!Float.isFinite(array.values()[i])) {
        throw bad(
            source,
            "has the value %s at index %d; parameters must be finite numbers within the range of single precision"
                .formatted(array.values()[i], i));
      }
    }
    return source.transposed() ? array.transposed().values() : array.values();
  }

  private void requireSymmetric(int layer, float[] parameters) {
    Matrix couplings = machine.couplings(layer).weights(parameters);
    for (int i = 0; i < couplings.rows(); i++) {
      for (int j = 0; j < i; j++) {
        if (couplings.get(i, j) != couplings.get(j, i)) {
          throw bad(
              layout.sources().get(ArrayLayout.COUPLINGS + layer),
              "is %s at [%d, %d] and %s at [%d, %d]; couplings within a layer are symmetric"
                  .formatted(couplings.get(i, j), i, j, couplings.get(j, i), j, i));
        }
      }
    }
  }

  private BoltzException bad(Source source, String what) {
    return new BoltzException(
        ExitCode.BAD_INPUT, "%s: the array '%s' %s".formatted(file, source.array(), what));
  }

  /**
   * How values become visible states: as the file says, or as training does for spins, whose values
   * are 0 and 1; otherwise they are the values.
   */
  Standardisation standardisation(Map<String, FloatArray> arrays) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (String name : List.of(ArrayLayout.OFFSET, ArrayLayout.SCALE)) {
      Source source = layout.sources().get(name);
      if (source != null) {
        float[] values = values(source, arrays);
        tensors.put(name, Tensor.ofFloats(values, 0, values.length));
      }
    }
    Standardisation found = TrainedModel.standardisation(file, machine, tensors);
    if (tensors.isEmpty() && machine.spec().layers().get(0).get(0).type() == UnitType.SPIN) {
      Arrays.fill(found.offset(), 0, machine.spec().values(), 0.5f);
      Arrays.fill(found.scale(), 0, machine.spec().values(), 0.5f);
    }
    return found;
  }
}
