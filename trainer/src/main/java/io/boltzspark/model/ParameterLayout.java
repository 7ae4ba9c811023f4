package io.boltzspark.model;

import java.util.ArrayList;
import java.util.List;

/**
 * Where each parameter tensor lies in the flat array of a machine. Tensors follow one another
 * without gaps, connections first; a matrix is row-major with the units of the lower layer as rows.
 */
public final class ParameterLayout {

  /**
   * One tensor.
   *
   * @param name as model files call it: {@code weights.0}, {@code bias.1}
   * @param offset index of its first element
   * @param shape extents, [units of the lower layer, units of the upper layer] for weights
   */
  public record Segment(String name, int offset, List<Integer> shape) {
    public Segment {
      shape = List.copyOf(shape);
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

  /** Index of the first parameter that is not a weight. */
  public int firstUnitParameter() {
    return segments.stream()
        .filter(s -> !s.name().startsWith("weights."))
        .mapToInt(Segment::offset)
        .findFirst()
        .orElse(size);
  }

  /**
   * @throws IllegalArgumentException when there is none of that name
   */
  public Segment segment(String name) {
    return segments.stream()
        .filter(s -> s.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no parameters named " + name));
  }

  /** Hands out consecutive places. */
  static final class Builder {
    private final List<Segment> segments = new ArrayList<>();
    private int size;

    /** Appends a tensor and returns its offset. */
    int add(String name, Integer... shape) {
      Segment segment = new Segment(name, size, List.of(shape));
      segments.add(segment);
      size = Math.addExact(size, segment.size());
      return segment.offset();
    }

    ParameterLayout build() {
      return new ParameterLayout(segments, size);
    }
  }
}
