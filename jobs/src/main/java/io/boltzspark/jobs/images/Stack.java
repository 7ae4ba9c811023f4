package io.boltzspark.jobs.images;

import java.awt.image.BufferedImage;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Panels one below the other or side by side, along their left or upper edges.
 *
 * @param panels at least one
 * @param gap pixels between two of them
 * @param downwards one below the other
 */
public record Stack(List<Panel> panels, int gap, boolean downwards) implements Panel {
  /** Around a picture that has titles. */
  private static final int MARGIN = 12;

  public Stack {
    panels = List.copyOf(panels);
    if (panels.isEmpty()) {
      throw new IllegalArgumentException("nothing to stack");
    }
  }

  public static Stack below(int gap, List<Panel> panels) {
    return new Stack(panels, gap, true);
  }

  public static Stack beside(int gap, List<Panel> panels) {
    return new Stack(panels, gap, false);
  }

  @Override
  public int width() {
    IntStream widths = panels.stream().mapToInt(Panel::width);
    return downwards ? widths.max().getAsInt() : widths.sum() + gaps();
  }

  @Override
  public int height() {
    IntStream heights = panels.stream().mapToInt(Panel::height);
    return downwards ? heights.sum() + gaps() : heights.max().getAsInt();
  }

  private int gaps() {
    return gap * (panels.size() - 1);
  }

  @Override
  public void paint(BufferedImage canvas, int left, int top) {
    int at = downwards ? top : left;
    for (Panel panel : panels) {
      panel.paint(canvas, downwards ? left : at, downwards ? at : top);
      at += gap + (downwards ? panel.height() : panel.width());
    }
  }

  /** The panel with a margin on all sides. */
  public static Panel page(Panel content) {
    return new Panel() {
      @Override
      public int width() {
        return content.width() + 2 * MARGIN;
      }

      @Override
      public int height() {
        return content.height() + 2 * MARGIN;
      }

      @Override
      public void paint(BufferedImage canvas, int left, int top) {
        content.paint(canvas, left + MARGIN, top + MARGIN);
      }
    };
  }
}
