package org.stoplog.server.contract;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.stoplog.ledger.identity.Scheme;

/**
 * One thing that the application told a client of a supplier: what the record has to agree with.
 *
 * @param mark stands in nothing else that is sent
 * @param act which of the client's calls
 * @param who whom it is about, null for nobody whom anybody could tell
 * @param scheme of the id
 * @param id under which the supplier is told of them; empty for nobody
 * @param content what the application has to say beside that
 * @param facts what the contents disclose
 */
record Said(
    String mark,
    String act,
    @Nullable Human who,
    Scheme scheme,
    String id,
    Map<String, Object> content,
    java.util.List<Fact> facts) {

  /**
   * Elements that one value discloses.
   *
   * @param value its text
   */
  record Fact(String value, java.util.Set<String> elements) {}

  /** The elements of all that it says, as a rule leaves them. */
  java.util.Set<String> elements(Masks masks) {
    java.util.Set<String> elements = new TreeSet<>();
    for (Fact fact : facts) {
      elements.addAll(masks.left(fact.elements()));
    }
    return elements;
  }

  /** For clients that take nothing else. */
  void onlyTexts() {
    content.values().removeIf(value -> !(value instanceof String text) || text.isEmpty());
    facts.removeIf(fact -> !content.containsValue(fact.value()));
  }

  Map<String, Object> copy() {
    return new LinkedHashMap<>(content);
  }
}
