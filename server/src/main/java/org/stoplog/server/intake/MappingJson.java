package org.stoplog.server.intake;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.stoplog.ledger.reader.Mapping;
import org.stoplog.ledger.reader.Purpose;
import org.stoplog.server.platform.InvalidBody;

/** How a file is read, as programs see it and say it: by the rules of the form. */
public final class MappingJson {
  private MappingJson() {}

  /**
   * How a file is read.
   *
   * @param format of the file, such as CSV
   * @param dateOrder ymd, dmy or mdy; null when no column needs it
   * @param region country of telephone numbers without one, such as DE; null when unknown
   * @param contacts whether the address, name and language of people are kept
   * @param columns in the order of the file
   */
  public record Way(
      String format,
      @Nullable String dateOrder,
      @Nullable String region,
      boolean contacts,
      List<Column> columns) {
    public Way {
      columns = List.copyOf(columns);
    }

    public static Way of(Mapping mapping) {
      return new Way(
          mapping.format().name(),
          mapping.dateOrder(),
          mapping.region(),
          mapping.contacts(),
          MappingForm.rows(mapping).stream()
              .map(
                  row ->
                      new Column(row.column(), row.as(), orNull(row.name()), orNull(row.element())))
              .toList());
    }
  }

  private static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }

  /**
   * A column.
   *
   * @param column its header, #3 for the third one without, or a path such as properties.email
   * @param as what it is, such as ignore, person, identifier:email, link:phone, organisation,
   *     attribute, element, time, since, until
   * @param name of an attribute
   * @param element id of the data element that a filled cell discloses, such as contact.email
   */
  public record Column(String column, String as, @Nullable String name, @Nullable String element) {}

  /** A column that is something else than was guessed, in the same words. */
  public record Change(String column, String as, @Nullable String name, @Nullable String element) {}

  /**
   * How to read a file, where that differs from how it would be read. What is left out stays.
   *
   * @param columns those that are something else
   * @param dateOrder ymd, dmy or mdy
   * @param region such as DE
   * @param contacts whether to keep the address, name and language of people; of a people file only
   */
  public record Other(
      @Nullable List<Change> columns,
      @Nullable String dateOrder,
      @Nullable String region,
      @Nullable Boolean contacts) {
    public Other {
      columns = columns == null ? null : List.copyOf(columns);
    }

    /**
     * @param guessed how it would be read
     * @throws InvalidBody which points at what is wrong
     */
    public Mapping mapping(Purpose purpose, Mapping guessed) {
      Map<String, String> fields = fields(guessed);
      Map<Integer, Integer> said = new HashMap<>();
      List<InvalidBody.Fault> faults = new ArrayList<>();
      List<Change> others = columns == null ? List.of() : columns;
      for (int i = 0; i < others.size(); i++) {
        Change other = others.get(i);
        int number = place(guessed, other.column());
        if (other.column() == null || other.as() == null) {
          faults.add(
              new InvalidBody.Fault("/columns/" + i, "Say which column it is, and as what."));
        } else if (number < 0 || said.put(number, i) != null) {
          faults.add(
              new InvalidBody.Fault(
                  "/columns/" + i + "/column",
                  number < 0 ? "The file has no such column." : "It was said twice."));
        } else {
          put(fields, number, other.as(), other.name(), other.element());
        }
      }
      if (dateOrder != null) {
        fields.put("date-order", dateOrder);
      }
      if (region != null) {
        fields.put("region", region);
      }
      if (contacts == null ? guessed.contacts() : contacts) {
        fields.put("contacts", "true");
      }
      if (faults.isEmpty()) {
        MappingForm.Typed typed = MappingForm.read(purpose, guessed, fields);
        Mapping mapping = typed.mapping();
        if (mapping != null) {
          return mapping;
        }
        refused(typed, said, faults);
      }
      throw new InvalidBody(faults);
    }

    private static void refused(
        MappingForm.Typed typed, Map<Integer, Integer> said, List<InvalidBody.Fault> faults) {
      for (MappingPage.Row row : typed.rows()) {
        String error = row.error();
        Integer place = said.get(row.number());
        if (error != null) {
          faults.add(
              new InvalidBody.Fault(
                  place == null ? "/columns" : "/columns/" + place,
                  "Column " + (row.number() + 1) + ": " + error));
        }
      }
      if (faults.isEmpty()) {
        typed.errors().forEach(error -> faults.add(new InvalidBody.Fault("", error)));
      }
    }

    private static int place(Mapping guessed, String column) {
      for (int i = 0; i < guessed.fields().size(); i++) {
        if (guessed.fields().get(i).column().equals(column)) {
          return i;
        }
      }
      return -1;
    }
  }

  /** The guess as the form would send it back. */
  private static Map<String, String> fields(Mapping guessed) {
    Map<String, String> fields = new HashMap<>();
    for (MappingPage.Row row : MappingForm.rows(guessed)) {
      put(fields, row.number(), row.as(), row.name(), row.element());
    }
    fields.put("date-order", Objects.toString(guessed.dateOrder(), ""));
    fields.put("region", Objects.toString(guessed.region(), ""));
    return fields;
  }

  private static void put(
      Map<String, String> fields,
      int number,
      String as,
      @Nullable String name,
      @Nullable String element) {
    fields.put("as-" + number, as);
    fields.put("name-" + number, Objects.toString(name, ""));
    fields.put("element-" + number, Objects.toString(element, ""));
  }
}
