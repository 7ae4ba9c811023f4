package io.boltzspark.dataprep;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import java.io.IOException;
import java.util.function.Predicate;

/**
 * The fields of a manifest. They are read one by one, not bound by reflection, so that errors name
 * the invalid field, and no content can choose a class.
 */
final class JsonFields {
  // The fast writer, because Double.toString gives different digits on JDK 17 than on later
  // versions.
  static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  private final String file;

  /**
   * @param file the name of the file in errors
   */
  JsonFields(String file) {
    this.file = file;
  }

  /** The bytes of a tree: the same for equal trees. */
  static byte[] bytes(ObjectNode root) {
    try {
      return MAPPER.writeValueAsBytes(root);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of numbers and strings is JSON", e);
    }
  }

  /**
   * The tree of a file.
   *
   * @param format its field {@code format}
   * @param known the version that can be read
   * @throws BoltzException BAD_INPUT when it is none, or has another format or version
   */
  JsonNode root(byte[] json, String format, int known) {
    JsonNode root;
    try {
      root = MAPPER.readTree(json);
    } catch (IOException e) {
      throw damaged("it is not JSON (" + firstLine(e) + ")", e);
    }
    if (!root.isObject() || !format.equals(root.path("format").asText())) {
      throw damaged("its field 'format' is not '" + format + "'", null);
    }
    long version = integer(root, "version", 0, Integer.MAX_VALUE);
    if (version != known) {
      throw new BoltzException(
          ExitCode.BAD_INPUT,
          file
              + " has version "
              + version
              + "; this program reads version "
              + known
              + "; prepare the data again with: boltz prepare");
    }
    return root;
  }

  String text(JsonNode node, String name) {
    return field(node, name, JsonNode::isTextual, "a string").textValue();
  }

  JsonNode object(JsonNode node, String name) {
    return field(node, name, JsonNode::isObject, "an object");
  }

  double number(JsonNode node, String name, double minimum, double maximum) {
    double value = field(node, name, JsonNode::isNumber, "a number").doubleValue();
    if (!(value >= minimum && value <= maximum)) {
      throw damaged(
          "its field '" + name + "' is " + value + ", outside " + minimum + ".." + maximum, null);
    }
    return value;
  }

  long integer(JsonNode node, String name, long minimum, long maximum) {
    JsonNode value =
        field(node, name, n -> n.isIntegralNumber() && n.canConvertToLong(), "an integer");
    if (value.longValue() < minimum || value.longValue() > maximum) {
      throw damaged(
          "its field '" + name + "' is " + value + ", outside " + minimum + ".." + maximum, null);
    }
    return value.longValue();
  }

  JsonNode field(JsonNode node, String name, Predicate<JsonNode> is, String what) {
    JsonNode value = node.path(name);
    if (!is.test(value)) {
      throw damaged("its field '" + name + "' is missing or not " + what, null);
    }
    return value;
  }

  BoltzException damaged(String why, Throwable cause) {
    return new BoltzException(
        ExitCode.BAD_INPUT,
        file
            + " is not a manifest of prepared data: "
            + why
            + "; create it again with: boltz prepare",
        cause);
  }

  private static String firstLine(IOException e) {
    return e instanceof JsonProcessingException json
        ? json.getOriginalMessage()
        : String.valueOf(e.getMessage());
  }
}
