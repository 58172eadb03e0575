package org.stoplog.server.suppliers;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.stoplog.ledger.exposure.ExposureExport;
import org.stoplog.server.platform.Counts;

/** "If tonight" as a file for a board: what the page shows, never a formula. */
final class TonightCsv {
  private static final String HEADER =
      "place_by_harm,supplier,seen,seen_only_possibly,held,declared,only_perhaps_meant,"
          + "identifiers_of_nobody,elements,worst_elements,countries,organisations,clauses,coverage,"
          + "last_import,ended,proven_deleted,as_of\n";

  private final TonightWords words;
  private final Counts counts;

  TonightCsv(TonightWords words, Counts counts) {
    this.words = words;
    this.counts = counts;
  }

  String write(Tonight list, String asOf) {
    StringBuilder text = new StringBuilder(HEADER);
    for (OutlookRow row : list.rows()) {
      OutlookRow.Numbers numbers = row.numbers();
      List<String> cells = new ArrayList<>();
      cells.add(String.valueOf(list.places().get(row.supplier())));
      cells.add(row.name());
      cells.add(counts.plain(numbers.seen()));
      cells.add(counts.plain(numbers.seenPossible()));
      cells.add(counts.plain(numbers.held()));
      cells.add(counts.plain(numbers.declared()));
      cells.add(counts.plain(numbers.ambiguous()));
      cells.add(counts.plain(numbers.subjects()));
      cells.add(
          row.elements().stream()
              .map(OutlookRow.OfElement::element)
              .collect(Collectors.joining(";")));
      cells.add(
          TonightWords.worst(row).stream()
              .map(of -> of.element() + " " + counts.plain(Math.max(of.sure(), of.declared())))
              .collect(Collectors.joining(";")));
      cells.add(words.countries(row, counts::plain, ";"));
      cells.add(counts.plain(row.organisations()));
      cells.add(TonightWords.clauses(row, counts::plain));
      cells.add(TonightWords.coverage(row));
      cells.add(row.lastImport() == null ? "never" : row.lastImport().toString());
      cells.add(Objects.toString(row.ended(), ""));
      cells.add(Objects.toString(row.deleted(), ""));
      cells.add(asOf);
      text.append(
          cells.stream().map(ExposureExport::cell).collect(Collectors.joining(",", "", "\n")));
    }
    return text.toString();
  }
}
