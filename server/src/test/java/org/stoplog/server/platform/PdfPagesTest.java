package org.stoplog.server.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;

class PdfPagesTest {
  private static final Instant MADE = Instant.parse("2025-12-19T10:00:00Z");

  private static byte[] made() {
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < 120; i++) {
      rows.add(List.of("row " + i, "a word ".repeat(i % 9), "f".repeat(64)));
    }
    rows.add(List.of("tall", "line\n".repeat(150) + "last of the tall row", ""));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (PdfPages pages = new PdfPages("A document", "en", MADE, true)) {
      pages
          .title("What happened")
          .paragraph("Grüße, Łódź, Ελλάδα, Київ, efficient office. ".repeat(20))
          .heading("Numbers")
          .table(List.of("Name", "Words", "Hash"), rows, 2, 5, 4)
          .nextPage()
          .small("The end.");
      pages.write(out);
    }
    return out.toByteArray();
  }

  private static String text(byte[] pdf) throws IOException {
    try (PDDocument document = Loader.loadPDF(pdf)) {
      return new PDFTextStripper().getText(document);
    }
  }

  @Test
  void theSameCallsGiveTheSameBytesAndAllOfTheText() throws IOException {
    byte[] pdf = made();
    assertThat(made()).isEqualTo(pdf);
    Files.write(Files.createDirectories(Path.of("target/pictures")).resolve("pages.pdf"), pdf);
    assertThat(text(pdf))
        .contains("Grüße, Łódź, Ελλάδα, Київ, efficient office.", "row 0", "row 119")
        .contains("last of the tall row", "The end.", "1 / ");
  }

  @Test
  void isTaggedAndHasItsFontInside() throws IOException {
    try (PDDocument document = Loader.loadPDF(made())) {
      var catalogue = document.getDocumentCatalog();
      assertThat(catalogue.getLanguage()).isEqualTo("en");
      assertThat(catalogue.getMarkInfo().isMarked()).isTrue();
      assertThat(catalogue.getStructureTreeRoot().getKids()).hasSize(1);
      assertThat(catalogue.getStructureTreeRoot().getParentTree().getNumbers())
          .hasSize(document.getNumberOfPages());
      var resources = document.getPage(0).getResources();
      for (var name : resources.getFontNames()) {
        assertThat(resources.getFont(name).isEmbedded()).isTrue();
      }
    }
  }

  @Test
  void whatTheFontLacksIsWrittenAsItsNumberAndTold() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (PdfPages pages = new PdfPages("x", "en", MADE, false)) {
      pages.paragraph("a😀b שלום 日 e\u0301 \u202e");
      assertThat(pages.replaced()).contains(0x1f600, 0x5e9, 0x65e5, 0x202e).doesNotContain(0xe9);
      pages.write(out);
    }
    assertThat(text(out.toByteArray())).contains("a[U+1F600]b", "[U+65E5]", "é", "[U+202E]");
    assertThat(PdfPages.lacking("Grüße\n😀")).containsExactly(0x1f600);
  }
}
