package org.stoplog.sample;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A list of affected people beside the truth.
 *
 * @param people people that the truth names
 * @param missed people that only the truth names
 * @param extra people that only the list names
 * @param otherGrade people whose grade differs
 * @param otherElements people whose elements differ
 * @param ambiguous people of the list who may be meant, and nothing more
 * @param ambiguousInTruth the same of the truth
 * @param ambiguousDiffer people who are candidates on one side alone
 * @param differences the first twenty differences, in words; made-up ids
 */
public record Comparison(
    long people,
    long missed,
    long extra,
    long otherGrade,
    long otherElements,
    long ambiguous,
    long ambiguousInTruth,
    long ambiguousDiffer,
    List<String> differences) {
  private static final int SHOWN = 20;

  public Comparison {
    differences = List.copyOf(differences);
  }

  public boolean isExact() {
    return missed + extra + otherGrade + otherElements + ambiguousDiffer == 0;
  }

  private record Line(String grade, Set<String> elements) {}

  /**
   * Compares a written list with the truth.
   *
   * @param list {@code affected.csv}
   * @param gradeColumn its column with the grade of the part that is compared
   * @param elementsColumn its column with the elements of that part
   */
  public static Comparison of(Answer truth, Path list, String gradeColumn, String elementsColumn)
      throws IOException {
    Map<String, Line> ours = read(list, gradeColumn, elementsColumn);
    Map<String, Line> expected = new TreeMap<>();
    truth
        .persons()
        .forEach(
            (id, person) -> expected.put(id, new Line(word(person.grade()), person.elements())));
    Set<String> candidates =
        truth.ambiguous().stream()
            .flatMap(one -> one.candidates().stream())
            .filter(id -> !expected.containsKey(id))
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> doubtful = new TreeSet<>();
    ours.forEach(
        (id, line) -> {
          if (line.grade.equals("ambiguous")) {
            doubtful.add(id);
          }
        });
    ours.keySet().removeAll(doubtful);
    // In the column of the best grade: whom nothing but a grant names. That is another part.
    ours.values().removeIf(line -> line.grade.equals("declared"));
    return compare(expected, ours, candidates, doubtful);
  }

  /**
   * Compares whom grants allow, and with which elements. Nobody is ambiguous here: a grant's
   * population is a set of people.
   *
   * @param truth elements by canonical user id
   * @param list {@code affected.csv}
   */
  public static Comparison ofDeclared(Map<String, Set<String>> truth, Path list)
      throws IOException {
    Map<String, Line> ours = read(list, "declared", "elements_declared");
    ours.values().removeIf(line -> !line.grade.equals("yes"));
    Map<String, Line> expected = new TreeMap<>();
    truth.forEach((id, elements) -> expected.put(id, new Line("yes", elements)));
    return compare(expected, ours, Set.of(), Set.of());
  }

  private static Comparison compare(
      Map<String, Line> expected,
      Map<String, Line> ours,
      Set<String> candidates,
      Set<String> doubtful) {
    long missed = 0;
    long extra = 0;
    long grades = 0;
    long elements = 0;
    List<String> differences = new ArrayList<>();
    Set<String> ids = new TreeSet<>(expected.keySet());
    ids.addAll(ours.keySet());
    for (String id : ids) {
      Line wanted = expected.get(id);
      Line got = ours.get(id);
      if (Objects.equals(wanted, got)) {
        continue;
      }
      if (got == null) {
        missed++;
      } else if (wanted == null) {
        extra++;
      } else {
        grades += wanted.grade.equals(got.grade) ? 0 : 1;
        elements += wanted.elements.equals(got.elements) ? 0 : 1;
      }
      note(differences, id + ": truth " + wanted + ", list " + got);
    }
    Set<String> onOneSide = new TreeSet<>(candidates);
    onOneSide.removeAll(doubtful);
    Set<String> onOther = new TreeSet<>(doubtful);
    onOther.removeAll(candidates);
    onOneSide.forEach(id -> note(differences, id + ": a candidate in the truth alone"));
    onOther.forEach(id -> note(differences, id + ": a candidate in the list alone"));
    return new Comparison(
        expected.size(),
        missed,
        extra,
        grades,
        elements,
        doubtful.size(),
        candidates.size(),
        onOneSide.size() + onOther.size(),
        differences);
  }

  private static void note(List<String> differences, String text) {
    if (differences.size() < SHOWN) {
      differences.add(text);
    }
  }

  /** A device tied to one person is an exact match: the id is, and so is the tie. */
  private static String word(Grade grade) {
    return switch (grade) {
      case EXACT, LINKED -> "exact";
      case SHARED -> "shared";
      case PROBABLE -> "probable";
    };
  }

  private static Map<String, Line> read(Path list, String gradeColumn, String elementsColumn)
      throws IOException {
    Map<String, Line> lines = new TreeMap<>();
    try (CsvReader<NamedCsvRecord> rows = CsvReader.builder().ofNamedCsvRecord(list)) {
      for (NamedCsvRecord row : rows) {
        String grade = row.getField(gradeColumn);
        if (!grade.isEmpty()) {
          Set<String> elements = new TreeSet<>(List.of(row.getField(elementsColumn).split(";")));
          elements.remove("");
          lines.put(row.getField("person"), new Line(grade, elements));
        }
      }
    }
    return lines;
  }
}
