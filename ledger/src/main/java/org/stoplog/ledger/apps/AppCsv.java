package org.stoplog.ledger.apps;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;

/** A list as CSV. Consoles name their columns differently and change them; these are known. */
final class AppCsv {
  private static final int LONGEST_HEADER = 1 << 14;

  private enum Part {
    NAME(
        "appname",
        "applicationname",
        "applicationlabel",
        "displaytext",
        "displayname",
        "label",
        "app",
        "application",
        "name"),
    ID("clientid", "oauthclientid", "applicationid", "appid", "id"),
    SCOPES("scopes", "scope", "oauthscopes", "requestedservices", "services"),
    ADDRESS(
        "homepage", "homepageurl", "url", "loginurl", "siteurl", "website", "domain", "replyurls");

    private final List<String> headers;

    Part(String... headers) {
      this.headers = List.of(headers);
    }
  }

  private final AppList list;

  AppCsv(AppList list) {
    this.list = list;
  }

  void read(BufferedReader text, String file) throws IOException {
    text.mark(LONGEST_HEADER);
    String first = text.readLine();
    text.reset();
    @Nullable Map<Part, Integer> header = null;
    try (CsvReader<CsvRecord> reader =
        CsvReader.builder()
            .fieldSeparator(separator(first == null ? "" : first))
            .skipEmptyLines(true)
            .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
            .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
            .ofCsvRecord(text)) {
      for (CsvRecord row : reader) {
        if (header == null) {
          header = header(row, file);
        } else {
          list.count();
          row(header, row);
        }
      }
    } catch (CsvParseException e) {
      throw new StoplogException(Problem.DATA_MALFORMED, file + " is not readable as CSV", e);
    }
  }

  private static char separator(String header) {
    char best = ',';
    for (char candidate : new char[] {';', '\t'}) {
      if (header.chars().filter(c -> c == candidate).count()
          > header.chars().filter(c -> c == ',').count()) {
        best = candidate;
      }
    }
    return best;
  }

  private static Map<Part, Integer> header(CsvRecord row, String file) {
    List<String> names =
        row.getFields().stream()
            .map(name -> name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", ""))
            .toList();
    Map<Part, Integer> header = new EnumMap<>(Part.class);
    for (Part part : Part.values()) {
      part.headers.stream()
          .filter(names::contains)
          .findFirst()
          .ifPresent(name -> header.put(part, names.indexOf(name)));
    }
    if (!header.containsKey(Part.NAME)) {
      throw new StoplogException(
          Problem.HEADER_MISSING,
          file
              + ": no column names the apps; known are App name, Application, Display name, Label");
    }
    return header;
  }

  private void row(Map<Part, Integer> header, CsvRecord row) {
    String name = cell(header, Part.NAME, row);
    String id = cell(header, Part.ID, row);
    if (name.isEmpty() && id.isEmpty()) {
      list.leaveOut();
      return;
    }
    Set<String> hosts = new TreeSet<>();
    for (String address : words(cell(header, Part.ADDRESS, row))) {
      AppHosts.of(address).ifPresent(hosts::add);
    }
    list.add(
        FoundApp.of(
            id.isEmpty() ? name : id,
            name.isEmpty() ? id : name,
            list.source().kind(),
            hosts,
            new TreeSet<>(words(cell(header, Part.SCOPES, row)))));
  }

  private static String cell(Map<Part, Integer> header, Part part, CsvRecord row) {
    Integer at = header.get(part);
    return at == null || at >= row.getFieldCount() ? "" : row.getField(at).strip();
  }

  static List<String> words(String cell) {
    return Arrays.stream(cell.split("[\\s,;|]+")).filter(word -> !word.isEmpty()).toList();
  }
}
