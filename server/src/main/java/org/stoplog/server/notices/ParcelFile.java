package org.stoplog.server.notices;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.stoplog.server.platform.CsvLines;
import org.stoplog.server.platform.PdfPages;
import org.stoplog.server.platform.Tokens;

/**
 * The file of a parcel: all letters as one PDF, and who gets which pages as CSV. Letters begin on a
 * front side, with the address where the window of a DL or C6/5 envelope is (DIN 5008, form B).
 *
 * @param pages of all letters
 * @param sha256 of the PDF
 */
record ParcelFile(byte[] zip, int letters, int pages, String sha256) {
  private static final float MM = 72 / 25.4f;
  private static final float SENDER = 45 * MM;
  private static final float ADDRESS = 52 * MM;
  private static final float DATE = 98.5f * MM;
  private static final int MOST_SENDER = 45;
  private static final int MOST_ADDRESS = 10;

  /**
   * What all letters of a parcel share.
   *
   * @param name of the file's entries and the PDF's properties
   * @param sender one line above the address
   * @param date that all letters bear
   * @param isDrill whether each is marked as a drill's
   */
  record Head(String name, String sender, Instant date, boolean isDrill) {}

  static ParcelFile of(Head head, List<PaperLetter> letters) {
    CsvLines lines =
        new CsvLines(
            "number",
            "first_page",
            "pages",
            "language",
            "address_1",
            "address_2",
            "address_3",
            "address_4",
            "address_5",
            "address_6",
            "address_7",
            "address_8",
            "address_9",
            "address_10",
            "characters_not_drawn");
    String language = letters.isEmpty() ? "en" : letters.getFirst().letter().language();
    try (PdfPages pdf = new PdfPages(head.name(), language, head.date(), false)) {
      boolean isFirst = true;
      for (PaperLetter letter : letters) {
        if (!isFirst) {
          pdf.nextFront();
        }
        isFirst = false;
        int first = pdf.count();
        write(pdf, head, letter);
        lines.add(line(letter, first, pdf.count() - first + 1));
      }
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      int pages = pdf.count();
      pdf.write(out);
      byte[] bytes = out.toByteArray();
      return new ParcelFile(
          zip(head, bytes, lines, letters),
          letters.size(),
          pages,
          HexFormat.of().formatHex(Tokens.sha256(bytes)));
    }
  }

  private static Object[] line(PaperLetter letter, int first, int pages) {
    List<Object> cells = new ArrayList<>(List.of(letter.code(), first, pages));
    cells.add(letter.letter().language());
    for (int i = 0; i < MOST_ADDRESS; i++) {
      cells.add(i < letter.address().size() ? letter.address().get(i) : "");
    }
    cells.add(PdfPages.lacking(words(letter)).size());
    return cells.toArray();
  }

  private static String words(PaperLetter letter) {
    return String.join("\n", letter.address())
        + "\n"
        + letter.letter().subject()
        + "\n"
        + letter.letter().body();
  }

  private static void write(PdfPages pdf, Head head, PaperLetter letter) {
    Letter words = letter.letter();
    // Its number is seen in the window, so that whoever gets it back need not open it.
    pdf.at(SENDER).small(letter.code() + " · " + head.sender());
    pdf.at(ADDRESS).paragraph(String.join("\n", letter.address()));
    pdf.at(DATE);
    if (head.isDrill()) {
      pdf.heading("DRILL – not to be posted");
    }
    pdf.small(date(head.date(), words.language())).heading(words.subject());
    for (String paragraph : letter.paragraphs()) {
      String[] lines = paragraph.split("\n", -1);
      boolean isHeading = lines.length >= 2 && lines[1].matches("={2,}|-{2,}");
      if (isHeading) {
        pdf.heading(lines[0]);
      }
      String rest =
          String.join("\n", List.of(lines).subList(isHeading ? 2 : 0, lines.length)).strip();
      if (!rest.isEmpty()) {
        pdf.paragraph(rest);
      }
    }
  }

  private static String date(Instant at, String language) {
    return DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG)
        .withLocale(Locale.forLanguageTag(language))
        .format(LocalDate.ofInstant(at, ZoneOffset.UTC));
  }

  /** One line, short enough for the window. */
  static String sender(String company, String contact) {
    String all = (company + " · " + contact.replaceAll("\\s*\n\\s*", " · ")).strip();
    String line = all.startsWith("· ") ? all.substring(2) : all;
    return line.length() <= MOST_SENDER ? line : line.substring(0, MOST_SENDER - 1) + "…";
  }

  private static byte[] zip(Head head, byte[] pdf, CsvLines lines, List<PaperLetter> letters) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      entry(zip, head, "letters.pdf", pdf);
      entry(zip, head, "letters.csv", lines.text().getBytes(UTF_8));
      for (PaperLetter letter : letters) {
        if (!PdfPages.lacking(words(letter)).isEmpty()) {
          // Whoever prints it needs a font that has its characters.
          entry(zip, head, "to-set/" + letter.code() + ".txt", words(letter).getBytes(UTF_8));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static void entry(ZipOutputStream zip, Head head, String name, byte[] bytes)
      throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setTime(head.date().toEpochMilli());
    zip.putNextEntry(entry);
    zip.write(bytes);
    zip.closeEntry();
  }

  @Override
  public String toString() {
    return "ParcelFile[" + letters + "]";
  }
}
