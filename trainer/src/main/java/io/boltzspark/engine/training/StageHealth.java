package io.boltzspark.engine.training;

import java.util.Map;

/**
 * Whether the result of a stage is of use.
 *
 * @param line in one line, for the user
 * @param facts JSON values by name
 */
public record StageHealth(String line, Map<String, Object> facts) {}
