package io.boltzspark.dataprep;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.boltzspark.dataprep.idx.IdxHeader;
import io.boltzspark.dataprep.ising.IsingDescription;
import io.boltzspark.dataprep.ising.IsingSource;
import io.boltzspark.errors.BoltzException;
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
import java.util.regex.Pattern;

/** Writes and reads the {@code manifest.json} of images. */
final class ManifestJson {
  private static final String FORMAT = "boltzspark-prepared";
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  private final JsonFields fields;

  private ManifestJson(String file) {
    this.fields = new JsonFields(file);
  }

  /** The file's bytes: the same for equal manifests. */
  public static byte[] format(Manifest manifest) {
    ObjectNode root = JsonFields.MAPPER.createObjectNode();
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
    if (manifest.source().transposed()) {
      source.put("transposed", true);
    }
    manifest.source().title().ifPresent(title -> source.put("title", title));
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
    return JsonFields.bytes(root);
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
    JsonNode root = fields.root(json, FORMAT, Manifest.VERSION);
    int width = (int) fields.integer(root, "width", 1, IdxHeader.MAXIMUM_UNITS);
    int height = (int) fields.integer(root, "height", 1, IdxHeader.MAXIMUM_UNITS / width);
    Binarization binarization = binarization(fields.text(root, "binarization"));
    OptionalDouble threshold =
        binarization == Binarization.THRESHOLD
            ? OptionalDouble.of(fields.number(root, "threshold", 0, 1))
            : OptionalDouble.empty();
    Manifest manifest =
        new Manifest(
            width,
            height,
            binarization,
            threshold,
            fields.integer(root, "seed", Long.MIN_VALUE, Long.MAX_VALUE),
            fields.number(root, "validFraction", 0, 1),
            withoutLabels(root),
            source(fields.object(root, "source")),
            parts(fields.object(root, "parts")),
            mean(root, width * height));
    if (!manifest.fingerprint().equals(fields.text(root, "fingerprint"))) {
      throw fields.damaged("its fingerprint does not match its content", null);
    }
    return manifest;
  }

  /** Empty where there is no such field. */
  private SortedSet<Integer> withoutLabels(JsonNode root) {
    SortedSet<Integer> labels = new TreeSet<>();
    if (root.has("withoutLabels")) {
      for (JsonNode label : fields.field(root, "withoutLabels", JsonNode::isArray, "a list")) {
        if (!label.isInt() || label.intValue() < 0 || label.intValue() > 255) {
          throw fields.damaged("it leaves out the label " + label + ", outside 0..255", null);
        }
        labels.add(label.intValue());
      }
    }
    return labels;
  }

  private Manifest.Source source(JsonNode node) {
    SortedMap<String, String> sums = new TreeMap<>();
    for (Map.Entry<String, JsonNode> entry : fields.object(node, "sha256").properties()) {
      if (!SHA256.matcher(entry.getValue().asText()).matches()) {
        throw fields.damaged(
            "the SHA-256 of its source '" + entry.getKey() + "' is malformed", null);
      }
      sums.put(entry.getKey(), entry.getValue().asText());
    }
    JsonNode drawn = fields.field(node, "drawn", JsonNode::isBoolean, "true or false");
    String kind = fields.text(node, "kind");
    Optional<IsingDescription> ising =
        kind.equals(Manifest.Source.ISING)
            ? Optional.of(ising(fields.object(node, "ising")))
            : Optional.empty();
    boolean transposed =
        node.has("transposed")
            && fields
                .field(node, "transposed", JsonNode::isBoolean, "true or false")
                .booleanValue();
    Optional<String> title =
        node.has("title") ? Optional.of(fields.text(node, "title")) : Optional.empty();
    return new Manifest.Source(kind, drawn.booleanValue(), ising, sums, transposed, title);
  }

  private IsingDescription ising(JsonNode node) {
    return new IsingDescription(
        (int) fields.integer(node, "size", 2, IsingSource.MAXIMUM_SIZE),
        fields.number(node, "temperature", Double.MIN_VALUE, Double.MAX_VALUE),
        fields.text(node, "sampler"),
        (int) fields.integer(node, "updates", 1, Integer.MAX_VALUE),
        fields.integer(node, "seed", Long.MIN_VALUE, Long.MAX_VALUE));
  }

  private Map<Part, Manifest.PartSummary> parts(JsonNode node) {
    Map<Part, Manifest.PartSummary> parts = new EnumMap<>(Part.class);
    for (Part part : Part.values()) {
      JsonNode summary = fields.object(node, part.directoryName());
      long rows = fields.integer(summary, "rows", 0, Long.MAX_VALUE);
      JsonNode counts = fields.object(summary, "labels");
      SortedMap<Integer, Long> labels = new TreeMap<>();
      for (String label : (Iterable<String>) counts::fieldNames) {
        if (!label.matches("[0-9]{1,3}")) {
          throw fields.damaged("its label '" + label + "' is outside 0..255", null);
        }
        labels.put(Integer.valueOf(label), fields.integer(counts, label, 1, rows));
      }
      parts.put(part, new Manifest.PartSummary(rows, labels));
    }
    return Collections.unmodifiableMap(parts);
  }

  private List<Double> mean(JsonNode root, int units) {
    JsonNode node = fields.field(root, "mean", JsonNode::isArray, "an array");
    if (node.size() != units) {
      throw fields.damaged(
          "its mean has " + node.size() + " units, but an image has " + units, null);
    }
    List<Double> mean = new ArrayList<>(units);
    for (JsonNode value : node) {
      if (!value.isNumber() || !(value.doubleValue() >= 0 && value.doubleValue() <= 1)) {
        throw fields.damaged("its mean has the value " + value + ", outside 0..1", null);
      }
      mean.add(value.doubleValue());
    }
    return mean;
  }

  private Binarization binarization(String label) {
    try {
      return Binarization.of(label);
    } catch (BoltzException e) {
      throw fields.damaged("its binarization '" + label + "' is unknown", e);
    }
  }
}
