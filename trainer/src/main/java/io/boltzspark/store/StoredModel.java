package io.boltzspark.store;

import com.fasterxml.jackson.databind.JsonNode;
import io.boltzspark.math.Tensor;
import java.util.Map;

/**
 * A model as its directory holds it.
 *
 * @param tensors parameters by name; unmodifiable
 * @param description what the writer said about them: layers, unit types, provenance
 * @param sha256 of {@code model.safetensors}: equal models have equal ones
 */
public record StoredModel(Map<String, Tensor> tensors, JsonNode description, String sha256) {}
