package io.boltzspark.jobs.retrain.registry;

import com.fasterxml.jackson.databind.JsonNode;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The properties that all tables of one model's data must share.
 *
 * @param column of arrays, which are the rows
 * @param width numbers of a row
 * @param states of each number, where numbers are categories; 0: they are values
 * @param labelled whether rows have labels
 * @param weighted whether rows have weights
 */
public record TableForm(String column, int width, int states, boolean labelled, boolean weighted) {

  /**
   * @param table a table of this form
   * @param before the source of the other form, named in the error message
   * @throws BoltzException BAD_INPUT when the two differ other than in {@link #states}
   */
  public void requireSame(TableForm other, String table, String before) {
    require(
        column.equals(other.column), "arrays in the column " + column, other.column, table, before);
    require(
        width == other.width, "arrays of " + width + " values", "of " + other.width, table, before);
    require((states > 0) == (other.states > 0), kind(states), kind(other.states), table, before);
    require(
        labelled == other.labelled,
        some(labelled, "labels"),
        some(other.labelled, "labels"),
        table,
        before);
    require(
        weighted == other.weighted,
        some(weighted, "weights"),
        some(other.weighted, "weights"),
        table,
        before);
  }

  /**
   * @throws BoltzException BAD_INPUT when a number has more states than the model of the last
   *     training knows
   */
  public void requireStates(TableForm last, String table) {
    if (states > last.states) {
      throw new BoltzException(
          ExitCode.BAD_INPUT,
          "%s has the category %d, but the model of the last training knows 0 to %d; correct it, or start another registry with model.units = [potts:%d, ...]"
              .formatted(table, states - 1, last.states - 1, states));
    }
  }

  private static void require(
      boolean holds, String has, String expected, String table, String before) {
    if (!holds) {
      throw new BoltzException(
          ExitCode.BAD_INPUT, "%s has %s, but %s had %s".formatted(table, has, before, expected));
    }
  }

  private static String kind(int states) {
    return states > 0 ? "whole numbers, which are categories" : "numbers that are no categories";
  }

  private static String some(boolean there, String what) {
    return there ? what : "no " + what;
  }

  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("column", column);
    json.put("width", width);
    json.put("states", states);
    json.put("labelled", labelled);
    json.put("weighted", weighted);
    return json;
  }

  static TableForm read(JsonNode json) {
    return new TableForm(
        json.path("column").asText(),
        json.path("width").asInt(),
        json.path("states").asInt(),
        json.path("labelled").asBoolean(),
        json.path("weighted").asBoolean());
  }
}
