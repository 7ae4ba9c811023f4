package io.boltzspark.jobs.images;

import java.awt.image.BufferedImage;

/** A line of text. */
public record Caption(String text, Lettering lettering) implements Panel {
  @Override
  public int width() {
    return lettering.width(text);
  }

  @Override
  public int height() {
    return lettering.height();
  }

  @Override
  public void paint(BufferedImage canvas, int left, int top) {
    lettering.paint(canvas, text, left, top);
  }
}
