package io.boltzspark.store;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.JsonGeneratorDelegate;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.ValueNode;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * JSON in files and programs: strict in reading, and the same bytes for equal values. No other
 * class of the trainer and the jobs configures a reader or writer of JSON.
 */
public final class Json {
  /** An integer beyond 64 bits becomes the nearest double, as in most JSON parsers. */
  private static final class Nodes extends JsonNodeFactory {
    private static final long serialVersionUID = 1;

    @Override
    public ValueNode numberNode(BigInteger value) {
      return value == null ? nullNode() : numberNode(value.doubleValue());
    }
  }

  /** Writes null for numbers that are not finite, since JSON has no notation for them. */
  private static final class FiniteNumbers extends JsonGeneratorDelegate {
    FiniteNumbers(JsonGenerator generator) {
      super(generator);
    }

    @Override
    public void writeNumber(double value) throws IOException {
      if (Double.isFinite(value)) {
        super.writeNumber(value);
      } else {
        writeNull();
      }
    }

    @Override
    public void writeNumber(float value) throws IOException {
      if (Float.isFinite(value)) {
        super.writeNumber(value);
      } else {
        writeNull();
      }
    }

    @Override
    public void writeArray(double[] values, int offset, int length) throws IOException {
      writeStartArray(values, length);
      for (int i = offset; i < offset + length; i++) {
        writeNumber(values[i]);
      }
      writeEndArray();
    }
  }

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .nodeFactory(new Nodes())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_LONG_FOR_INTS)
          .build();

  private Json() {}

  /** Without line breaks, for use as a line of a file. */
  static byte[] compact(Map<String, ?> object) {
    try {
      return MAPPER.writeValueAsBytes(normalise(object));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("normalised values are always JSON", e);
    }
  }

  /** Formatted for people, with a final line feed. */
  public static byte[] pretty(Map<String, ?> object) {
    try {
      String text =
          MAPPER
              .writer()
              .with(SerializationFeature.INDENT_OUTPUT)
              .writeValueAsString(normalise(object));
      return (text.replace("\r\n", "\n") + "\n").getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("normalised values are always JSON", e);
    }
  }

  /**
   * On one line, line ends within strings escaped, for standard output and servers. Unlike in a
   * file, arrays are values too, and a {@code float} keeps its few digits. Numbers that are not
   * finite are null here too.
   */
  public static String line(Object value) {
    StringWriter text = new StringWriter();
    try (JsonGenerator generator = new FiniteNumbers(MAPPER.createGenerator(text))) {
      MAPPER.writeValue(generator, value);
    } catch (IOException e) {
      throw new IllegalStateException("a value that cannot be written as JSON", e);
    }
    return text.toString();
  }

  /** What a reader of {@link #pretty} would get. */
  public static ObjectNode tree(Map<String, ?> object) {
    return MAPPER.valueToTree(normalise(object));
  }

  /** One JSON object; nothing where the text is anything else, or has a name twice. */
  public static Optional<ObjectNode> object(String text) {
    try {
      return MAPPER.readTree(text) instanceof ObjectNode object
          ? Optional.of(object)
          : Optional.empty();
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  /**
   * Reads one JSON object.
   *
   * @param source its name in error messages, usually a path
   * @throws BoltzException BAD_INPUT if it is anything else, or has a duplicate name
   */
  public static ObjectNode parse(byte[] utf8, String source) {
    try {
      // Decoded here because Jackson would also guess and accept other encodings.
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
      JsonNode node = MAPPER.readTree(text);
      if (node instanceof ObjectNode object) {
        return object;
      }
      throw new BoltzException(ExitCode.BAD_INPUT, source + " is damaged: not a JSON object");
    } catch (CharacterCodingException e) {
      throw new BoltzException(ExitCode.BAD_INPUT, source + " is damaged: not UTF-8 text", e);
    } catch (JsonProcessingException e) {
      throw new BoltzException(
          ExitCode.BAD_INPUT, source + " is damaged: not JSON, " + e.getOriginalMessage(), e);
    }
  }

  /** The values of {@link #normalise(Map)} that {@code object} stands for. */
  public static Map<String, Object> toMap(ObjectNode object) {
    Map<?, ?> values = MAPPER.convertValue(object, LinkedHashMap.class);
    return normalise(values);
  }

  /**
   * An unmodifiable deep copy in the types that reading returns: {@code Long}, {@code Double},
   * {@code String}, {@code Boolean}, {@code List}, {@code Map} and null. Numbers that are not
   * finite become null, since JSON has no notation for them.
   *
   * @throws IllegalArgumentException for any other type, or a name that is not a string
   */
  static Map<String, Object> normalise(Map<?, ?> object) {
    Map<String, Object> copy = new LinkedHashMap<>();
    object.forEach(
        (name, value) -> {
          if (!(name instanceof String text)) {
            throw new IllegalArgumentException("a JSON object has no name such as " + name);
          }
          copy.put(text, normaliseValue(text, value));
        });
    return Collections.unmodifiableMap(copy);
  }

  private static Object normaliseValue(String name, Object value) {
    if (value == null || value instanceof String || value instanceof Boolean) {
      return value;
    }
    if (value instanceof Long
        || value instanceof Integer
        || value instanceof Short
        || value instanceof Byte) {
      return ((Number) value).longValue();
    }
    if (value instanceof Double || value instanceof Float) {
      double number = ((Number) value).doubleValue();
      return Double.isFinite(number) ? number : null;
    }
    if (value instanceof Map<?, ?> map) {
      return normalise(map);
    }
    if (value instanceof Collection<?> collection) {
      List<Object> copy = new ArrayList<>(collection.size());
      collection.forEach(element -> copy.add(normaliseValue(name, element)));
      return Collections.unmodifiableList(copy);
    }
    if (value instanceof JsonNode node) {
      return normaliseValue(name, MAPPER.convertValue(node, Object.class));
    }
    throw new IllegalArgumentException(
        "\"" + name + "\" is a " + value.getClass().getName() + ", which is not a JSON value");
  }
}
