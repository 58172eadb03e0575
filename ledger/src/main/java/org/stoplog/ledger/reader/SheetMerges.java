package org.stoplog.ledger.reader;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;

/**
 * Which cells of which sheet are merged (ECMA-376 part 1, 18.3.1.55): the library that reads the
 * cells does not tell. In the child, after bombs were refused.
 */
final class SheetMerges {
  private static final int MOST = 10_000;
  private static final Pattern AREA =
      Pattern.compile("([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})");
  private static final String OF_A_SHEET = "/worksheet";

  private final XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
  private final ZipFile zip;
  private final Map<String, ZipEntry> entries = new HashMap<>();

  private SheetMerges(ZipFile zip) {
    this.zip = zip;
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    // As the library, which finds them in any spelling.
    zip.stream()
        .forEach(entry -> entries.putIfAbsent(entry.getName().toLowerCase(Locale.ROOT), entry));
  }

  /**
   * The areas by the id by which the workbook names the sheet.
   *
   * @throws IOException when the XML cannot be read
   */
  static Map<String, List<SheetOutline.Area>> of(ZipFile zip) throws IOException {
    SheetMerges merges = new SheetMerges(zip);
    try {
      Map<String, List<SheetOutline.Area>> areas = new HashMap<>();
      for (Map.Entry<String, ZipEntry> sheet : merges.sheets().entrySet()) {
        areas.put(sheet.getKey(), merges.areas(sheet.getValue()));
      }
      return areas;
    } catch (XMLStreamException e) {
      throw new IOException("the workbook's XML cannot be read", e);
    }
  }

  private Map<String, ZipEntry> sheets() throws IOException, XMLStreamException {
    Map<String, ZipEntry> sheets = new HashMap<>();
    for (Map.Entry<String, ZipEntry> relations : entries.entrySet()) {
      int folder = relations.getKey().indexOf("_rels/");
      if (folder < 0 || !relations.getKey().endsWith(".rels")) {
        continue;
      }
      String base = relations.getKey().substring(0, folder);
      elements(
          relations.getValue(),
          "Relationship",
          element -> {
            String type = element.getAttributeValue(null, "Type");
            String id = element.getAttributeValue(null, "Id");
            String target = element.getAttributeValue(null, "Target");
            if (type == null || id == null || target == null || !type.endsWith(OF_A_SHEET)) {
              return;
            }
            String path = target.startsWith("/") ? target.substring(1) : base + target;
            ZipEntry sheet = entries.get(path.toLowerCase(Locale.ROOT));
            if (sheet != null) {
              sheets.putIfAbsent(id, sheet);
            }
          });
    }
    return sheets;
  }

  private List<SheetOutline.Area> areas(ZipEntry sheet) throws IOException, XMLStreamException {
    List<SheetOutline.Area> areas = new ArrayList<>();
    elements(
        sheet,
        "mergeCell",
        element -> {
          String said = element.getAttributeValue(null, "ref");
          Matcher area = AREA.matcher(said == null ? "" : said);
          if (!area.matches()) {
            throw new StoplogException(Problem.FILE_DAMAGED, "merged cells without a place");
          }
          if (areas.size() == MOST) {
            throw new StoplogException(Problem.ARCHIVE_TOO_LARGE, "more merged than is looked at");
          }
          areas.add(
              new SheetOutline.Area(
                  Integer.parseInt(area.group(2)),
                  column(area.group(1)),
                  Integer.parseInt(area.group(4)),
                  column(area.group(3))));
        });
    return areas;
  }

  private static int column(String letters) {
    int column = 0;
    for (char letter : letters.toCharArray()) {
      column = column * 26 + letter - 'A' + 1;
    }
    return column - 1;
  }

  private interface Element {
    void at(XMLStreamReader element);
  }

  private void elements(ZipEntry entry, String name, Element found)
      throws IOException, XMLStreamException {
    try (InputStream in = zip.getInputStream(entry)) {
      XMLStreamReader reader = factory.createXMLStreamReader(in);
      while (reader.hasNext()) {
        if (reader.next() == XMLStreamConstants.START_ELEMENT
            && reader.getLocalName().equals(name)) {
          found.at(reader);
        }
      }
    }
  }
}
