package org.stoplog.catalog;

import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;

/**
 * A row of a file of known suppliers: checked cell by cell, and not whole yet, since a company's
 * own row may say only what differs.
 *
 * @param place where it stands, for messages
 * @param cells by column, without those that are empty
 */
public record KnownSupplierRow(String place, Map<String, String> cells) {
  static final String ID = "id";
  static final String NAME = "name";
  static final String KIND = "kind";
  static final String FROM_MEMORY = "from_memory";
  static final String PARTLY_FROM_MEMORY = "partly_from_memory";
  static final String SOURCES = "sources";
  static final String CHECKED = "checked";

  public KnownSupplierRow {
    cells = Collections.unmodifiableMap(new LinkedHashMap<>(cells));
    if (!cells.containsKey(ID)) {
      throw new IllegalArgumentException("a row without an id");
    }
  }

  public String id() {
    return cells.getOrDefault(ID, "");
  }

  List<String> parts(SupplierFact fact) {
    String cell = cells.get(fact.column());
    return cell == null ? List.of() : fact.parts(cell);
  }

  /** A row of the seed, which says everything. */
  KnownSupplier whole() {
    return supplier(null, Certainty.SOURCED);
  }

  /** Laid over what was known, if anything was. */
  KnownSupplier over(@Nullable KnownSupplier known) {
    return supplier(known, Certainty.OWN);
  }

  private KnownSupplier supplier(@Nullable KnownSupplier known, Certainty unmarked) {
    Map<SupplierFact, KnownSupplier.Fact> facts = new EnumMap<>(SupplierFact.class);
    for (SupplierFact fact : SupplierFact.values()) {
      String cell = cells.get(fact.column());
      KnownSupplier.Fact before = known == null ? null : known.facts().get(fact);
      if (cell == null && before != null) {
        facts.put(fact, before);
      } else {
        String text = cell == null ? SupplierFact.UNKNOWN : cell;
        facts.put(fact, new KnownSupplier.Fact(text, certainty(fact, text, unmarked)));
      }
    }
    return new KnownSupplier(
        id(),
        needed(NAME, known == null ? null : known.name()),
        needed(KIND, known == null ? null : known.kind()),
        facts,
        words(SOURCES, known == null ? List.of() : known.sources()),
        cells.getOrDefault(CHECKED, known == null ? "never" : known.checked()));
  }

  private String needed(String column, @Nullable String otherwise) {
    String cell = cells.get(column);
    if (cell != null) {
      return cell;
    }
    if (otherwise == null) {
      throw wrong("a supplier that is not in the seed needs a " + column);
    }
    return otherwise;
  }

  private Certainty certainty(SupplierFact fact, String text, Certainty unmarked) {
    if (text.equals(SupplierFact.UNKNOWN)) {
      return Certainty.UNKNOWN;
    }
    if (words(FROM_MEMORY, List.of()).contains(fact.column())) {
      return Certainty.NOT_VERIFIED;
    }
    return words(PARTLY_FROM_MEMORY, List.of()).contains(fact.column())
        ? Certainty.PARTLY_VERIFIED
        : unmarked;
  }

  private List<String> words(String column, List<String> otherwise) {
    String cell = cells.get(column);
    if (cell == null) {
      return otherwise;
    }
    return cell.equals(SupplierFact.NONE) ? List.of() : List.of(cell.split("\\s+"));
  }

  StoplogException wrong(String why) {
    return new StoplogException(Problem.REGISTER_INVALID, place + ": " + why);
  }
}
