package org.stoplog.server.suppliers;

import java.util.stream.Collectors;
import org.stoplog.server.platform.Counts;
import org.stoplog.server.platform.NamedRows;

/** "If tonight" as a list for a board: what the page shows, never a formula. */
final class TonightRows {
  private final TonightWords words;
  private final Counts counts;

  TonightRows(TonightWords words, Counts counts) {
    this.words = words;
    this.counts = counts;
  }

  NamedRows of(Tonight list, String asOf) {
    NamedRows table =
        new NamedRows(
            "place_by_harm",
            "supplier",
            "seen",
            "seen_only_possibly",
            "held",
            "declared",
            "only_perhaps_meant",
            "identifiers_of_nobody",
            "elements",
            "worst_elements",
            "countries",
            "organisations",
            "clauses",
            "coverage",
            "last_import",
            "ended",
            "proven_deleted",
            "as_of");
    for (OutlookRow row : list.rows()) {
      OutlookRow.Numbers numbers = row.numbers();
      table.add(
          list.places().get(row.supplier()),
          row.name(),
          counts.cell(numbers.seen()),
          counts.cell(numbers.seenPossible()),
          counts.cell(numbers.held()),
          counts.cell(numbers.declared()),
          counts.cell(numbers.ambiguous()),
          counts.cell(numbers.subjects()),
          row.elements().stream()
              .map(OutlookRow.OfElement::element)
              .collect(Collectors.joining(";")),
          TonightWords.worst(row).stream()
              .map(of -> of.element() + " " + counts.plain(Math.max(of.sure(), of.declared())))
              .collect(Collectors.joining(";")),
          words.countries(row, counts::plain, ";"),
          counts.cell(row.organisations()),
          TonightWords.clauses(row, counts::plain),
          TonightWords.coverage(row),
          row.lastImport() == null ? "never" : row.lastImport(),
          row.ended(),
          row.deleted(),
          asOf);
    }
    return table;
  }
}
