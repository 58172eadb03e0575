package org.stoplog.cli;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.stoplog.catalog.Element;
import org.stoplog.catalog.ElementSet;
import org.stoplog.catalog.Elements;
import org.stoplog.catalog.obligations.Places;
import org.stoplog.catalog.obligations.Situation;
import org.stoplog.catalog.problem.Nearest;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;

/** A CSV file of how many people of which place have which elements: place, people, elements. */
final class DutiesTable {
  private static final List<String> HEAD = List.of("place", "people", "elements");
  private static final int MOST_LINES = 100_000;

  private DutiesTable() {}

  /**
   * @throws StoplogException USAGE with the line of the first fault
   */
  static List<Situation.People> read(Path file) {
    List<Situation.People> people = new ArrayList<>();
    try (CsvReader<CsvRecord> rows =
        CsvReader.builder()
            .skipEmptyLines(true)
            .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
            .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
            .ofCsvRecord(file)) {
      boolean isHead = true;
      for (CsvRecord row : rows) {
        long line = row.getStartingLineNumber();
        if (isHead) {
          head(file, row);
          isHead = false;
        } else {
          people.add(people(file, line, row));
        }
        if (people.size() > MOST_LINES) {
          throw wrong(file, line, "there are more than " + MOST_LINES + " lines");
        }
      }
    } catch (CsvParseException e) {
      throw wrong(file, people.size() + 2L, "no sound CSV");
    } catch (IOException e) {
      throw new StoplogException(Problem.FILE_UNREADABLE, file.toString(), e);
    }
    if (people.isEmpty()) {
      throw wrong(file, 1, "there is no line below the head");
    }
    return people;
  }

  private static void head(Path file, CsvRecord row) {
    List<String> names =
        row.getFields().stream()
            .map(name -> name.replace("\ufeff", "").strip().toLowerCase(Locale.ROOT))
            .toList();
    if (!names.equals(HEAD)) {
      throw wrong(file, 1, "the first line is place,people,elements");
    }
  }

  private static Situation.People people(Path file, long line, CsvRecord row) {
    if (row.getFieldCount() != HEAD.size()) {
      throw wrong(file, line, "a line has a place, a number of people and elements");
    }
    String place = row.getField(0).strip().toUpperCase(Locale.ROOT);
    if (!place.isEmpty() && !Places.isSound(place)) {
      throw wrong(
          file,
          line,
          "\"" + place + "\" is no place of ISO 3166, as DE or US-CA; leave it empty if unknown");
    }
    String count = row.getField(1).strip();
    if (!count.matches("[0-9]{1,15}")) {
      throw wrong(file, line, "\"" + count + "\" is no number of people");
    }
    return new Situation.People(
        place, elements(file, line, row.getField(2)), Long.parseLong(count));
  }

  private static ElementSet elements(Path file, long line, String text) {
    List<String> ids = Arrays.stream(text.split("[\\s;|]+")).filter(id -> !id.isEmpty()).toList();
    for (String id : ids) {
      if (Elements.catalogue().find(id).isEmpty()) {
        List<String> known = Elements.catalogue().all().stream().map(Element::id).toList();
        String near = Nearest.word(id, known);
        throw wrong(
            file,
            line,
            "there is no element "
                + id
                + (near.isEmpty()
                    ? "; stoplog elements lists them"
                    : "; did you mean \"" + near + "\"?"));
      }
    }
    return Elements.catalogue().setOf(ids);
  }

  private static StoplogException wrong(Path file, long line, String what) {
    return new StoplogException(Problem.USAGE, file + ":" + line + ": " + what);
  }
}
