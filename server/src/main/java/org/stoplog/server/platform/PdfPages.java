package org.stoplog.server.platform;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TimeZone;
import java.util.TreeSet;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDDocumentInformation;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.documentinterchange.logicalstructure.PDStructureElement;
import org.apache.pdfbox.pdmodel.documentinterchange.taggedpdf.StandardStructureTypes;
import org.apache.pdfbox.pdmodel.graphics.state.RenderingMode;
import org.apache.pdfbox.pdmodel.interactive.viewerpreferences.PDViewerPreferences;

/**
 * A document of A4 pages as PDF: titles, paragraphs, tables, page numbers. It is tagged, so that it
 * can be read out, and the same calls give the same bytes. It is held in memory. Not thread-safe.
 */
public final class PdfPages implements AutoCloseable {
  private static final float MARGIN = 56;
  private static final float BODY = 10;
  private static final float SMALL = 8;
  private static final float LINE = 1.38f;
  private static final float GAP = 6;
  private static final float CELL = 3;

  /** What a heading keeps with it on its page. */
  private static final float COMPANY = 90;

  private final PDDocument document = new PDDocument();
  private final PdfFont font;
  private final PdfTags tags;
  private final Set<Integer> replaced = new TreeSet<>();
  private final boolean isNumbered;
  private PDPageContentStream page;
  private float y;
  private boolean isFresh;

  /**
   * Begins a document.
   *
   * @param title of its properties; say it on the page, too
   * @param language tag of its text: {@code en}
   * @param made written into its properties; nothing else of it hangs on a clock
   * @param numbered whether each page has its number
   */
  public PdfPages(String title, String language, Instant made, boolean numbered) {
    isNumbered = numbered;
    try {
      font = new PdfFont(document);
      tags = new PdfTags(document, language);
      PDDocumentInformation about = new PDDocumentInformation();
      about.setTitle(title);
      about.setProducer("Stoplog");
      about.setCreationDate(calendar(made));
      document.setDocumentInformation(about);
      document.setDocumentId(made.getEpochSecond());
      PDViewerPreferences view = new PDViewerPreferences(new org.apache.pdfbox.cos.COSDictionary());
      view.setDisplayDocTitle(true);
      document.getDocumentCatalog().setViewerPreferences(view);
      page = begin();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Calendar calendar(Instant made) {
    Calendar calendar = new GregorianCalendar(TimeZone.getTimeZone("UTC"), Locale.ROOT);
    calendar.setTimeInMillis(made.toEpochMilli());
    return calendar;
  }

  /** Code points that would be written as {@code [U+1F600]}, since the font cannot draw them. */
  public static Set<Integer> lacking(String text) {
    return PdfFont.lacking(text);
  }

  /** Those that were, so far. */
  public Set<Integer> replaced() {
    return new TreeSet<>(replaced);
  }

  public PdfPages title(String text) {
    return text(StandardStructureTypes.H1, text, 20, true, GAP);
  }

  public PdfPages heading(String text) {
    return text(StandardStructureTypes.H2, text, 13, true, 2 * GAP);
  }

  /** A paragraph; a line feed ends a line in it. */
  public PdfPages paragraph(String text) {
    return text(StandardStructureTypes.P, text, BODY, false, 0);
  }

  /** What stands beside the matter. */
  public PdfPages small(String text) {
    return text(StandardStructureTypes.P, text, SMALL, false, 0);
  }

  /** Leaves room. @param points a 72nd of an inch each */
  public PdfPages space(float points) {
    y -= points;
    return this;
  }

  public PdfPages nextPage() {
    return run(
        () -> {
          page.close();
          page = begin();
        });
  }

  /** Begins a new page that will be the front of a sheet printed on both sides. */
  public PdfPages nextFront() {
    return run(
        () -> {
          page.close();
          if (document.getNumberOfPages() % 2 == 1) {
            document.addPage(new PDPage(PDRectangle.A4));
          }
          page = begin();
        });
  }

  /**
   * Goes on at this place of the page, or where it is when that is lower: nothing is written over.
   *
   * @param top points from its upper edge
   */
  public PdfPages at(float top) {
    y = Math.min(y, PDRectangle.A4.getHeight() - top);
    isFresh = true; // what is placed keeps no room above
    return this;
  }

  /** Pages so far. */
  public int count() {
    return document.getNumberOfPages();
  }

  private PdfPages text(String type, String text, float size, boolean bold, float before) {
    return run(
        () -> {
          List<String> lines = font.lines(text, size, width(), replaced);
          y -= isFresh ? 0 : before;
          // A heading is not left alone at the foot of a page, nor with its first words only.
          need(size * LINE * (bold ? 1 : Math.min(2, lines.size())) + (bold ? COMPANY : 0));
          PDStructureElement element = tags.element(type);
          int at = 0;
          while (at < lines.size()) {
            need(size * LINE);
            int end = Math.min(lines.size(), at + Math.max(1, (int) (left() / (size * LINE))));
            draw(element, lines.subList(at, end), MARGIN, size, bold);
            y -= size * LINE * (end - at);
            at = end;
          }
          y -= GAP;
        });
  }

  /**
   * A table; its head is repeated on each page.
   *
   * @param rows as many cells each as the head has
   * @param parts how wide each column is, beside the others
   */
  public PdfPages table(List<String> head, List<List<String>> rows, int... parts) {
    if (parts.length != head.size() || rows.stream().anyMatch(row -> row.size() != parts.length)) {
      throw new IllegalArgumentException("as many cells as columns");
    }
    return run(
        () -> {
          PDStructureElement table = tags.element(StandardStructureTypes.TABLE);
          float[] widths = widths(parts);
          List<List<String>> headLines = cells(head, widths);
          row(table, headLines, widths, true, null);
          for (List<String> row : rows) {
            row(table, cells(row, widths), widths, false, headLines);
          }
          y -= GAP;
        });
  }

  private static float[] widths(int... parts) {
    float all = Arrays.stream(parts).sum();
    float[] widths = new float[parts.length];
    for (int i = 0; i < parts.length; i++) {
      widths[i] = width() * parts[i] / all;
    }
    return widths;
  }

  private List<List<String>> cells(List<String> row, float... widths) {
    List<List<String>> cells = new ArrayList<>();
    for (int i = 0; i < row.size(); i++) {
      cells.add(font.lines(row.get(i), SMALL, widths[i] - 2 * CELL, replaced));
    }
    return cells;
  }

  private void row(
      PDStructureElement table,
      List<List<String>> cells,
      float[] widths,
      boolean isHead,
      @org.jspecify.annotations.Nullable List<List<String>> repeated)
      throws IOException {
    int height = cells.stream().mapToInt(List::size).max().orElse(1);
    PDStructureElement row = tags.element(StandardStructureTypes.TR, table);
    List<PDStructureElement> elements =
        cells.stream()
            .map(
                cell ->
                    tags.element(
                        isHead ? StandardStructureTypes.TH : StandardStructureTypes.TD, row))
            .toList();
    for (int at = 0; at < height; ) {
      float whole = (height - at) * SMALL * LINE + 2 * CELL;
      float first = SMALL * LINE + 2 * CELL;
      // A row is kept on one page where it fits on one.
      if (left() < Math.min(whole, whole > full() ? first : whole) + (isHead ? 2 * first : 0)) {
        page.close();
        page = begin();
        if (repeated != null) {
          again(repeated, widths);
        }
      }
      int end = Math.min(height, at + Math.max(1, (int) ((left() - 2 * CELL) / (SMALL * LINE))));
      part(cells, elements, widths, at, end, isHead);
      at = end;
    }
  }

  private void again(List<List<String>> head, float... widths) throws IOException {
    int height = head.stream().mapToInt(List::size).max().orElse(1);
    part(head, List.of(), widths, 0, height, true);
  }

  /**
   * @param elements none for what is only repeated
   */
  private void part(
      List<List<String>> cells,
      List<PDStructureElement> elements,
      float[] widths,
      int from,
      int to,
      boolean isHead)
      throws IOException {
    y -= CELL;
    float x = MARGIN;
    for (int i = 0; i < cells.size(); i++) {
      List<String> lines = cells.get(i);
      if (from < lines.size()) {
        draw(
            elements.isEmpty() ? null : elements.get(i),
            lines.subList(from, Math.min(to, lines.size())),
            x + CELL,
            SMALL,
            isHead);
      }
      x += widths[i];
    }
    y -= (to - from) * SMALL * LINE + CELL;
    page.beginMarkedContent(COSName.ARTIFACT);
    page.setLineWidth(isHead ? 0.8f : 0.3f);
    page.moveTo(MARGIN, y);
    page.lineTo(MARGIN + width(), y);
    page.stroke();
    page.endMarkedContent();
  }

  private void draw(
      @org.jspecify.annotations.Nullable PDStructureElement element,
      List<String> lines,
      float x,
      float size,
      boolean bold)
      throws IOException {
    if (element == null) {
      page.beginMarkedContent(COSName.ARTIFACT);
    } else {
      page.beginMarkedContent(COSName.getPDFName(element.getStructureType()), tags.mark(element));
    }
    page.beginText();
    page.setFont(font.font(), size);
    // The font has one weight; a thin line around its letters makes another.
    page.setRenderingMode(bold ? RenderingMode.FILL_STROKE : RenderingMode.FILL);
    page.setLineWidth(size * 0.03f);
    page.setLeading(size * LINE);
    page.newLineAtOffset(x, y - size);
    for (String line : lines) {
      page.showText(line);
      page.newLine();
    }
    page.endText();
    page.endMarkedContent();
    isFresh = false;
  }

  private static float width() {
    return PDRectangle.A4.getWidth() - 2 * MARGIN;
  }

  private static float full() {
    return PDRectangle.A4.getHeight() - 2 * MARGIN;
  }

  private float left() {
    return y - MARGIN;
  }

  private void need(float points) throws IOException {
    if (left() < points && !isFresh) {
      page.close();
      page = begin();
    }
  }

  private PDPageContentStream begin() throws IOException {
    PDPage next = new PDPage(PDRectangle.A4);
    document.addPage(next);
    tags.page(next);
    y = PDRectangle.A4.getHeight() - MARGIN;
    isFresh = true;
    return new PDPageContentStream(document, next);
  }

  /** Ends the document and writes it; nothing can be added after. */
  public void write(OutputStream out) {
    run(
        () -> {
          page.close();
          if (isNumbered) {
            number();
          }
          tags.finish();
          document.save(out);
        });
  }

  private void number() throws IOException {
    int count = document.getNumberOfPages();
    for (int i = 0; i < count; i++) {
      String text = (i + 1) + " / " + count;
      try (PDPageContentStream foot =
          new PDPageContentStream(
              document, document.getPage(i), PDPageContentStream.AppendMode.APPEND, true, true)) {
        foot.beginMarkedContent(COSName.ARTIFACT);
        foot.beginText();
        foot.setFont(font.font(), SMALL);
        foot.newLineAtOffset(
            PDRectangle.A4.getWidth() - MARGIN - font.width(text, SMALL), MARGIN / 2);
        foot.showText(text);
        foot.endText();
        foot.endMarkedContent();
      }
    }
  }

  /** Drawing, which fails only as memory does. */
  private interface Drawing {
    void run() throws IOException;
  }

  private PdfPages run(Drawing drawing) {
    try {
      drawing.run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  @Override
  public void close() {
    try {
      document.close();
      font.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
