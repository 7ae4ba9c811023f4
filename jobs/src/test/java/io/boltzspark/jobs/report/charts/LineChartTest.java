package io.boltzspark.jobs.report.charts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

class LineChartTest {
  @Test
  void theScriptIsToldWhereTheChartHasItsPoints() throws Exception {
    double[] x = IntStream.range(0, 40).mapToDouble(i -> 3 + 2.5 * i).toArray();
    double[] y = IntStream.range(0, 40).mapToDouble(i -> -50 + 30 * Math.sin(i / 5.0)).toArray();
    Element figure = figure(new Curve("a<b", x, y));
    JsonNode data = new ObjectMapper().readTree(figure.getAttribute("data-curves"));
    assertEquals("a<b", data.path("curves").path(0).path("name").textValue());
    List<double[]> drawn = longestLine(figure, Ink.series(0).style());
    assertEquals(x.length, drawn.size(), "one line through all points");
    for (int i = 0; i < x.length; i++) {
      // To paint, XChart cuts the width of the plot to a whole number before it halves what is left
      // for margins: less than half a unit, of which a pixel has more than one. Coordinates are
      // written with two digits after the point.
      assertEquals(place(data.path("acrossX"), x[i]), drawn.get(i)[0], 0.51);
      assertEquals(place(data.path("acrossY"), y[i]), drawn.get(i)[1], 0.51);
      assertEquals(y[i], data.path("curves").path(0).path("y").path(i).asDouble(), 1e-4);
    }
  }

  @Test
  void coloursAreThePagesOwn() throws Exception {
    Element figure = figure(new Curve("", new double[] {0, 1}, new double[] {1, 2}));
    String svg = figure.getElementsByTagName("svg").item(0).getTextContent();
    assertEquals("", svg.strip(), "an SVG without text nodes");
    for (String attribute : List.of("fill", "stroke")) {
      NodeList all = figure.getElementsByTagName("*");
      for (int i = 0; i < all.getLength(); i++) {
        String colour = ((Element) all.item(i)).getAttribute(attribute);
        assertFalse(colour.startsWith("rgb(") || colour.startsWith("#"), colour);
      }
    }
  }

  @Test
  void aConstantAndASinglePointCanBeDrawn() throws Exception {
    figure(new Curve("", new double[] {0, 1, 2}, new double[] {4, 4, 4}));
    figure(new Curve("", new double[] {0}, new double[] {-1e-7}));
    figure(new Curve("", new double[] {0, 1e6}, new double[] {1e30, -1e30}));
  }

  /** As the legend shows them: of three runs, the middle one of which has no such monitor. */
  @Test
  void curvesOfFewPointsKeepTheirColoursWidthsAndDashes() throws Exception {
    List<Curve> curves = new ArrayList<>();
    for (int number : List.of(0, 2, 3)) {
      curves.add(
          new Curve("", new double[] {0, 1, 2}, new double[] {3, 1, number}).numbered(number));
    }
    Element figure = figure(curves);
    List<String> dashes = new ArrayList<>();
    for (Curve curve : curves) {
      String colour = Ink.series(curve.number()).style();
      NodeList lines = figure.getElementsByTagName("polyline");
      int found = 0;
      for (int i = 0; i < lines.getLength(); i++) {
        if (attribute(lines.item(i), "stroke").equals(colour)) {
          assertEquals("2", attribute(lines.item(i), "stroke-width"));
          dashes.add(attribute(lines.item(i), "stroke-dasharray"));
          found++;
        }
      }
      assertEquals(1, found, "one line in " + colour);
      NodeList marks = figure.getElementsByTagName("circle");
      int marked = 0;
      for (int i = 0; i < marks.getLength(); i++) {
        marked += attribute(marks.item(i), "fill").equals(colour) ? 1 : 0;
      }
      assertEquals(3, marked, "marks in " + colour);
    }
    assertEquals(3, dashes.stream().distinct().count(), dashes.toString());
  }

  /** As a browser has it: the element's own, or that of a group around it. */
  private static String attribute(Node node, String name) {
    for (Node at = node; at instanceof Element element; at = at.getParentNode()) {
      if (element.hasAttribute(name)) {
        return element.getAttribute(name);
      }
    }
    return "";
  }

  private static double place(JsonNode across, double value) {
    double from = across.path(0).doubleValue();
    return across.path(1).doubleValue() + across.path(2).doubleValue() * (value - from);
  }

  private static Element figure(Curve curve) throws Exception {
    return figure(List.of(curve));
  }

  private static Element figure(List<Curve> curves) throws Exception {
    Html html = new Html();
    LineChart.write(html, "id", "label", "epoch", curves);
    String text = html.toString();
    assertTrue(text.contains("aria-label=\"label against epoch\""), text);
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)))
        .getDocumentElement();
  }

  /** The points of the line with most of them among those of a colour. */
  private static List<double[]> longestLine(Element figure, String colour) {
    List<double[]> longest = List.of();
    NodeList all = figure.getElementsByTagName("polyline");
    for (int i = 0; i < all.getLength(); i++) {
      Element line = (Element) all.item(i);
      if (((Element) line.getParentNode()).getAttribute("stroke").equals(colour)) {
        String[] numbers = line.getAttribute("points").split(" ");
        List<double[]> points = new ArrayList<>();
        for (int n = 0; n < numbers.length; n += 2) {
          points.add(
              new double[] {Double.parseDouble(numbers[n]), Double.parseDouble(numbers[n + 1])});
        }
        longest = points.size() > longest.size() ? points : longest;
      }
    }
    return longest;
  }
}
