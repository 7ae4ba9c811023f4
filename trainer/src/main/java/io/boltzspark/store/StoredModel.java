package io.boltzspark.store;

import com.fasterxml.jackson.databind.JsonNode;
import io.boltzspark.math.Tensor;
import java.util.Map;

/**
 * A model as stored in its directory.
 *
 * @param tensors parameters by name; unmodifiable
 * @param description its description: layers, unit types, provenance
 * @param sha256 SHA-256 of {@code model.safetensors}: equal models have equal values
 */
public record StoredModel(Map<String, Tensor> tensors, JsonNode description, String sha256) {}
