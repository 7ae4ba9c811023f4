package io.boltzspark.dataprep;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.boltzspark.dataprep.idx.IdxHeader;
import io.boltzspark.dataprep.sequences.AlignmentFormat;
import io.boltzspark.dataprep.sequences.Alphabet;
import io.boltzspark.dataprep.sequences.SequenceOptions.Duplicates;
import io.boltzspark.dataprep.sequences.SequenceOptions.Unknown;
import io.boltzspark.dataprep.sequences.SequenceReport;
import io.boltzspark.errors.BoltzException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Writes and reads the {@code manifest.json} of sequences. */
final class SequenceManifestJson {
  private static final String FORMAT = "boltzspark-sequences";

  private final JsonFields fields;

  private SequenceManifestJson(String file) {
    this.fields = new JsonFields(file);
  }

  /** The file's bytes: the same for equal manifests. */
  static byte[] format(SequenceManifest manifest) {
    ObjectNode root = JsonFields.MAPPER.createObjectNode();
    root.put("format", FORMAT).put("version", SequenceManifest.VERSION);
    root.put("fingerprint", manifest.fingerprint()).put("title", manifest.title());
    root.putObject("alphabet")
        .put("name", manifest.alphabet().name())
        .put("letters", manifest.alphabet().letters());
    root.put("states", manifest.alphabet().states()).put("sites", manifest.sites());
    root.putObject("source")
        .put("format", manifest.source().format().label())
        .put("sha256", manifest.source().sha256());
    SequenceManifest.Choices choices = manifest.choices();
    root.putObject("choices")
        .put("unknown", choices.unknown().label())
        .put("duplicates", choices.duplicates().label())
        .put("maxGaps", choices.maxGaps())
        .put("maxColumnGaps", choices.maxColumnGaps())
        .put("validFraction", choices.validFraction())
        .put("seed", choices.seed());
    put(root.putObject("report"), manifest.report());
    ArrayNode columns = root.putArray("columns");
    manifest.columns().forEach(columns::add);
    manifest
        .weights()
        .ifPresent(
            weights ->
                root.putObject("weights")
                    .put("identity", weights.identity())
                    .put("effective", weights.effective()));
    ObjectNode parts = root.putObject("parts");
    manifest
        .rows()
        .forEach((part, rows) -> parts.putObject(part.directoryName()).put("rows", rows));
    ArrayNode counts = root.putArray("counts");
    manifest.counts().forEach(counts::add);
    return JsonFields.bytes(root);
  }

  private static void put(ObjectNode node, SequenceReport report) {
    node.put("sequences", report.sequences()).put("columns", report.columns());
    node.put("insertions", report.insertions());
    ObjectNode letters = node.putObject("unknownLetters");
    report.unknownLetters().forEach(letters::put);
    node.put("withUnknown", report.withUnknown());
    node.put("droppedForUnknown", report.droppedForUnknown());
    node.put("droppedForGaps", report.droppedForGaps());
    node.put("duplicates", report.duplicates());
    node.put("droppedDuplicates", report.droppedDuplicates());
    node.put("kept", report.kept()).put("droppedColumns", report.droppedColumns());
    node.put("gaps", report.gaps());
  }

  /** Whether these are the bytes of such a manifest; damaged ones are not. */
  static boolean isOne(byte[] json) {
    try {
      return FORMAT.equals(JsonFields.MAPPER.readTree(json).path("format").asText());
    } catch (IOException e) {
      return false; // its reader says what is wrong with it
    }
  }

  /**
   * @param file the name of the file in errors
   * @throws BoltzException BAD_INPUT
   */
  static SequenceManifest parse(byte[] json, String file) {
    return new SequenceManifestJson(file).parse(json);
  }

  private SequenceManifest parse(byte[] json) {
    JsonNode root = fields.root(json, FORMAT, SequenceManifest.VERSION);
    JsonNode letters = fields.object(root, "alphabet");
    String text = fields.text(letters, "letters");
    Alphabet alphabet = known(() -> new Alphabet(fields.text(letters, "name"), text));
    SequenceReport report = report(fields.object(root, "report"));
    if (fields.integer(root, "states", 0, Integer.MAX_VALUE) != alphabet.states()
        || fields.integer(root, "sites", 0, Integer.MAX_VALUE) != report.sites()) {
      throw fields.damaged("its states or sites are not those of its alphabet and report", null);
    }
    int most = IdxHeader.MAXIMUM_UNITS / alphabet.states();
    if (report.sites() < 1 || report.sites() > most) {
      throw fields.damaged("it has %d sites, outside 1..%d".formatted(report.sites(), most), null);
    }
    JsonNode source = fields.object(root, "source");
    SequenceManifest manifest =
        new SequenceManifest(
            fields.text(root, "title"),
            alphabet,
            new SequenceManifest.Source(
                known(() -> AlignmentFormat.of(fields.text(source, "format"))),
                fields.text(source, "sha256")),
            choices(fields.object(root, "choices")),
            report,
            numbers(root, "columns", report.sites(), report.columns() - 1L).stream()
                .map(Math::toIntExact)
                .toList(),
            weights(root),
            rows(fields.object(root, "parts")),
            numbers(root, "counts", report.sites() * alphabet.states(), report.kept()));
    if (!manifest.fingerprint().equals(fields.text(root, "fingerprint"))) {
      throw fields.damaged("its fingerprint does not match its content", null);
    }
    return manifest;
  }

  private SequenceManifest.Choices choices(JsonNode node) {
    return new SequenceManifest.Choices(
        known(() -> Unknown.of(fields.text(node, "unknown"))),
        known(() -> Duplicates.of(fields.text(node, "duplicates"))),
        fields.number(node, "maxGaps", 0, 1),
        fields.number(node, "maxColumnGaps", 0, 1),
        fields.number(node, "validFraction", 0, 1),
        fields.integer(node, "seed", Long.MIN_VALUE, Long.MAX_VALUE));
  }

  private SequenceReport report(JsonNode node) {
    SortedMap<String, Long> letters = new TreeMap<>();
    JsonNode found = fields.object(node, "unknownLetters");
    for (String letter : (Iterable<String>) found::fieldNames) {
      letters.put(letter, count(found, letter));
    }
    long columns = fields.integer(node, "columns", 1, Integer.MAX_VALUE);
    return new SequenceReport(
        count(node, "sequences"),
        (int) columns,
        count(node, "insertions"),
        letters,
        count(node, "withUnknown"),
        count(node, "droppedForUnknown"),
        count(node, "droppedForGaps"),
        count(node, "duplicates"),
        count(node, "droppedDuplicates"),
        fields.integer(node, "kept", 1, Long.MAX_VALUE),
        (int) fields.integer(node, "droppedColumns", 0, columns - 1),
        count(node, "gaps"));
  }

  private Optional<SequenceManifest.Weights> weights(JsonNode root) {
    if (!root.has("weights")) {
      return Optional.empty();
    }
    JsonNode node = fields.object(root, "weights");
    return Optional.of(
        new SequenceManifest.Weights(
            fields.number(node, "identity", 0, 1),
            fields.number(node, "effective", 0, Double.MAX_VALUE)));
  }

  private Map<Part, Long> rows(JsonNode node) {
    Map<Part, Long> rows = new EnumMap<>(Part.class);
    for (Part part : Part.values()) {
      rows.put(part, count(fields.object(node, part.directoryName()), "rows"));
    }
    return rows;
  }

  private long count(JsonNode node, String name) {
    return fields.integer(node, name, 0, Long.MAX_VALUE);
  }

  private List<Long> numbers(JsonNode root, String name, int size, long most) {
    JsonNode node = fields.field(root, name, JsonNode::isArray, "an array");
    if (node.size() != size) {
      throw fields.damaged(
          "its %s are %d numbers, not %d".formatted(name, node.size(), size), null);
    }
    List<Long> numbers = new ArrayList<>(size);
    for (JsonNode value : node) {
      if (!value.isIntegralNumber()
          || !value.canConvertToLong()
          || value.longValue() < 0
          || value.longValue() > most) {
        throw fields.damaged(
            "its %s have the value %s, outside 0..%d".formatted(name, value, most), null);
      }
      numbers.add(value.longValue());
    }
    return numbers;
  }

  /** A value made from fields; one that its class refuses is damage. */
  private <T> T known(Supplier<T> value) {
    try {
      return value.get();
    } catch (BoltzException e) {
      throw fields.damaged(e.getMessage(), e);
    }
  }
}
