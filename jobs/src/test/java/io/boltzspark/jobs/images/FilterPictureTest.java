package io.boltzspark.jobs.images;

import static io.boltzspark.jobs.images.DrawnModels.decode;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.math.Matrix;
import io.boltzspark.model.MachineSpec;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FilterPictureTest {
  private static final ImageShape SHAPE = new ImageShape(2, 3);

  @Test
  void unitsAreChosenByWhatTheChoiceSays() {
    Matrix fields =
        new Matrix(
            new float[] {
              0, 1, // weak
              3, 0, // strong
              5, 0.1f, // strongest, like the one before
              0, 2, // unlike the strongest
              -4, 0, // its opposite, which is as like as can be
              0, 0
            },
            0,
            6,
            2);
    assertEquals(List.of(0, 1, 2), FilterChoice.FIRST.of(fields, 3));
    assertEquals(List.of(2, 4, 1), FilterChoice.STRONGEST.of(fields, 3));
    // Of the stronger half and as many as are shown: units 2, 4, 1 and 3.
    assertEquals(List.of(2, 3), FilterChoice.DIFFERENT.of(fields, 4).subList(0, 2));
    assertEquals(6, FilterChoice.DIFFERENT.of(fields, 100).size());
    assertEquals(List.of(0, 1, 2, 3, 4, 5), FilterChoice.FIRST.of(fields, 100));
  }

  /** One unit with weights 1 and -1, another with the half of these, in two layers. */
  @Test
  void coloursAreCentredAndOnOneScale() throws IOException {
    MachineSpec spec = MachineSpec.bernoulli(List.of(6, 2));
    float[] parameters = new float[12 + 6 + 2];
    parameters[0] = 1; // pixel 0 of unit 0
    parameters[2] = -1; // pixel 1 of unit 0
    parameters[1] = 0.5f; // pixel 0 of unit 1
    NamedModel model = DrawnModels.model("m", spec, parameters, SHAPE);
    BufferedImage picture = decode(FilterPicture.png(model, FilterChoice.FIRST, 25));
    // 2 units of 25: two columns, of a scale for eight columns of five.
    int scale = Math.round(900f / (8 * 3));
    int pitch = 3 * scale + 2;
    int top = gridTop(picture);
    int x = 12 + 2 + scale / 2;
    int y = top + 2 + scale / 2;
    DivergingColours colours = new DivergingColours(1);
    assertEquals(colours.rgb(1), picture.getRGB(x, y) & 0xffffff);
    assertEquals(colours.rgb(-1), picture.getRGB(x + scale, y) & 0xffffff);
    assertEquals(0xffffff, picture.getRGB(x + 2 * scale, y) & 0xffffff, "no weight is white");
    assertEquals(colours.rgb(0.5f), picture.getRGB(x + pitch, y) & 0xffffff, "the same scale");
  }

  /** The first line that has the gutters' colour from the left margin on. */
  private static int gridTop(BufferedImage picture) {
    return IntStream.range(0, picture.getHeight())
        .filter(y -> IntStream.range(12, 60).allMatch(x -> isGutter(picture, x, y)))
        .findFirst()
        .orElseThrow();
  }

  private static boolean isGutter(BufferedImage picture, int x, int y) {
    return (picture.getRGB(x, y) & 0xffffff) == 0xe1e1e1;
  }

  @Test
  void deepModelsHaveAPanelForEachLayer() throws IOException {
    NamedModel deep = DrawnModels.random("deep", SHAPE, 5, 4, 3);
    int both = decode(FilterPicture.png(deep, FilterChoice.STRONGEST, 4)).getWidth();
    int one = decode(FilterPicture.png(deep, List.of(2), FilterChoice.STRONGEST, 4)).getWidth();
    assertTrue(both > one + 50, both + " and " + one);
  }

  @Test
  void layersThatDoNotExistAndDivergedModelsAreRefused() {
    NamedModel deep = DrawnModels.random("deep", SHAPE, 5, 4, 3);
    BoltzException error =
        assertThrows(
            BoltzException.class, () -> FilterPicture.png(deep, List.of(3), FilterChoice.FIRST, 4));
    assertTrue(error.getMessage().contains("1 to 2"), error.getMessage());
    deep.model().parameters()[3] = Float.NaN;
    assertThrows(BoltzException.class, () -> FilterPicture.png(deep, FilterChoice.FIRST, 4));
  }
}
