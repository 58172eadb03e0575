package org.stoplog.server.filings;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.stoplog.catalog.obligations.Obligation;
import org.stoplog.server.platform.DocxText;
import org.stoplog.server.platform.PdfPages;
import org.stoplog.server.platform.Times;
import tools.jackson.databind.json.JsonMapper;

/** A report as a file: to be edited, to be sent, or for a program. */
enum FilingFile {
  DOCX("application/vnd.openxmlformats-officedocument.wordprocessingml.document") {
    @Override
    byte[] of(String incident, Obligation duty, Filing filing) {
      DocxText text = new DocxText("en").title(title(incident, duty));
      facts(duty, filing).forEach(text::paragraph);
      for (Filing.Line line : filing.lines()) {
        text.heading(heading(line)).paragraph(words(line));
      }
      return text.bytes();
    }
  },
  PDF("application/pdf") {
    @Override
    byte[] of(String incident, Obligation duty, Filing filing) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      try (PdfPages pages = new PdfPages(title(incident, duty), "en", filing.at(), true)) {
        pages.title(title(incident, duty));
        facts(duty, filing).forEach(pages::paragraph);
        for (Filing.Line line : filing.lines()) {
          pages.heading(heading(line)).paragraph(words(line));
        }
        pages.write(out);
      }
      return out.toByteArray();
    }
  },
  JSON("application/json") {
    @Override
    byte[] of(String incident, Obligation duty, Filing filing) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("incident", incident);
      json.put("duty", duty.id());
      json.put("law", duty.law());
      json.put("citation", duty.citation());
      json.put("recipient", duty.recipient());
      json.put("verified", duty.isVerified());
      json.put("report", filing.report());
      json.put("keptAt", filing.at().toString());
      if (filing.filedAt() != null) {
        json.put("filedAt", filing.filedAt().toString());
        json.put("receipt", String.valueOf(filing.receipt()));
      }
      json.put(
          "lines",
          filing.lines().stream()
              .map(line -> Map.of("asked", line.asked(), "text", line.text()))
              .toList());
      json.put("missing", filing.missing());
      return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(json).getBytes(UTF_8);
    }
  };

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final String type;

  FilingFile(String type) {
    this.type = type;
  }

  String type() {
    return type;
  }

  abstract byte[] of(String incident, Obligation duty, Filing filing);

  /** By the end of a file's name. */
  static Optional<FilingFile> named(String name) {
    for (FilingFile one : values()) {
      if (name.equals("report." + one.name().toLowerCase(java.util.Locale.ROOT))) {
        return Optional.of(one);
      }
    }
    return Optional.empty();
  }

  private static String title(String incident, Obligation duty) {
    return "Report to " + duty.recipient() + ", " + incident;
  }

  private static List<String> facts(Obligation duty, Filing filing) {
    String state =
        filing.filedAt() == null
            ? "Draft of " + Times.second(filing.at())
            : "Filed " + Times.second(filing.filedAt()) + "; receipt: " + filing.receipt();
    String missing =
        filing.missing().isEmpty()
            ? "Nothing that the entry names is missing."
            : "Still missing, to follow: " + String.join("; ", filing.missing()) + ".";
    return List.of(
        "Report " + filing.report() + ". " + state + ".",
        duty.law() + ", " + duty.citation(),
        missing);
  }

  private static String heading(Filing.Line line) {
    return Character.toUpperCase(line.asked().charAt(0)) + line.asked().substring(1);
  }

  private static String words(Filing.Line line) {
    return line.text().isBlank() ? "To follow." : line.text();
  }
}
