package org.stoplog.catalog;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;

/** The catalogue of data elements, read once from the jar. Immutable. */
public final class Elements {
  private static final Elements CATALOGUE = load();

  private final List<Element> all;
  private final Map<String, Element> byId;

  private Elements(List<Element> all) {
    this.all = List.copyOf(all);
    this.byId = new HashMap<>();
    all.forEach(element -> byId.put(element.id(), element));
  }

  public static Elements catalogue() {
    return CATALOGUE;
  }

  /** All elements by ordinal. */
  public List<Element> all() {
    return all;
  }

  public Element at(int ordinal) {
    return all.get(ordinal);
  }

  public Optional<Element> find(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  /**
   * @throws StoplogException {@link Problem#ELEMENT_UNKNOWN} when the catalogue has no such id
   */
  public Element get(String id) {
    Element element = byId.get(id);
    if (element == null) {
      throw new StoplogException(
          Problem.ELEMENT_UNKNOWN, "\"" + id + "\" is not a data element of the catalogue");
    }
    return element;
  }

  /** The set of the elements with these ids; unknown ids are refused as in {@link #get}. */
  public ElementSet setOf(Iterable<String> ids) {
    ElementSet set = ElementSet.NONE;
    for (String id : ids) {
      set = set.plus(get(id).asSet());
    }
    return set;
  }

  /** Ids of the set's elements by ordinal. */
  public List<String> idsOf(ElementSet set) {
    return set.ordinals().stream().map(ordinal -> all.get(ordinal).id()).toList();
  }

  private static Set<String> words(String field) {
    return field.isEmpty() ? Set.of() : Set.of(field.split(";"));
  }

  private static Elements load() {
    try (InputStream in = Elements.class.getResourceAsStream("data-elements.csv")) {
      if (in == null) {
        throw new IllegalStateException("data-elements.csv is missing in the jar");
      }
      List<Element> elements = new ArrayList<>();
      try (CsvReader<NamedCsvRecord> rows =
          CsvReader.builder().ofNamedCsvRecord(new InputStreamReader(in, StandardCharsets.UTF_8))) {
        for (NamedCsvRecord row : rows) {
          elements.add(
              new Element(
                  elements.size(),
                  row.getField("id"),
                  row.getField("label"),
                  row.getField("class"),
                  Integer.parseInt(row.getField("sensitivity")),
                  row.getField("special_category"),
                  DataClass.valueOf(row.getField("enisa_class").toUpperCase(Locale.ROOT)),
                  row.getField("identifiability"),
                  words(row.getField("channel")),
                  Integer.parseInt(row.getField("pretext")),
                  Integer.parseInt(row.getField("auth_value")),
                  words(row.getField("misuse")),
                  List.of(row.getField("detect_hint").split("\\s*,\\s*"))));
        }
      }
      return new Elements(elements);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
