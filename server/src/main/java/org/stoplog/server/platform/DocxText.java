package org.stoplog.server.platform;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.LocalDateTime;
import java.time.Month;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * A document of headings, paragraphs and tables that word processors open and edit
 * (WordprocessingML, ECMA-376 part 1). The same calls give the same bytes. Held in memory; not
 * thread-safe.
 */
public final class DocxText {
  private static final String W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
  private static final String HEAD =
      "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>";

  private static final String TYPES =
      HEAD
          + "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
          + "<Default Extension=\"rels\""
          + " ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
          + "<Override PartName=\"/word/document.xml\" ContentType=\"application/"
          + "vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/>"
          + "<Override PartName=\"/word/styles.xml\" ContentType=\"application/"
          + "vnd.openxmlformats-officedocument.wordprocessingml.styles+xml\"/></Types>";

  private static final String RELATIONS =
      HEAD
          + "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
          + "<Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/"
          + "relationships/officeDocument\" Target=\"word/document.xml\"/></Relationships>";

  private static final String DOCUMENT_RELATIONS =
      HEAD
          + "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
          + "<Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/"
          + "relationships/styles\" Target=\"styles.xml\"/></Relationships>";

  /** Headings are styles, so that a reader can go from one to the next. */
  private static final String STYLES =
      HEAD
          + "<w:styles xmlns:w=\""
          + W
          + "\"><w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\">"
          + "<w:name w:val=\"Normal\"/></w:style>"
          + style("Title", "Title", 40)
          + style("Heading1", "heading 1", 28)
          + "</w:styles>";

  private final StringWriter text = new StringWriter();
  private final XMLStreamWriter xml;

  /**
   * @param language tag of its text: {@code en}
   */
  public DocxText(String language) {
    try {
      xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
      xml.setPrefix("w", W);
      xml.writeStartElement(W, "document");
      xml.writeNamespace("w", W);
      xml.writeStartElement(W, "body");
    } catch (XMLStreamException e) {
      throw new IllegalStateException(e);
    }
    this.language = language;
  }

  private final String language;

  private static String style(String id, String name, int halfPoints) {
    return "<w:style w:type=\"paragraph\" w:styleId=\""
        + id
        + "\"><w:name w:val=\""
        + name
        + "\"/><w:pPr><w:keepNext/><w:spacing w:before=\"240\" w:after=\"120\"/>"
        + (id.equals("Title") ? "" : "<w:outlineLvl w:val=\"0\"/>")
        + "</w:pPr><w:rPr><w:b/><w:sz w:val=\""
        + halfPoints
        + "\"/></w:rPr></w:style>";
  }

  /** Writing, which cannot fail into memory. */
  private interface Writing {
    void run() throws XMLStreamException;
  }

  private DocxText run(Writing writing) {
    try {
      writing.run();
    } catch (XMLStreamException e) {
      throw new IllegalStateException(e);
    }
    return this;
  }

  public DocxText title(String words) {
    return run(() -> paragraph(words, "Title"));
  }

  public DocxText heading(String words) {
    return run(() -> paragraph(words, "Heading1"));
  }

  /** A line feed begins a new line in it. */
  public DocxText paragraph(String words) {
    return run(() -> paragraph(words, ""));
  }

  /**
   * @param rows as many cells each
   */
  public DocxText table(List<List<String>> rows) {
    return run(
        () -> {
          xml.writeStartElement(W, "tbl");
          xml.writeStartElement(W, "tblPr");
          empty("tblW", "w", "5000", "type", "pct");
          xml.writeStartElement(W, "tblBorders");
          for (String side : List.of("top", "left", "bottom", "right", "insideH", "insideV")) {
            empty(side, "val", "single", "sz", "4");
          }
          xml.writeEndElement();
          xml.writeEndElement();
          xml.writeStartElement(W, "tblGrid");
          int columns = rows.isEmpty() ? 0 : rows.getFirst().size();
          for (int i = 0; i < columns; i++) {
            xml.writeEmptyElement(W, "gridCol");
          }
          xml.writeEndElement();
          for (List<String> row : rows) {
            xml.writeStartElement(W, "tr");
            for (String cell : row) {
              xml.writeStartElement(W, "tc");
              paragraph(cell, "");
              xml.writeEndElement();
            }
            xml.writeEndElement();
          }
          xml.writeEndElement();
          paragraph("", "");
        });
  }

  private void empty(String name, String... attributes) throws XMLStreamException {
    xml.writeEmptyElement(W, name);
    for (int i = 0; i < attributes.length; i += 2) {
      xml.writeAttribute(W, attributes[i], attributes[i + 1]);
    }
  }

  private void paragraph(String words, String style) throws XMLStreamException {
    xml.writeStartElement(W, "p");
    if (!style.isEmpty()) {
      xml.writeStartElement(W, "pPr");
      empty("pStyle", "val", style);
      xml.writeEndElement();
    }
    xml.writeStartElement(W, "r");
    xml.writeStartElement(W, "rPr");
    empty("lang", "val", language);
    xml.writeEndElement();
    String[] lines = words.split("\\R", -1);
    for (int i = 0; i < lines.length; i++) {
      if (i > 0) {
        xml.writeEmptyElement(W, "br");
      }
      xml.writeStartElement(W, "t");
      xml.writeAttribute("xml:space", "preserve");
      xml.writeCharacters(sound(lines[i]));
      xml.writeEndElement();
    }
    xml.writeEndElement();
    xml.writeEndElement();
  }

  /** Without what XML 1.0 (2.2) has no place for. */
  private static String sound(String words) {
    StringBuilder sound = new StringBuilder();
    words
        .codePoints()
        .map(
            one ->
                one == '\t'
                        || (one >= 0x20 && one <= 0xD7FF)
                        || (one >= 0xE000 && one <= 0xFFFD)
                        || one >= 0x10000
                    ? one
                    : 0xFFFD)
        .forEach(sound::appendCodePoint);
    return sound.toString();
  }

  /** Ends it; nothing can be added after. */
  public byte[] bytes() {
    run(
        () -> {
          xml.writeEndElement();
          xml.writeEndElement();
          xml.close();
        });
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes, UTF_8)) {
      entry(zip, "[Content_Types].xml", TYPES);
      entry(zip, "_rels/.rels", RELATIONS);
      entry(zip, "word/_rels/document.xml.rels", DOCUMENT_RELATIONS);
      entry(zip, "word/styles.xml", STYLES);
      entry(zip, "word/document.xml", HEAD + text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void entry(ZipOutputStream zip, String name, String content) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setTimeLocal(LocalDateTime.of(1980, Month.JANUARY, 1, 0, 0));
    zip.putNextEntry(entry);
    zip.write(content.getBytes(UTF_8));
    zip.closeEntry();
  }
}
