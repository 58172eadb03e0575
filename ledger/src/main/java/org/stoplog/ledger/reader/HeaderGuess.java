package org.stoplog.ledger.reader;

import java.util.List;

/** Whether the first row of a table holds names. */
final class HeaderGuess {
  private HeaderGuess() {}

  static boolean isHeader(List<List<String>> records) {
    List<String> first = records.getFirst();
    for (String cell : first) {
      if (ValueShape.isData(cell.strip())) {
        return false;
      }
    }
    if (first.size() > 1 || HeaderWords.isKnown(first.getFirst())) {
      return true;
    }
    return !isLikeTheOthers(first.getFirst(), records);
  }

  /** A list of ids without a header: its first line is built like the others. */
  private static boolean isLikeTheOthers(String first, List<List<String>> records) {
    String shape = ValueShape.outline(first);
    if (!shape.contains("9") || records.size() < 2) {
      return false;
    }
    long alike =
        records.stream()
            .skip(1)
            .filter(row -> ValueShape.outline(row.getFirst()).equals(shape))
            .count();
    return alike * 2 >= records.size() - 1;
  }
}
