package io.boltzspark.jobs.report.charts;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.batik.svggen.SVGGeneratorContext;
import org.apache.batik.svggen.SVGGraphics2D;
import org.apache.batik.svggen.SVGIDGenerator;
import org.knowm.xchart.internal.chartpart.Chart;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.Node;

/** A chart as an SVG element that can be embedded in a page with others. */
final class SvgDrawing {
  private static final String NAMESPACE = "http://www.w3.org/2000/svg";

  private SvgDrawing() {}

  /**
   * Paints a chart.
   *
   * @param chart in colours of {@link Ink} only
   * @param id unique among the charts of the page
   * @param label description of the chart for screen readers
   */
  static String of(Chart<?, ?> chart, String id, String label) {
    SVGGeneratorContext context = SVGGeneratorContext.createDefault(document());
    context.setComment("");
    context.setPrecision(2);
    context.setIDGenerator(
        new SVGIDGenerator() {
          @Override
          public String generateID(String prefix) {
            return id + "-" + super.generateID(prefix);
          }
        });
    SVGGraphics2D canvas = new SVGGraphics2D(context, false);
    chart.paint(canvas, chart.getWidth(), chart.getHeight());
    Element root = canvas.getRoot();
    applyInk(root);
    joinLines(root);
    // Batik's definitions have the same id in every drawing, and are always empty here.
    children(root).stream().filter(e -> e.getTagName().equals("defs")).forEach(root::removeChild);
    root.setAttribute("viewBox", "0 0 " + chart.getWidth() + " " + chart.getHeight());
    root.setAttribute("role", "img");
    root.setAttribute("aria-label", label);
    StringWriter writer = new StringWriter();
    try {
      canvas.stream(root, writer, false, true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    // Omits the XML declaration and document type, which only a separate file may have.
    String text = writer.toString();
    return text.substring(text.indexOf("<svg"));
  }

  private static Document document() {
    try {
      return DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .getDOMImplementation()
          .createDocument(NAMESPACE, "svg", null);
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException("every JDK makes XML documents", e);
    }
  }

  /** Replaces placeholders by references to the page's style. */
  private static void applyInk(Element element) {
    for (String attribute : List.of("fill", "stroke")) {
      for (Ink ink : Ink.values()) {
        if (element.getAttribute(attribute).equals(ink.painted())) {
          element.setAttribute(attribute, ink.style());
        }
      }
    }
    children(element).forEach(SvgDrawing::applyInk);
  }

  /**
   * Joins consecutive pieces into one line: XChart paints a curve piece by piece, but dashes must
   * continue through all of it. Style attributes that Batik set on a piece rather than on the group
   * are kept.
   */
  private static void joinLines(Element element) {
    Element joined = null;
    Map<String, String> look = Map.of();
    String end = "";
    for (Element child : children(element)) {
      joinLines(child);
      if (!child.getTagName().equals("line")) {
        joined = null;
        continue;
      }
      String from = child.getAttribute("x1") + " " + child.getAttribute("y1");
      String to = child.getAttribute("x2") + " " + child.getAttribute("y2");
      Map<String, String> own = look(child);
      if (joined == null || !from.equals(end) || !own.equals(look)) {
        joined = element.getOwnerDocument().createElementNS(NAMESPACE, "polyline");
        own.forEach(joined::setAttribute);
        joined.setAttribute("points", from + " " + to);
        joined.setAttribute("fill", "none");
        look = own;
        element.replaceChild(joined, child);
      } else {
        joined.setAttribute("points", joined.getAttribute("points") + " " + to);
        element.removeChild(child);
      }
      end = to;
    }
  }

  /** The attributes of a line, except its position. */
  private static Map<String, String> look(Element line) {
    Map<String, String> look = new TreeMap<>();
    NamedNodeMap attributes = line.getAttributes();
    for (int i = 0; i < attributes.getLength(); i++) {
      look.put(attributes.item(i).getNodeName(), attributes.item(i).getNodeValue());
    }
    look.keySet().removeAll(Set.of("x1", "y1", "x2", "y2", "fill"));
    return look;
  }

  private static List<Element> children(Element element) {
    List<Element> children = new ArrayList<>();
    for (Node child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
      if (child instanceof Element one) {
        children.add(one);
      }
    }
    return children;
  }
}
