package org.stoplog.server.intake;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.Elements;
import org.stoplog.ledger.identity.Scheme;
import org.stoplog.ledger.reader.Field;
import org.stoplog.ledger.reader.Mapping;
import org.stoplog.ledger.reader.Purpose;
import org.stoplog.ledger.reader.Role;

/**
 * A mapping as fields of a form: for each column what it is, and which element a cell discloses.
 */
public final class MappingForm {
  /** More fields than this no form can send. */
  public static final int MOST_COLUMNS = 500;

  private static final Map<String, String> WORDS = words();

  private MappingForm() {}

  private static Map<String, String> words() {
    Map<String, String> words = new LinkedHashMap<>();
    words.put("ignore", "not kept");
    words.put("element", "only that it is filled");
    words.put("person", "our id of the person");
    for (Scheme scheme : Scheme.values()) {
      if (scheme != Scheme.EMAIL_BASE) {
        words.put("identifier:" + scheme.slug(), "identifier: " + scheme.slug());
      }
    }
    for (Scheme scheme : Scheme.values()) {
      if (scheme != Scheme.EMAIL_BASE && scheme != Scheme.ORGANISATION_ID) {
        words.put("link:" + scheme.slug(), "tied identifier: " + scheme.slug());
      }
    }
    words.put("organisation", "organisation");
    words.put("organisation-role", "role in the organisation");
    words.put("attribute", "attribute, called as beside");
    words.put("since", "holds since");
    words.put("until", "holds until");
    words.put("time", "time");
    words.put("merged-into", "merged into (our id)");
    words.put("guardian", "guardian (our id)");
    words.put("recipient", "supplier it was passed on to");
    return words;
  }

  /** What a column can be: value and words, in this order. */
  public static List<MappingPage.Choice> choices() {
    return WORDS.entrySet().stream()
        .map(entry -> new MappingPage.Choice(entry.getKey(), entry.getValue()))
        .toList();
  }

  public static List<String> elements() {
    return Elements.catalogue().all().stream().map(element -> element.id()).toList();
  }

  public static List<MappingPage.Row> rows(Mapping mapping) {
    List<MappingPage.Row> rows = new ArrayList<>();
    for (Field field : mapping.fields()) {
      String detail = field.detail();
      boolean isIdentifier = field.role() == Role.IDENTIFIER || field.role() == Role.LINK;
      rows.add(
          new MappingPage.Row(
              rows.size(),
              field.column(),
              isIdentifier ? slug(field.role()) + ":" + detail : slug(field.role()),
              field.role() == Role.ATTRIBUTE && detail != null ? detail : "",
              field.element() == null ? "" : field.element(),
              null));
    }
    return rows;
  }

  /**
   * What was typed.
   *
   * @param mapping null when something is wrong: the rows or the errors say what
   * @param contacts whether how to write to people is to be kept
   */
  public record Typed(
      @Nullable Mapping mapping,
      List<MappingPage.Row> rows,
      String dateOrder,
      String region,
      boolean contacts,
      List<String> errors) {
    public Typed {
      rows = List.copyOf(rows);
      errors = List.copyOf(errors);
    }
  }

  public static Typed read(Purpose purpose, Mapping guessed, Map<String, String> fields) {
    List<MappingPage.Row> rows = new ArrayList<>();
    List<Field> read = new ArrayList<>();
    List<String> errors = new ArrayList<>();
    for (Field field : guessed.fields()) {
      int number = rows.size();
      String as = text(fields, "as-" + number);
      String name = text(fields, "name-" + number);
      String element = text(fields, "element-" + number);
      String error = error(as, name, element);
      rows.add(new MappingPage.Row(number, field.column(), as, name, element, error));
      if (error == null) {
        String[] parts = as.split(":", 2);
        Role role = Role.valueOf(parts[0].toUpperCase(Locale.ROOT).replace('-', '_'));
        String detail = parts.length == 2 ? parts[1] : role == Role.ATTRIBUTE ? name : null;
        read.add(new Field(field.column(), role, detail, element.isEmpty() ? null : element));
      } else {
        errors.add("Column " + (number + 1) + ": " + error);
      }
    }
    String dateOrder = text(fields, "date-order");
    String region = text(fields, "region").toUpperCase(Locale.ROOT);
    if (!dateOrder.isEmpty() && !dateOrder.matches("ymd|dmy|mdy")) {
      errors.add("The order of dates is one of those in the list.");
    }
    if (!region.isEmpty() && !region.matches("[A-Z]{2}")) {
      errors.add("A country has two letters, such as DE.");
    }
    if (errors.isEmpty()) {
      errors.addAll(whole(purpose, read));
    }
    boolean contacts = isContacts(purpose, fields);
    Mapping mapping =
        new Mapping(
            guessed.format(),
            guessed.encoding(),
            guessed.separator(),
            guessed.header(),
            guessed.sheet(),
            dateOrder.isEmpty() ? null : dateOrder,
            region.isEmpty() ? null : region,
            contacts,
            read);
    return new Typed(errors.isEmpty() ? mapping : null, rows, dateOrder, region, contacts, errors);
  }

  /** Whether the box is ticked; only people files have one. */
  static boolean isContacts(Purpose purpose, Map<String, String> fields) {
    return purpose == Purpose.PEOPLE && fields.containsKey("contacts");
  }

  private static @Nullable String error(String as, String name, String element) {
    if (!WORDS.containsKey(as)) {
      return "choose what it is from the list.";
    }
    if (as.equals("attribute") && !name.matches("[a-z][a-z0-9_-]{0,63}")) {
      return "an attribute is called by small letters, digits, _ and -.";
    }
    if (!element.isEmpty() && Elements.catalogue().find(element).isEmpty()) {
      return "there is no such data element; the list offers all.";
    }
    return null;
  }

  private static List<String> whole(Purpose purpose, List<Field> fields) {
    List<String> errors = new ArrayList<>();
    if (count(fields, Role.PERSON) > 1) {
      errors.add("Only one column can be our id of the person.");
    }
    if (purpose == Purpose.PEOPLE && count(fields, Role.PERSON) == 0) {
      errors.add("One column must be our id of the person: it makes the person.");
    }
    if (purpose != Purpose.PEOPLE
        && Stream.of(Role.PERSON, Role.IDENTIFIER, Role.ORGANISATION)
            .allMatch(role -> count(fields, role) == 0)) {
      errors.add("At least one column must be an identifier: else no row names anybody.");
    }
    return errors;
  }

  private static long count(List<Field> fields, Role role) {
    return fields.stream().filter(field -> field.role() == role).count();
  }

  private static String text(Map<String, String> fields, String name) {
    return fields.getOrDefault(name, "").strip();
  }

  private static String slug(Role role) {
    return role.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
