package org.stoplog.server.packs;

import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.stoplog.server.platform.PackOut;
import org.stoplog.server.platform.PdfPages;

/** The summary: once for programs, once on paper. Both say the same. */
final class PackPaper {
  private PackPaper() {}

  static Map<String, Object> json(
      List<PackOut.Section> sections, List<Map<String, Object>> counts) {
    Map<String, Object> all = new TreeMap<>();
    all.put("counts", counts);
    all.put(
        "sections",
        sections.stream()
            .map(
                one ->
                    Map.<String, Object>of(
                        "title", one.title(),
                        "paragraphs", one.paragraphs(),
                        "head", one.head(),
                        "rows", one.rows()))
            .toList());
    return all;
  }

  /**
   * @param made that stands in its properties
   */
  static byte[] pdf(String title, Instant made, List<PackOut.Section> sections) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (PdfPages pages = new PdfPages(title, "en", made, true)) {
      pages.title(title);
      for (PackOut.Section section : sections) {
        pages.heading(section.title());
        section.paragraphs().forEach(pages::paragraph);
        if (!section.head().isEmpty() && section.rows().isEmpty()) {
          pages.paragraph("None.");
        } else if (!section.head().isEmpty()) {
          pages.table(
              section.head(),
              section.rows(),
              section.widths().stream().mapToInt(Integer::intValue).toArray());
        }
      }
      if (!pages.replaced().isEmpty()) {
        pages.small(
            "Characters that the font of this paper does not have are written as their number;"
                + " summary.json has them as they are: "
                + pages.replaced().stream()
                    .map(c -> String.format("U+%04X", c))
                    .collect(Collectors.joining(", "))
                + ".");
      }
      pages.write(out);
    }
    return out.toByteArray();
  }
}
