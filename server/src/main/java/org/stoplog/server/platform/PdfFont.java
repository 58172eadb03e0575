package org.stoplog.server.platform;

import java.io.IOException;
import java.io.InputStream;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.apache.fontbox.ttf.CmapLookup;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.font.PDType0Font;

/**
 * The one font of our documents: Liberation Sans, as it comes with PDFBox, with the characters that
 * are used. It draws Latin, Greek and Cyrillic. What it cannot draw, or not in the right order or
 * place, is written as its number, so that nothing is lost unseen.
 */
final class PdfFont implements AutoCloseable {
  private static final String FILE = "/org/apache/pdfbox/resources/ttf/LiberationSans-Regular.ttf";

  private final TrueTypeFont file;
  private final CmapLookup glyphs;
  private final PDType0Font font;
  private final Map<Integer, Float> widths = new HashMap<>();

  PdfFont(PDDocument document) throws IOException {
    file = file();
    glyphs = file.getUnicodeCmapLookup();
    font = PDType0Font.load(document, file, true);
  }

  private static TrueTypeFont file() throws IOException {
    try (InputStream in = PDDocument.class.getResourceAsStream(FILE)) {
      TrueTypeFont file =
          new TTFParser()
              .parse(new RandomAccessReadBuffer(Objects.requireNonNull(in).readAllBytes()));
      // Ligatures would be copied out of the document as other characters than were written.
      file.setEnableGsub(false);
      return file;
    }
  }

  PDType0Font font() {
    return font;
  }

  /** Of text that {@link #drawn} gave, in points. */
  float width(String text, float size) {
    float width = 0;
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      width += width(c);
      i += Character.charCount(c);
    }
    return width * size;
  }

  private float width(int c) {
    Float known = widths.get(c);
    if (known != null) {
      return known;
    }
    try {
      float width = (float) file.getAdvanceWidth(glyphs.getGlyphId(c)) / file.getUnitsPerEm();
      widths.put(c, width);
      return width;
    } catch (IOException e) {
      throw new IllegalStateException("the font lies in memory", e);
    }
  }

  /**
   * The text as it can be drawn.
   *
   * @param replaced takes each code point that had to be written as its number
   */
  String drawn(String text, Set<Integer> replaced) {
    StringBuilder out = new StringBuilder(text.length());
    Normalizer.normalize(text, Normalizer.Form.NFC)
        .codePoints()
        .forEach(
            c -> {
              if (c == '\t') {
                out.append(' ');
              } else if (isDrawn(glyphs, c)) {
                out.appendCodePoint(c);
              } else {
                replaced.add(c);
                out.append(String.format("[U+%04X]", c));
              }
            });
    return out.toString();
  }

  /** Whether a letter stands alone, from left to right, and the font has it. */
  private static boolean isDrawn(CmapLookup glyphs, int c) {
    boolean isOfItsOwn =
        switch (Character.getType(c)) {
          case Character.NON_SPACING_MARK,
              Character.ENCLOSING_MARK,
              Character.CONTROL,
              Character.FORMAT,
              Character.SURROGATE,
              Character.LINE_SEPARATOR,
              Character.PARAGRAPH_SEPARATOR ->
              false;
          default -> true;
        };
    boolean isFromTheRight =
        switch (Character.getDirectionality(c)) {
          case Character.DIRECTIONALITY_RIGHT_TO_LEFT,
              Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC ->
              true;
          default -> false;
        };
    return isOfItsOwn && !isFromTheRight && glyphs.getGlyphId(c) != 0;
  }

  /** What of a text would be written as its number. */
  static Set<Integer> lacking(String text) {
    Set<Integer> lacking = new TreeSet<>();
    Normalizer.normalize(text, Normalizer.Form.NFC)
        .codePoints()
        .filter(c -> c != '\t' && c != '\n' && c != '\r' && !isDrawn(Known.GLYPHS, c))
        .forEach(lacking::add);
    return lacking;
  }

  /** The font's table, read once; it only answers. */
  private static final class Known {
    private static final CmapLookup GLYPHS = read();

    private static CmapLookup read() {
      try (TrueTypeFont file = file()) {
        return file.getUnicodeCmapLookup();
      } catch (IOException e) {
        throw new IllegalStateException("the font comes with the program", e);
      }
    }
  }

  /** The lines of a paragraph; a word that is longer than a line is cut. */
  List<String> lines(String text, float size, float width, Set<Integer> replaced) {
    List<String> lines = new ArrayList<>();
    for (String part : text.split("\\R", -1)) {
      wrap(drawn(part, replaced), size, width, lines);
    }
    return lines;
  }

  private void wrap(String text, float size, float width, List<String> lines) {
    StringBuilder line = new StringBuilder();
    for (String word : text.split(" ", -1)) {
      String joined = line.isEmpty() ? word : line + " " + word;
      if (width(joined, size) <= width) {
        line.setLength(0);
        line.append(joined);
        continue;
      }
      if (!line.isEmpty()) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(cut(word, size, width, lines));
    }
    lines.add(line.toString());
  }

  /**
   * @return what is left of a word once full lines of it are cut off
   */
  private String cut(String word, float size, float width, List<String> lines) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < word.length(); ) {
      int c = word.codePointAt(i);
      String next = Character.toString(c);
      if (!line.isEmpty() && width(line + next, size) > width) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(next);
      i += next.length();
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
