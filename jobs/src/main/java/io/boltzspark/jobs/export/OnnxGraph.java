package io.boltzspark.jobs.export;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An ONNX graph under construction: constants, nodes, inputs and outputs, each identified by its
 * name. Inputs and outputs are arrays of floats with one row per sample, and one or more extents of
 * a row.
 *
 * <p>Field numbers are those of {@code onnx.proto} (https://github.com/onnx/onnx), in the order of
 * the fields; the operators are those of operator set {@value #OPERATOR_SET}, which every runtime
 * since the end of 2020 supports.
 */
final class OnnxGraph {
  private static final int IR_VERSION = 7;
  private static final int OPERATOR_SET = 13;

  /** Element types of tensors, as {@code TensorProto.DataType} numbers them. */
  static final int FLOAT = 1;

  static final int INT64 = 7;

  // The kinds of attributes, as AttributeProto.AttributeType numbers them.
  private static final int ATTRIBUTE_FLOAT = 1;
  private static final int ATTRIBUTE_INT = 2;
  private static final int ATTRIBUTE_INTS = 7;

  private final String name;
  private final String explanation;
  private final Map<String, ProtoMessage> constants = new LinkedHashMap<>();
  private final Map<String, ProtoMessage> nodes = new LinkedHashMap<>(); // by first output
  private final Map<String, ProtoMessage> inputs = new LinkedHashMap<>();
  private final Map<String, ProtoMessage> outputs = new LinkedHashMap<>();

  OnnxGraph(String name, String explanation) {
    this.name = name;
    this.explanation = explanation;
  }

  /**
   * Declares an input.
   *
   * @param row extents of a row, such as the number of its columns
   * @return its name
   */
  String input(String input, String meaning, int... row) {
    inputs.put(input, rows(input, meaning, row));
    return input;
  }

  /** Declares the node of this name an output. */
  void output(String output, String meaning, int... row) {
    outputs.put(output, rows(output, meaning, row));
  }

  // ValueInfoProto: name, type (TypeProto: tensor_type (elem_type, shape (dim))), doc_string.
  private static ProtoMessage rows(String name, String meaning, int... row) {
    ProtoMessage shape = new ProtoMessage().message(1, new ProtoMessage().text(2, "rows"));
    for (int extent : row) {
      shape.message(1, new ProtoMessage().number(1, extent));
    }
    ProtoMessage tensor = new ProtoMessage().number(1, FLOAT).message(2, shape);
    return new ProtoMessage()
        .text(1, name)
        .message(2, new ProtoMessage().message(1, tensor))
        .text(3, meaning);
  }

  /** A constant of floats, row-major; a single number without extents. */
  String floats(String constant, float[] values, int... shape) {
    ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES);
    bytes.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(values);
    return constant(constant, FLOAT, bytes.array(), shape);
  }

  /** A constant vector of integers. */
  String integers(String constant, long... values) {
    ByteBuffer bytes = ByteBuffer.allocate(values.length * Long.BYTES);
    bytes.order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().put(values);
    return constant(constant, INT64, bytes.array(), values.length);
  }

  // TensorProto: dims, data_type, name, raw_data (little-endian).
  private String constant(String constant, int type, byte[] raw, int... shape) {
    ProtoMessage tensor = new ProtoMessage();
    for (int extent : shape) {
      tensor.number(1, extent);
    }
    tensor.number(2, type).text(8, constant).bytes(9, raw);
    constants.putIfAbsent(constant, tensor);
    return constant;
  }

  /** A node without attributes; returns the name of its output. */
  String node(String operator, String output, String... nodeInputs) {
    return node(operator, Map.of(), List.of(output), nodeInputs);
  }

  /** A node with one attribute. */
  String node(
      String operator, String attribute, Number value, String output, String... nodeInputs) {
    return node(operator, Map.of(attribute, value), List.of(output), nodeInputs);
  }

  /**
   * NodeProto: input, output, op_type, attribute.
   *
   * @param attributes whole numbers, floats or arrays of long by name
   * @return the first output's name
   */
  String node(
      String operator, Map<String, ?> attributes, List<String> nodeOutputs, String... nodeInputs) {
    ProtoMessage node = new ProtoMessage();
    Arrays.stream(nodeInputs).forEach(input -> node.text(1, input));
    nodeOutputs.forEach(output -> node.text(2, output));
    node.text(4, operator);
    attributes.entrySet().stream()
        .sorted(Map.Entry.comparingByKey()) // equal models, equal files
        .forEach(entry -> node.message(5, attribute(entry.getKey(), entry.getValue())));
    String first = nodeOutputs.get(0);
    if (nodes.putIfAbsent(first, node) != null) {
      throw new IllegalStateException("two nodes compute " + first);
    }
    return first;
  }

  // AttributeProto: name, f, i or ints, type.
  private static ProtoMessage attribute(String name, Object value) {
    ProtoMessage attribute = new ProtoMessage().text(1, name);
    if (value instanceof long[] numbers) {
      Arrays.stream(numbers).forEach(number -> attribute.number(8, number));
      return attribute.number(20, ATTRIBUTE_INTS);
    }
    return value instanceof Float real
        ? attribute.real(2, real).number(20, ATTRIBUTE_FLOAT)
        : attribute.number(3, ((Number) value).longValue()).number(20, ATTRIBUTE_INT);
  }

  /** The file: ModelProto with ir_version, producer_name, doc_string, graph, opset_import. */
  byte[] toBytes() {
    ProtoMessage graph = new ProtoMessage();
    nodes.values().forEach(node -> graph.message(1, node));
    graph.text(2, name);
    constants.values().forEach(constant -> graph.message(5, constant));
    inputs.values().forEach(input -> graph.message(11, input));
    outputs.values().forEach(output -> graph.message(12, output));
    return new ProtoMessage()
        .number(1, IR_VERSION)
        .text(2, "boltzspark")
        .text(6, explanation)
        .message(7, graph)
        .message(8, new ProtoMessage().text(1, "").number(2, OPERATOR_SET))
        .toBytes();
  }
}
