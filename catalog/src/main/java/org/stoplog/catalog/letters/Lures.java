package org.stoplog.catalog.letters;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.stoplog.catalog.Element;
import org.stoplog.catalog.ElementSet;
import org.stoplog.catalog.Elements;

/**
 * How somebody who has some data might deceive the people whom it is about: each way, and the
 * elements that make it likely, by what the catalogue says of them. The likeliest first.
 */
public final class Lures {
  private static final Map<String, ElementSet> ALL = load();

  private Lures() {}

  /** Each way by its id, with the elements of which one is enough. */
  public static Map<String, ElementSet> all() {
    return ALL;
  }

  static Set<String> ids() {
    return ALL.keySet();
  }

  private static Map<String, ElementSet> load() {
    Map<String, ElementSet> lures = new LinkedHashMap<>();
    for (NamedCsvRecord row :
        CsvReader.builder().ofNamedCsvRecord(ReadyLetters.text("lures.csv"))) {
      ElementSet elements = ElementSet.NONE;
      for (Element element : Elements.catalogue().all()) {
        if (fits(element, row)) {
          elements = elements.plus(element.asSet());
        }
      }
      lures.put(row.getField("lure"), elements);
    }
    return java.util.Collections.unmodifiableMap(lures);
  }

  private static boolean fits(Element element, NamedCsvRecord row) {
    return isAny(row.getField("channel"), element.channels())
        && isAny(row.getField("misuse"), element.misuse())
        && isAny(row.getField("class"), Set.of(element.group()))
        && element.pretext() >= Integer.parseInt(row.getField("min_pretext"))
        && element.proof() >= Integer.parseInt(row.getField("min_proof"));
  }

  /** What the row leaves empty fits all. */
  private static boolean isAny(String wanted, Set<String> has) {
    return wanted.isEmpty() || Set.of(wanted.split(";")).stream().anyMatch(has::contains);
  }
}
