package io.boltzspark.jobs.images;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOInvalidTreeException;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Writes grey pictures one after another as a GIF that repeats without end. */
public final class AnimatedGif {
  private AnimatedGif() {}

  /**
   * @param frames at least one, grey, all of the size of the widest and highest
   * @param milliseconds that each frame is shown, a multiple of 10
   * @param last the same for the last frame
   * @return the bytes of a GIF with the 256 levels of grey
   * @throws IllegalArgumentException when a frame has colours
   */
  public static byte[] of(List<Panel> frames, int milliseconds, int last) {
    int width = frames.stream().mapToInt(Panel::width).max().orElseThrow();
    int height = frames.stream().mapToInt(Panel::height).max().orElseThrow();
    ImageWriter writer = writer();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (var output = new MemoryCacheImageOutputStream(bytes)) {
      writer.setOutput(output);
      writer.prepareWriteSequence(null);
      for (int f = 0; f < frames.size(); f++) {
        BufferedImage frame = indexed(frames.get(f), width, height);
        int delay = f + 1 < frames.size() ? milliseconds : last;
        IIOMetadata metadata = writer.getDefaultImageMetadata(new ImageTypeSpecifier(frame), null);
        describe(metadata, delay / 10, f == 0);
        writer.writeToSequence(new IIOImage(frame, null, metadata), null);
      }
      writer.endWriteSequence();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  private static ImageWriter writer() {
    Iterator<ImageWriter> writers = ImageIO.getImageWritersByFormatName("gif");
    if (!writers.hasNext()) {
      throw new IllegalStateException("this JDK has no writer for GIF");
    }
    return writers.next();
  }

  private static BufferedImage indexed(Panel panel, int width, int height) {
    BufferedImage canvas = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Panel.fill(canvas, 0, 0, width, height, Panel.PAPER);
    panel.paint(canvas, 0, 0);
    if (!Png.isGrey(canvas)) {
      throw new IllegalArgumentException("a frame has colours");
    }
    byte[] levels = new byte[256];
    for (int i = 0; i < levels.length; i++) {
      levels[i] = (byte) i;
    }
    IndexColorModel greys = new IndexColorModel(8, levels.length, levels, levels, levels);
    BufferedImage frame = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_INDEXED, greys);
    byte[] target = ((DataBufferByte) frame.getRaster().getDataBuffer()).getData();
    byte[] source = Png.greys(canvas);
    System.arraycopy(source, 0, target, 0, source.length);
    return frame;
  }

  /** How long a frame is shown, and in the first one that all repeat (the NETSCAPE2.0 block). */
  private static void describe(IIOMetadata metadata, int hundredths, boolean first)
      throws IIOInvalidTreeException {
    String format = metadata.getNativeMetadataFormatName();
    IIOMetadataNode root = (IIOMetadataNode) metadata.getAsTree(format);
    child(root, "ImageDescriptor").setAttribute("interlaceFlag", "FALSE");
    IIOMetadataNode control = child(root, "GraphicControlExtension");
    control.setAttribute("disposalMethod", "none");
    control.setAttribute("userInputFlag", "FALSE");
    control.setAttribute("transparentColorFlag", "FALSE");
    control.setAttribute("transparentColorIndex", "0");
    control.setAttribute("delayTime", Integer.toString(hundredths));
    if (first) {
      IIOMetadataNode repeat = new IIOMetadataNode("ApplicationExtension");
      repeat.setAttribute("applicationID", "NETSCAPE");
      repeat.setAttribute("authenticationCode", "2.0");
      repeat.setUserObject(new byte[] {1, 0, 0}); // sub-block 1, times 0: without end
      child(root, "ApplicationExtensions").appendChild(repeat);
    }
    metadata.setFromTree(format, root);
  }

  /** The child of that name, which is added where there is none. */
  private static IIOMetadataNode child(IIOMetadataNode root, String name) {
    for (int i = 0; i < root.getLength(); i++) {
      if (root.item(i).getNodeName().equalsIgnoreCase(name)) {
        return (IIOMetadataNode) root.item(i);
      }
    }
    IIOMetadataNode added = new IIOMetadataNode(name);
    root.appendChild(added);
    return added;
  }
}
