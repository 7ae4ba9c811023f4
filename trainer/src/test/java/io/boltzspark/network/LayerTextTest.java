package io.boltzspark.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.network.LayerSpec.BatchNorm;
import io.boltzspark.network.LayerSpec.Convolution;
import io.boltzspark.network.LayerSpec.Dense;
import io.boltzspark.network.LayerSpec.Dropout;
import io.boltzspark.network.LayerSpec.LeakyRelu;
import io.boltzspark.network.LayerSpec.Reshape;
import io.boltzspark.network.LayerSpec.Tanh;
import io.boltzspark.network.LayerSpec.TransposedConvolution;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LayerTextTest {
  private static final Map<String, LayerSpec> WHOLE =
      Map.ofEntries(
          Map.entry("dense:12544", new Dense(12544, true)),
          Map.entry("dense:1:no-bias", new Dense(1, false)),
          Map.entry("convolution:64:5:2", new Convolution(64, 5, 2, true)),
          Map.entry("convolution:64:5:2:no-bias", new Convolution(64, 5, 2, false)),
          Map.entry("transposed-convolution:8:4:1", new TransposedConvolution(8, 4, 1, true)),
          Map.entry(
              "transposed-convolution:8:4:1:no-bias", new TransposedConvolution(8, 4, 1, false)),
          Map.entry("reshape:7x6x256", new Reshape(new Shape(7, 6, 256))),
          Map.entry("batch-norm:0.9:1.0E-5", new BatchNorm(0.9, 1e-5)),
          Map.entry("leaky-relu:0.2", new LeakyRelu(0.2)),
          Map.entry("dropout:0.25", new Dropout(0.25)),
          Map.entry("tanh", new Tanh()));

  @Test
  void thereAndBack() {
    WHOLE.forEach(
        (text, layer) -> {
          assertEquals(layer, LayerText.parse(text));
          assertEquals(text, LayerText.of(layer));
        });
  }

  @ParameterizedTest
  @CsvSource({
    "batch-norm, batch-norm:0.99:0.001",
    "batch-norm:0, batch-norm:0.0:0.001",
    "leaky-relu, leaky-relu:0.3",
    "dropout, dropout:0.3",
    "leaky-relu:0, leaky-relu:0.0",
  })
  void whatIsLeftOut(String text, String whole) {
    assertEquals(whole, LayerText.of(LayerText.parse(text)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":",
        "Dense:1",
        "linear:1",
        "dense",
        "dense:",
        "dense:0",
        "dense:-1",
        "dense:01",
        "dense:1.5",
        "dense:100000000",
        "dense:1:2",
        "dense:1:bias",
        "dense:no-bias",
        "dense:no-bias:1",
        "dense:1:no-bias:no-bias",
        "dense:1 ",
        "convolution:64:5",
        "convolution:64:5:2:1",
        "convolution:64:5:0",
        "convolution:64:no-bias:5:2",
        "transposed-convolution:64",
        "reshape:7x7",
        "reshape:7x7x",
        "reshape:7x7x0",
        "reshape:7x7x256x1",
        "reshape:49",
        "batch-norm:1",
        "batch-norm:-0.1",
        "batch-norm:NaN",
        "batch-norm:0.9:0",
        "batch-norm:0.9:1e-50",
        "batch-norm:0.9:Infinity",
        "batch-norm:0.9:0.1:1",
        "batch-norm:no-bias",
        "leaky-relu:1",
        "leaky-relu:-0.3",
        "leaky-relu:",
        "leaky-relu:x",
        "dropout:1",
        "dropout:0.3:1",
        "tanh:1",
        "tanh:",
        "tanh:no-bias",
      })
  void refused(String text) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> LayerText.parse(text));
    assertTrue(e.getMessage().contains("\"" + text + "\""), e.getMessage());
    assertTrue(e.getMessage().contains("transposed-convolution:CHANNELS"), e.getMessage());
  }

  @Test
  void aShapeOfTooManyValues() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> LayerText.parse("reshape:99999999x99999999x99999999"));
    assertTrue(e.getMessage().contains("2^31 - 1"), e.getMessage());
  }
}
