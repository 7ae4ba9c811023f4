package io.boltzspark.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.math.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The header of a safetensors file: its tensors and the positions of their bytes.
 *
 * @param entries the tensors in the order of their bytes, which are contiguous
 */
record SafeTensorsHeader(List<Entry> entries) {
  /** The only name that is not a tensor; its value is for people and is ignored. */
  static final String METADATA = "__metadata__";

  /** A Java array holds slightly fewer elements than the largest int. */
  private static final long LARGEST_ARRAY = Integer.MAX_VALUE - 8;

  /**
   * The position of a tensor.
   *
   * @param begin first byte, counted from the end of the header
   * @param end one past the last byte
   */
  record Entry(String name, Tensor.Type type, int[] shape, long begin, long end) {
    int size() {
      return Math.toIntExact(end - begin);
    }
  }

  /**
   * Lays out {@code tensors}: larger elements first, so that every tensor is aligned to its
   * elements, then by name. Hence equal maps have equal headers.
   */
  static SafeTensorsHeader layOut(Map<String, Tensor> tensors) {
    List<Map.Entry<String, Tensor>> ordered = new ArrayList<>(tensors.entrySet());
    ordered.sort(
        Comparator.comparing((Map.Entry<String, Tensor> e) -> -e.getValue().type().size())
            .thenComparing(Map.Entry::getKey));
    List<Entry> entries = new ArrayList<>();
    long position = 0;
    for (Map.Entry<String, Tensor> named : ordered) {
      if (named.getKey().equals(METADATA)) {
        throw new IllegalArgumentException("a tensor cannot be named " + METADATA);
      }
      Tensor tensor = named.getValue();
      long end = position + tensor.bytes().length;
      entries.add(new Entry(named.getKey(), tensor.type(), tensor.shape(), position, end));
      position = end;
    }
    return new SafeTensorsHeader(entries);
  }

  /** Compact JSON, padded with spaces to a multiple of 8 bytes, so that the data is aligned. */
  byte[] encode() {
    Map<String, Object> json = new LinkedHashMap<>();
    for (Entry entry : entries) {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("dtype", entry.type().name());
      fields.put("shape", Arrays.stream(entry.shape()).boxed().toList());
      fields.put("data_offsets", List.of(entry.begin(), entry.end()));
      json.put(entry.name(), fields);
    }
    byte[] compact = Json.compact(json);
    byte[] padded = Arrays.copyOf(compact, (compact.length + 7) / 8 * 8);
    Arrays.fill(padded, compact.length, padded.length, (byte) ' ');
    return padded;
  }

  /** The size of a file with this header. */
  long fileBytes() {
    long data = entries.isEmpty() ? 0 : entries.get(entries.size() - 1).end();
    return Long.BYTES + encode().length + data;
  }

  /**
   * Reads a header.
   *
   * @param dataLength bytes that follow the header in the file
   * @param source the file's name in error messages
   * @throws BoltzException BAD_INPUT unless the tensors fill those bytes exactly, each as large as
   *     its shape requires
   */
  static SafeTensorsHeader parse(byte[] json, long dataLength, String source) {
    ObjectNode object = Json.parse(json, "the header of " + source);
    List<Entry> entries = new ArrayList<>();
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      if (!field.getKey().equals(METADATA)) {
        entries.add(parseEntry(field.getKey(), field.getValue(), dataLength, source));
      }
    }
    entries.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
    long position = 0;
    for (Entry entry : entries) {
      if (entry.begin() != position) {
        throw damaged(
            source,
            entry.name(),
            "begins at byte "
                + entry.begin()
                + (entry.begin() < position ? ", inside" : ", after a gap following")
                + " the data that ends at byte "
                + position);
      }
      position = entry.end();
    }
    if (position != dataLength) {
      throw new BoltzException(
          ExitCode.BAD_INPUT,
          source
              + " is damaged: its tensors need "
              + position
              + " bytes, but "
              + dataLength
              + " follow the header");
    }
    return new SafeTensorsHeader(entries);
  }

  private static Entry parseEntry(String name, JsonNode node, long dataLength, String source) {
    if (!node.isObject()
        || node.size() != 3
        || !node.path("dtype").isTextual()
        || !node.path("shape").isArray()
        || !node.path("data_offsets").isArray()) {
      throw damaged(source, name, "is not described by dtype, shape and data_offsets");
    }
    Tensor.Type type = parseType(name, node.get("dtype").textValue(), source);
    long[] extents = parseNaturals(name, node.get("shape"), "shape", source);
    long[] offsets = parseNaturals(name, node.get("data_offsets"), "data_offsets", source);
    if (offsets.length != 2 || offsets[0] > offsets[1] || offsets[1] > dataLength) {
      throw damaged(
          source,
          name,
          "has data_offsets "
              + Arrays.toString(offsets)
              + ", not two numbers in order from 0 to "
              + dataLength);
    }
    int[] shape = new int[extents.length];
    long bytes = type.size();
    try {
      for (int i = 0; i < shape.length; i++) {
        shape[i] = Math.toIntExact(extents[i]);
        bytes = Math.multiplyExact(bytes, extents[i]);
      }
    } catch (ArithmeticException e) {
      throw damaged(source, name, "has the invalid shape " + Arrays.toString(extents));
    }
    if (bytes != offsets[1] - offsets[0]) {
      throw damaged(
          source,
          name,
          "of type "
              + type
              + " and shape "
              + Arrays.toString(extents)
              + " needs "
              + bytes
              + " bytes, but its data_offsets are "
              + Arrays.toString(offsets));
    }
    if (bytes > LARGEST_ARRAY) {
      throw new BoltzException(
          ExitCode.BAD_INPUT,
          source
              + " cannot be read: tensor \""
              + name
              + "\" has "
              + bytes
              + " bytes, but at most these are supported: "
              + LARGEST_ARRAY);
    }
    return new Entry(name, type, shape, offsets[0], offsets[1]);
  }

  private static Tensor.Type parseType(String name, String text, String source) {
    for (Tensor.Type type : Tensor.Type.values()) {
      if (type.name().equals(text)) {
        return type;
      }
    }
    throw new BoltzException(
        ExitCode.BAD_INPUT,
        source
            + " cannot be read: tensor \""
            + name
            + "\" has dtype "
            + text
            + ", but known types are "
            + Arrays.toString(Tensor.Type.values()));
  }

  private static long[] parseNaturals(String name, JsonNode array, String field, String source) {
    long[] numbers = new long[array.size()];
    for (int i = 0; i < numbers.length; i++) {
      JsonNode number = array.get(i);
      if (!number.isIntegralNumber() || !number.canConvertToLong() || number.longValue() < 0) {
        throw damaged(source, name, "has the invalid " + field + " " + number);
      }
      numbers[i] = number.longValue();
    }
    return numbers;
  }

  private static BoltzException damaged(String source, String tensor, String what) {
    return new BoltzException(
        ExitCode.BAD_INPUT, source + " is damaged: tensor \"" + tensor + "\" " + what);
  }
}
