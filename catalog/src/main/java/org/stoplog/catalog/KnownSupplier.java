package org.stoplog.catalog;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * A supplier that many companies have, and what is known of it.
 *
 * @param id stable, lower case, for example {@code mixpanel}
 * @param name as people call it
 * @param kind what it is used for, in words
 * @param facts one for each {@link SupplierFact}
 * @param sources addresses and files that were read; empty when all is from memory
 * @param checked day on which they were read, {@code never} when they were not
 */
public record KnownSupplier(
    String id,
    String name,
    String kind,
    Map<SupplierFact, Fact> facts,
    List<String> sources,
    String checked) {

  /**
   * One fact.
   *
   * @param text never blank: {@code unknown} where it is not known
   */
  public record Fact(String text, Certainty certainty) {
    public Fact {
      if (text.isBlank() || (certainty == Certainty.UNKNOWN) != text.equals(SupplierFact.UNKNOWN)) {
        throw new IllegalArgumentException("what is not known is said to be unknown");
      }
    }
  }

  public KnownSupplier {
    EnumMap<SupplierFact, Fact> copy = new EnumMap<>(SupplierFact.class);
    copy.putAll(facts);
    if (copy.size() != SupplierFact.values().length) {
      throw new IllegalArgumentException(id + " has not every fact");
    }
    facts = Collections.unmodifiableMap(copy);
    sources = List.copyOf(sources);
  }

  /** A fact, {@code unknown} where it is not known. */
  public String text(SupplierFact fact) {
    return fact(fact).text();
  }

  /** The things that a fact lists; empty when they are unknown or none. */
  public List<String> list(SupplierFact fact) {
    return fact.parts(text(fact));
  }

  public Certainty certainty(SupplierFact fact) {
    return fact(fact).certainty();
  }

  private Fact fact(SupplierFact fact) {
    Fact found = facts.get(fact);
    if (found == null) {
      throw new IllegalStateException(); // the constructor saw every one
    }
    return found;
  }
}
