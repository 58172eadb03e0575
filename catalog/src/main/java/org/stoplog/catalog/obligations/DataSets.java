package org.stoplog.catalog.obligations;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.stoplog.catalog.ElementSet;
import org.stoplog.catalog.Elements;

/**
 * What laws call personal data, in our elements: {@code name+ssn}. A set may hold for certain, or
 * perhaps, as where a scan of a document may show the number.
 */
public final class DataSets {
  /** Any personal data at all. */
  static final String ANY = "any";

  private final Map<String, DataSet> sets;
  private final ElementSet free;

  /**
   * One of them. It holds when one of the elements is there, or all of the other sets hold, or one
   * of the further ones.
   *
   * @param any elements of which one is enough
   * @param perhaps elements that may hold it
   * @param allOf ids of sets that hold together
   * @param anyOf ids of sets of which one is enough
   */
  record DataSet(
      String id,
      String label,
      ElementSet any,
      ElementSet perhaps,
      List<String> allOf,
      List<String> anyOf) {}

  private DataSets(Map<String, DataSet> sets, ElementSet free) {
    this.sets = sets;
    this.free = free;
  }

  /** Reads them; what is wrong is added to the findings. */
  static DataSets read(YamlFile file) {
    Map<String, DataSet> sets = new LinkedHashMap<>();
    ElementSet free = elements(file.root(), "may-hold-anything");
    for (YamlFile.Entry entry : file.root().entries("sets")) {
      entry.only("id", "label", "any", "perhaps", "all-of", "any-of");
      DataSet one =
          new DataSet(
              entry.text("id"),
              entry.text("label"),
              elements(entry, "any"),
              elements(entry, "perhaps"),
              entry.texts("all-of"),
              entry.texts("any-of"));
      for (List<String> others : List.of(one.allOf(), one.anyOf())) {
        others.stream()
            .filter(id -> !sets.containsKey(id))
            .forEach(id -> entry.wrong("there is no set " + id + " above it"));
      }
      if (sets.put(one.id(), one) != null) {
        entry.wrong("there are two sets " + one.id());
      }
    }
    return new DataSets(sets, free);
  }

  private static ElementSet elements(YamlFile.Entry entry, String key) {
    List<String> known = new ArrayList<>();
    for (String id : entry.texts(key)) {
      if (Elements.catalogue().find(id).isPresent()) {
        known.add(id);
      } else {
        entry.wrong("there is no element " + id);
      }
    }
    return Elements.catalogue().setOf(known);
  }

  boolean has(String id) {
    return id.equals(ANY) || sets.containsKey(id);
  }

  public Set<String> ids() {
    return sets.keySet();
  }

  /** In words for people. */
  public String label(String id) {
    DataSet set = sets.get(id);
    return set == null ? "any personal data" : set.label();
  }

  /** Whether somebody of whom these elements are known is in the set. */
  Truth holds(String id, ElementSet elements) {
    if (id.equals(ANY)) {
      return elements.isEmpty() ? Truth.UNKNOWN : Truth.YES;
    }
    Truth sure = written(id, elements);
    // In what somebody wrote or uploaded anything may stand; of nothing known, too.
    boolean isOpen = elements.isEmpty() || !elements.and(free).isEmpty();
    return isOpen ? sure.or(Truth.UNKNOWN) : sure;
  }

  private Truth written(String id, ElementSet elements) {
    DataSet set = sets.get(id);
    if (set == null) {
      throw new IllegalArgumentException("no set " + id);
    }
    Truth truth =
        !set.any().and(elements).isEmpty()
            ? Truth.YES
            : !set.perhaps().and(elements).isEmpty() ? Truth.UNKNOWN : Truth.NO;
    if (!set.allOf().isEmpty()) {
      Truth all = Truth.YES;
      for (String other : set.allOf()) {
        all = all.and(written(other, elements));
      }
      truth = truth.or(all);
    }
    for (String other : set.anyOf()) {
      truth = truth.or(written(other, elements));
    }
    return truth;
  }
}
