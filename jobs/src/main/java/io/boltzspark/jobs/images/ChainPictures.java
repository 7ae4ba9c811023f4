package io.boltzspark.jobs.images;

import io.boltzspark.math.Matrix;
import java.util.ArrayList;
import java.util.List;

/**
 * Pictures of chains, at their end or through time. Images of several times are given one time
 * after another, chains in the same order each time: (times x chains) x pixels.
 */
public final class ChainPictures {
  /** Largest number of times in a strip: a wider picture fits no screen. */
  public static final int MOST_COLUMNS = 200;

  /** Largest number of images, all times together. */
  public static final int MOST_IMAGES = 20_000;

  private static final int GAP = 6;

  /** With titles; with fewer, images are as large as if there were so many. */
  private static final int FEWEST_COLUMNS = 10;

  private static final int SMALLEST_WIDTH = 60;
  private static final int MILLISECONDS = 120;
  private static final int LAST_MILLISECONDS = 2000;

  private ChainPictures() {}

  /**
   * The sweeps after which chains are shown: 0, {@code every}, twice that, and so on, and the last.
   */
  public static List<Integer> times(int sweeps, int every) {
    List<Integer> times = new ArrayList<>();
    for (int sweep = 0; sweep < sweeps; sweep += every) {
      times.add(sweep);
    }
    times.add(sweeps);
    return times;
  }

  /**
   * Images in lines of so many.
   *
   * @param titles of the lines, such as the fixed labels; or none
   * @return the bytes of a PNG
   */
  public static byte[] grid(ImageShape shape, Matrix images, int columns, List<String> titles) {
    if (titles.isEmpty()) {
      int scale = ImageGrid.scaleFor(columns, shape.width());
      return ImageGrid.png(images.toArray(), shape.height(), shape.width(), columns, scale);
    }
    int scale = ImageGrid.scaleFor(Math.max(FEWEST_COLUMNS, columns), shape.width());
    List<Matrix> lines = ImageGrid.lines(images, columns);
    return Png.of(
        Stack.page(
            new TileGrid(shape, lines, columns, ColourMap.INK, scale)
                .withLineTitles(titles.stream().map(TileGrid.Title::of).toList())));
  }

  /**
   * A line for each chain, a column for each time.
   *
   * @param times the sweeps after which each column is
   * @param titles of the chains, or none at all
   * @return the bytes of a PNG
   */
  public static byte[] strip(
      ImageShape shape, Matrix images, List<Integer> times, List<String> titles) {
    int chains = images.rows() / times.size();
    List<Matrix> lines = new ArrayList<>();
    for (int chain = 0; chain < chains; chain++) {
      Matrix line = Matrix.zeros(times.size(), shape.pixels());
      for (int time = 0; time < times.size(); time++) {
        int row = time * chains + chain;
        line.rows(time, time + 1).setFrom(images.rows(row, row + 1));
      }
      lines.add(line);
    }
    int scale = ImageGrid.scaleFor(Math.max(FEWEST_COLUMNS, times.size()), shape.width());
    // Large enough to be recognised, at the price of a wide picture.
    scale = Math.max(scale, SMALLEST_WIDTH / shape.width());
    TileGrid grid =
        new TileGrid(shape, lines, times.size(), ColourMap.INK, scale)
            .withColumnTitles(times.stream().map(String::valueOf).toList())
            .withLineTitles(titles.stream().map(TileGrid.Title::of).toList());
    return Png.of(
        Stack.page(Stack.below(GAP, List.of(new Caption("Gibbs sweeps", Lettering.NOTE), grid))));
  }

  /**
   * A grid of all chains that moves, with the number of sweeps above.
   *
   * @param times the sweeps after which each frame is
   * @param columns images of a line
   * @return the bytes of an animated GIF that repeats without end and rests at the last frame
   */
  public static byte[] animation(
      ImageShape shape, Matrix images, List<Integer> times, int columns) {
    List<String> captions = times.stream().map(time -> time + " Gibbs sweeps").toList();
    return captioned(shape, images, captions, columns);
  }

  /**
   * The same for any series of grids.
   *
   * @param images one frame after another: (frames x images of a frame) x pixels
   * @param captions above each frame
   */
  public static byte[] captioned(
      ImageShape shape, Matrix images, List<String> captions, int columns) {
    int each = images.rows() / captions.size();
    int scale = Math.max(1, ImageGrid.scaleFor(columns, shape.width()) / 2 + 1);
    List<Panel> frames = new ArrayList<>();
    for (int frame = 0; frame < captions.size(); frame++) {
      Matrix now = images.rows(frame * each, (frame + 1) * each);
      TileGrid grid =
          new TileGrid(shape, ImageGrid.lines(now, columns), columns, ColourMap.INK, scale);
      Caption caption = new Caption(captions.get(frame), Lettering.TITLE);
      frames.add(Stack.page(Stack.below(GAP, List.of(caption, grid))));
    }
    return AnimatedGif.of(frames, MILLISECONDS, LAST_MILLISECONDS);
  }
}
