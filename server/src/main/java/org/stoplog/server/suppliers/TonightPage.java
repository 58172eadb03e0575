package org.stoplog.server.suppliers;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The start page of Suppliers.
 *
 * @param state one line: as of when, and whether anything changed since
 * @param isEmpty whether there is no supplier at all
 * @param query what was asked for, to be put behind an address
 * @param next address of the next page, null on the last
 */
public record TonightPage(
    String state,
    boolean isEmpty,
    boolean isFresh,
    boolean mayEdit,
    Filter filter,
    List<Column> columns,
    List<Line> lines,
    String shown,
    String query,
    @Nullable String next,
    @Nullable String previous) {
  public TonightPage {
    columns = List.copyOf(columns);
    lines = List.copyOf(lines);
  }

  /** What was asked for, as it was typed. */
  public record Filter(String name, String only, String sort, List<Choice> choices) {
    public Filter {
      choices = List.copyOf(choices);
    }
  }

  /** One of a list to choose from. */
  public record Choice(String word, String label) {}

  /**
   * A header.
   *
   * @param address that sorts by it, null when nothing can
   */
  public record Column(String title, @Nullable String address, boolean isSorted) {}

  /** Somebody to be called by, and what we would say. */
  public record Line(
      int id,
      int place,
      String name,
      @Nullable String note,
      String seen,
      @Nullable String seenNote,
      String held,
      String declared,
      String elements,
      List<Element> worst,
      String countries,
      String organisations,
      String clauses,
      String coverage,
      boolean isDark,
      String lastImport) {
    public Line {
      worst = List.copyOf(worst);
    }
  }

  /** An element by its name for people. */
  public record Element(String label, String count, boolean isGrave) {}
}
