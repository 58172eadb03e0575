package org.stoplog.cli.demo;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.net.IDN;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * All addresses that the sample's people can be reached by, by the account that theirs ended in:
 * whatever they ever had; of a minor, those of whoever guards them.
 */
final class SampleAddresses {
  private SampleAddresses() {}

  /**
   * One spelling for all that mean the same: lower case, and the domain as mail servers name it.
   */
  static String plain(String address) {
    String composed = Normalizer.normalize(address, Normalizer.Form.NFC);
    int at = composed.lastIndexOf('@');
    return composed.substring(0, at + 1).toLowerCase(Locale.ROOT)
        + IDN.toASCII(composed.substring(at + 1)).toLowerCase(Locale.ROOT);
  }

  /**
   * @param people the sample's file of people
   * @return by canonical user id; nobody without an address
   */
  static Map<String, Set<String>> byPerson(Path people) throws IOException {
    Map<String, String> merged = new HashMap<>();
    Map<String, String> guardians = new TreeMap<>();
    Map<String, Set<String>> own = new TreeMap<>();
    try (CsvReader<NamedCsvRecord> rows = CsvReader.builder().ofNamedCsvRecord(people)) {
      for (NamedCsvRecord row : rows) {
        String id = row.getField("id");
        if (!row.getField("merged_into").isEmpty()) {
          merged.put(id, row.getField("merged_into"));
        }
        if (!row.getField("guardian").isEmpty()) {
          guardians.put(id, row.getField("guardian"));
        }
        String address = row.getField("email").strip();
        if (!address.isEmpty()) {
          own.computeIfAbsent(id, key -> new TreeSet<>()).add(plain(address));
        }
      }
    }
    Map<String, Set<String>> all = new TreeMap<>();
    own.forEach(
        (id, addresses) ->
            all.computeIfAbsent(last(id, merged), key -> new TreeSet<>()).addAll(addresses));
    Map<String, Set<String>> reachable = new TreeMap<>(all);
    guardians.forEach(
        (ward, guardian) -> {
          Set<String> theirs = all.get(last(last(guardian, guardians), merged));
          if (theirs == null) {
            reachable.remove(last(ward, merged));
          } else {
            reachable.put(last(ward, merged), theirs);
          }
        });
    return reachable;
  }

  private static String last(String id, Map<String, String> next) {
    String last = id;
    for (int i = 0; i < next.size() && next.containsKey(last); i++) {
      last = next.get(last);
    }
    return last;
  }
}
