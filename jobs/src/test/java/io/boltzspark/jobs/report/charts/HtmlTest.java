package io.boltzspark.jobs.report.charts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

class HtmlTest {
  /** All that means something in markup, two kinds of blanks, and letters beyond ASCII. */
  private static final String HOSTILE = "</td><script>alert('&\"')</script> \t ]]> --> é 𝛽";

  @Test
  void whatIsWrittenAsTextIsReadAsText() throws Exception {
    String html = new Html().open("p", "title", HOSTILE).text(HOSTILE).close().toString();
    Element p = parse(html);
    assertEquals(HOSTILE, p.getTextContent());
    // A parser turns a tab within an attribute into a blank.
    assertEquals(HOSTILE.replace('\t', ' '), p.getAttribute("title"));
    assertEquals(0, p.getChildNodes().getLength() - 1, "nothing but one piece of text");
  }

  @Test
  void whatNoDocumentMayHoldIsReplaced() throws Exception {
    String html = new Html().element("p", "a\u0000b\u001bc\ud800d\uffffe").toString();
    assertEquals("a\ufffdb\ufffdc\ufffdd\ufffde", parse(html).getTextContent());
  }

  @Test
  void tablesAndEmptyElementsAreWellFormed() throws Exception {
    Html html = new Html().open("div").open("br").table(List.of("a", "b"));
    html.row("<x>", List.of("1")).endTable().close();
    Element div = parse(html.toString());
    assertEquals(2, div.getElementsByTagName("tr").getLength());
    assertEquals("<x>", div.getElementsByTagName("th").item(2).getTextContent());
  }

  @Test
  void anElementThatIsStillOpenIsAnError() {
    assertThrows(IllegalStateException.class, () -> new Html().open("p").toString());
  }

  private static Element parse(String html) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(html.getBytes(StandardCharsets.UTF_8)))
        .getDocumentElement();
  }
}
