package io.boltzspark.dataprep;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.boltzspark.dataprep.idx.IdxHeader;
import io.boltzspark.dataprep.ising.IsingDescription;
import io.boltzspark.dataprep.ising.IsingSource;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Writes and reads {@code manifest.json}. Fields are read one by one, not bound by reflection, so
 * that errors name the invalid field, and no content can choose a class.
 */
final class ManifestJson {
  private static final String FORMAT = "boltzspark-prepared";
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  // The fast writer, because Double.toString gives different digits on JDK 17 than on later
  // versions.
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  private final String file;

  private ManifestJson(String file) {
    this.file = file;
  }

  /** The file's bytes: the same for equal manifests. */
  public static byte[] format(Manifest manifest) {
    ObjectNode root = MAPPER.createObjectNode();
    root.put("format", FORMAT).put("version", Manifest.VERSION);
    root.put("fingerprint", manifest.fingerprint());
    root.put("width", manifest.width()).put("height", manifest.height());
    root.put("binarization", manifest.binarization().label());
    if (manifest.threshold().isPresent()) {
      root.put("threshold", manifest.threshold().getAsDouble());
    }
    root.put("seed", manifest.seed()).put("validFraction", manifest.validFraction());
    if (!manifest.withoutLabels().isEmpty()) {
      ArrayNode without = root.putArray("withoutLabels");
      manifest.withoutLabels().forEach(without::add);
    }
    ObjectNode source = root.putObject("source");
    source.put("kind", manifest.source().kind()).put("drawn", manifest.source().drawn());
    manifest.source().ising().ifPresent(ising -> put(source.putObject("ising"), ising));
    ObjectNode sums = source.putObject("sha256");
    manifest.source().sha256().forEach(sums::put);
    ObjectNode parts = root.putObject("parts");
    manifest
        .parts()
        .forEach(
            (part, summary) -> {
              ObjectNode node = parts.putObject(part.directoryName()).put("rows", summary.rows());
              ObjectNode labels = node.putObject("labels");
              summary.labelCounts().forEach((label, rows) -> labels.put(label.toString(), rows));
            });
    ArrayNode mean = root.putArray("mean");
    manifest.mean().forEach(mean::add);
    try {
      return MAPPER.writeValueAsBytes(root);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of numbers and strings is JSON", e);
    }
  }

  private static void put(ObjectNode node, IsingDescription ising) {
    node.put("size", ising.size()).put("temperature", ising.temperature());
    node.put("sampler", ising.sampler()).put("updates", ising.updates()).put("seed", ising.seed());
  }

  /**
   * @param file the name of the file in errors
   * @throws BoltzException BAD_INPUT
   */
  public static Manifest parse(byte[] json, String file) {
    return new ManifestJson(file).parse(json);
  }

  private Manifest parse(byte[] json) {
    JsonNode root;
    try {
      root = MAPPER.readTree(json);
    } catch (IOException e) {
      throw damaged("it is not JSON (" + firstLine(e) + ")", e);
    }
    if (!root.isObject() || !FORMAT.equals(root.path("format").asText())) {
      throw damaged("its field 'format' is not '" + FORMAT + "'", null);
    }
    long version = integer(root, "version", 0, Integer.MAX_VALUE);
    if (version != Manifest.VERSION) {
      throw new BoltzException(
          ExitCode.BAD_INPUT,
          file
              + " has version "
              + version
              + "; this program reads version "
              + Manifest.VERSION
              + "; prepare the data again with: boltz prepare");
    }
    int width = (int) integer(root, "width", 1, IdxHeader.MAXIMUM_UNITS);
    int height = (int) integer(root, "height", 1, IdxHeader.MAXIMUM_UNITS / width);
    Binarization binarization = binarization(text(root, "binarization"));
    OptionalDouble threshold =
        binarization == Binarization.THRESHOLD
            ? OptionalDouble.of(number(root, "threshold", 0, 1))
            : OptionalDouble.empty();
    Manifest manifest =
        new Manifest(
            width,
            height,
            binarization,
            threshold,
            integer(root, "seed", Long.MIN_VALUE, Long.MAX_VALUE),
            number(root, "validFraction", 0, 1),
            withoutLabels(root),
            source(object(root, "source")),
            parts(object(root, "parts")),
            mean(root, width * height));
    if (!manifest.fingerprint().equals(text(root, "fingerprint"))) {
      throw damaged("its fingerprint does not match its content", null);
    }
    return manifest;
  }

  /** Empty where there is no such field. */
  private SortedSet<Integer> withoutLabels(JsonNode root) {
    SortedSet<Integer> labels = new TreeSet<>();
    if (root.has("withoutLabels")) {
      for (JsonNode label : field(root, "withoutLabels", JsonNode::isArray, "a list")) {
        if (!label.isInt() || label.intValue() < 0 || label.intValue() > 255) {
          throw damaged("it leaves out the label " + label + ", outside 0..255", null);
        }
        labels.add(label.intValue());
      }
    }
    return labels;
  }

  private Manifest.Source source(JsonNode node) {
    SortedMap<String, String> sums = new TreeMap<>();
    for (Map.Entry<String, JsonNode> entry : object(node, "sha256").properties()) {
      if (!SHA256.matcher(entry.getValue().asText()).matches()) {
        throw damaged("the SHA-256 of its source '" + entry.getKey() + "' is malformed", null);
      }
      sums.put(entry.getKey(), entry.getValue().asText());
    }
    JsonNode drawn = field(node, "drawn", JsonNode::isBoolean, "true or false");
    String kind = text(node, "kind");
    Optional<IsingDescription> ising =
        kind.equals(Manifest.Source.ISING)
            ? Optional.of(ising(object(node, "ising")))
            : Optional.empty();
    return new Manifest.Source(kind, drawn.booleanValue(), ising, sums);
  }

  private IsingDescription ising(JsonNode node) {
    return new IsingDescription(
        (int) integer(node, "size", 2, IsingSource.MAXIMUM_SIZE),
        number(node, "temperature", Double.MIN_VALUE, Double.MAX_VALUE),
        text(node, "sampler"),
        (int) integer(node, "updates", 1, Integer.MAX_VALUE),
        integer(node, "seed", Long.MIN_VALUE, Long.MAX_VALUE));
  }

  private Map<Part, Manifest.PartSummary> parts(JsonNode node) {
    Map<Part, Manifest.PartSummary> parts = new EnumMap<>(Part.class);
    for (Part part : Part.values()) {
      JsonNode summary = object(node, part.directoryName());
      long rows = integer(summary, "rows", 0, Long.MAX_VALUE);
      JsonNode counts = object(summary, "labels");
      SortedMap<Integer, Long> labels = new TreeMap<>();
      for (String label : (Iterable<String>) counts::fieldNames) {
        if (!label.matches("[0-9]{1,3}")) {
          throw damaged("its label '" + label + "' is outside 0..255", null);
        }
        labels.put(Integer.valueOf(label), integer(counts, label, 1, rows));
      }
      parts.put(part, new Manifest.PartSummary(rows, labels));
    }
    return Collections.unmodifiableMap(parts);
  }

  private List<Double> mean(JsonNode root, int units) {
    JsonNode node = field(root, "mean", JsonNode::isArray, "an array");
    if (node.size() != units) {
      throw damaged("its mean has " + node.size() + " units, but an image has " + units, null);
    }
    List<Double> mean = new ArrayList<>(units);
    for (JsonNode value : node) {
      if (!value.isNumber() || !(value.doubleValue() >= 0 && value.doubleValue() <= 1)) {
        throw damaged("its mean has the value " + value + ", outside 0..1", null);
      }
      mean.add(value.doubleValue());
    }
    return mean;
  }

  private Binarization binarization(String label) {
    try {
      return Binarization.of(label);
    } catch (BoltzException e) {
      throw damaged("its binarization '" + label + "' is unknown", e);
    }
  }

  private String text(JsonNode node, String name) {
    return field(node, name, JsonNode::isTextual, "a string").textValue();
  }

  private JsonNode object(JsonNode node, String name) {
    return field(node, name, JsonNode::isObject, "an object");
  }

  private double number(JsonNode node, String name, double minimum, double maximum) {
    double value = field(node, name, JsonNode::isNumber, "a number").doubleValue();
    if (!(value >= minimum && value <= maximum)) {
      throw damaged(
          "its field '" + name + "' is " + value + ", outside " + minimum + ".." + maximum, null);
    }
    return value;
  }

  private long integer(JsonNode node, String name, long minimum, long maximum) {
    JsonNode value =
        field(node, name, n -> n.isIntegralNumber() && n.canConvertToLong(), "an integer");
    if (value.longValue() < minimum || value.longValue() > maximum) {
      throw damaged(
          "its field '" + name + "' is " + value + ", outside " + minimum + ".." + maximum, null);
    }
    return value.longValue();
  }

  private JsonNode field(JsonNode node, String name, Predicate<JsonNode> is, String what) {
    JsonNode value = node.path(name);
    if (!is.test(value)) {
      throw damaged("its field '" + name + "' is missing or not " + what, null);
    }
    return value;
  }

  private BoltzException damaged(String why, Throwable cause) {
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
