package io.boltzspark.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * The position of each parameter tensor in the flat array of a machine. Tensors are contiguous,
 * weights first, then couplings within layers; a matrix is row-major with the units of the lower
 * layer as rows.
 */
public final class ParameterLayout {

  /** The meaning of a tensor's numbers. */
  public enum Kind {
    /** The weights of a connection. */
    WEIGHTS,
    /** The couplings within a layer, a symmetric matrix. */
    COUPLINGS,
    /** One bias, or location, for each unit of a layer. */
    BIAS,
    /** One log sigma for each unit of a layer that has a variance. */
    LOG_SIGMA;

    private String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * One tensor.
   *
   * @param kind the meaning of its numbers
   * @param layer the layer that the parameters belong to; for weights, the lower layer
   * @param offset index of its first element
   * @param shape extents, [units of the lower layer, units of the upper layer] for weights, [units,
   *     units] for couplings
   */
  public record Segment(Kind kind, int layer, int offset, List<Integer> shape) {
    public Segment {
      shape = List.copyOf(shape);
    }

    /** Its name in model files: {@code weights.0}, {@code bias.1}. */
    public String name() {
      return kind.word() + "." + layer;
    }

    /** Whether its numbers are those of pairs of units, not of units. */
    public boolean isWeights() {
      return kind == Kind.WEIGHTS || kind == Kind.COUPLINGS;
    }

    /** Number of elements. */
    public int size() {
      return shape.stream().reduce(1, Math::multiplyExact);
    }
  }

  private final List<Segment> segments;
  private final int size;

  private ParameterLayout(List<Segment> segments, int size) {
    this.segments = List.copyOf(segments);
    this.size = size;
  }

  public List<Segment> segments() {
    return segments;
  }

  /** Number of parameters. */
  public int size() {
    return size;
  }

  /** Index of the first parameter that is neither a weight nor a coupling. */
  public int firstUnitParameter() {
    return segments.stream()
        .filter(s -> !s.isWeights())
        .mapToInt(Segment::offset)
        .findFirst()
        .orElse(size);
  }

  /**
   * @param layer the layer; for weights, the lower one
   * @throws IllegalArgumentException if the layer has none of that kind
   */
  public Segment segment(Kind kind, int layer) {
    return only(s -> s.kind() == kind && s.layer() == layer, kind.word() + "." + layer);
  }

  /**
   * @param name the name in model files
   * @throws IllegalArgumentException if there is none of that name
   */
  public Segment segment(String name) {
    return only(s -> s.name().equals(name), name);
  }

  private Segment only(Predicate<Segment> wanted, String name) {
    return segments.stream()
        .filter(wanted)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no parameters named " + name));
  }

  /** Assigns consecutive positions. */
  static final class Builder {
    private final List<Segment> segments = new ArrayList<>();
    private int size;

    /** Appends a tensor and returns its offset. */
    int add(Kind kind, int layer, Integer... shape) {
      Segment segment = new Segment(kind, layer, size, List.of(shape));
      segments.add(segment);
      size = Math.addExact(size, segment.size());
      return segment.offset();
    }

    ParameterLayout build() {
      return new ParameterLayout(segments, size);
    }
  }
}
