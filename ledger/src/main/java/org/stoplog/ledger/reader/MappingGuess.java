package org.stoplog.ledger.reader;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.Element;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.identity.Scheme;

/** Guesses what the columns of a table are, by their names and by the first thousand rows. */
final class MappingGuess {
  /** Share of the values that must fit for a column to be taken for what no name says. */
  private static final double MOST = 0.9;

  private static final double SOME = 0.1;

  private record Column(String name, boolean named, List<String> values) {}

  private final Purpose purpose;
  private final boolean anyColumns;
  private final @Nullable String region;
  private final boolean contacts;
  private final List<Column> columns = new ArrayList<>();

  MappingGuess(ReadRequest request) {
    this.purpose = request.purpose();
    this.region = request.region();
    this.contacts = request.contacts();
    this.anyColumns = request.anyColumns();
  }

  /**
   * Adds the next column.
   *
   * @param named whether the file names it
   * @param values the non-empty values of the sample, trimmed
   */
  void column(String name, boolean named, List<String> values) {
    columns.add(new Column(name, named, List.copyOf(values)));
  }

  /**
   * @throws StoplogException {@link Problem#MAPPING_NEEDED} or {@link Problem#HEADER_MISSING} when
   *     no column identifies anybody, {@link Problem#DATE_AMBIGUOUS}
   */
  Mapping mapping(
      Format format, @Nullable String encoding, @Nullable Character separator, boolean header) {
    int single = purpose == Purpose.PEOPLE ? surest(HeaderWords.PERSON, false) : timeColumn();
    DateOrder order = new DateOrder();
    List<Field> fields = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      Column column = columns.get(i);
      Field field =
          purpose == Purpose.PEOPLE ? people(column, i == single) : other(column, i == single);
      fields.add(field);
      if (field.role() == Role.TIME || field.role() == Role.SINCE || field.role() == Role.UNTIL) {
        order.look(column.name, column.values);
      }
    }
    if (!anyColumns && fields.stream().noneMatch(MappingGuess::isIdentifying)) {
      throw nobody(header);
    }
    String dates = anyColumns ? order.decideIfSure() : order.decide();
    return new Mapping(format, encoding, separator, header, null, dates, region, contacts, fields);
  }

  private StoplogException nobody(boolean header) {
    if (!header) {
      return new StoplogException(
          Problem.HEADER_MISSING,
          "the file has no header, and its "
              + columns.size()
              + " columns are not known by their values");
    }
    return new StoplogException(
        Problem.MAPPING_NEEDED,
        "no column looks like an identifier of a person; columns seen: "
            + TablePlan.names(columns.stream().map(Column::name).toList()));
  }

  private static boolean isIdentifying(Field field) {
    return field.role() == Role.PERSON
        || field.role() == Role.IDENTIFIER
        || field.role() == Role.ORGANISATION;
  }

  private Field people(Column column, boolean isPerson) {
    if (isPerson) {
      return new Field(column.name, Role.PERSON, null, "id.account_user_id");
    }
    String word = HeaderWords.lastPart(column.name);
    Field field = contact(column);
    if (field != null) {
      return field;
    }
    if (HeaderWords.ORGANISATION.contains(word)) {
      return new Field(column.name, Role.ORGANISATION, null, "id.organisation_id");
    }
    if (HeaderWords.ORGANISATION_ROLE.contains(word)
        && ValueShape.share(
                column.values, v -> v.equalsIgnoreCase("admin") || v.equalsIgnoreCase("member"))
            >= SOME) {
      return new Field(column.name, Role.ORGANISATION_ROLE, null, null);
    }
    if (HeaderWords.SINCE.contains(word) && mayBeDates(column)) {
      return new Field(column.name, Role.SINCE, null, null);
    }
    if (HeaderWords.UNTIL.contains(word) && mayBeDates(column)) {
      return new Field(column.name, Role.UNTIL, null, null);
    }
    if (HeaderWords.MERGED_INTO.contains(word)) {
      return new Field(column.name, Role.MERGED_INTO, null, null);
    }
    if (HeaderWords.GUARDIAN.contains(word)) {
      return new Field(column.name, Role.GUARDIAN, null, null);
    }
    Element element = element(column);
    if (AttributeGuess.isAttribute(column.name, word, column.named, element, column.values)) {
      return new Field(
          column.name,
          Role.ATTRIBUTE,
          AttributeGuess.attributeName(column.name),
          element == null ? null : element.id());
    }
    return elementOrIgnore(column, element);
  }

  private Field other(Column column, boolean isTime) {
    if (isTime) {
      return new Field(column.name, Role.TIME, null, null);
    }
    Field field = contact(column);
    if (field != null) {
      return field;
    }
    String word = HeaderWords.lastPart(column.name);
    if (HeaderWords.ORGANISATION.contains(word)) {
      return new Field(column.name, Role.ORGANISATION, null, "id.organisation_id");
    }
    if (HeaderWords.OWN_ID.contains(word)) {
      return identifier(column, Scheme.USER_ID, "id.account_user_id");
    }
    if (HeaderWords.SUPPLIER_ID.contains(word)) {
      return identifier(column, Scheme.SUPPLIER_ID, "id.pseudonymous_device_or_anon");
    }
    if (!column.named && columns.size() == 1 && areIds(column.values)) {
      return identifier(column, Scheme.USER_ID, "id.account_user_id");
    }
    return elementOrIgnore(column, element(column));
  }

  /** An e-mail address, a telephone number or a hash of one; null for anything else. */
  private @Nullable Field contact(Column column) {
    List<String> values = column.values;
    String word = HeaderWords.lastPart(column.name);
    Element element = element(column);
    boolean isAnothers =
        element != null
            && !element.id().equals("contact.email")
            && !element.id().equals("contact.email_hashed")
            && !element.id().equals("contact.phone")
            && !HeaderWords.SUPPLIER_ID.contains(word)
            && !HeaderWords.OWN_ID.contains(word);
    boolean single = !column.named && columns.size() == 1;
    if (HeaderWords.mentionsEmail(column.name)
        || HeaderWords.mentionsPhone(column.name)
        || single) {
      boolean phone = HeaderWords.mentionsPhone(column.name);
      if (ValueShape.share(values, v -> ValueShape.isHex(v, 64)) >= MOST) {
        return phone
            ? identifier(column, Scheme.PHONE_SHA256, "contact.phone")
            : identifier(column, Scheme.EMAIL_SHA256, "contact.email_hashed");
      }
      if (!phone && ValueShape.share(values, v -> ValueShape.isHex(v, 32)) >= MOST) {
        return identifier(column, Scheme.EMAIL_MD5, "contact.email_hashed");
      }
    }
    if (isAnothers) {
      return null;
    }
    double emails = ValueShape.share(values, ValueShape::isEmail);
    if (emails >= MOST
        || (emails > 0.5 && HeaderWords.SUPPLIER_ID.contains(word))
        || (HeaderWords.EMAIL.contains(word) && (values.isEmpty() || emails >= SOME))) {
      return identifier(column, Scheme.EMAIL, "contact.email");
    }
    boolean callsItselfPhone = HeaderWords.PHONE.contains(word);
    if ((callsItselfPhone
            && (values.isEmpty() || ValueShape.share(values, ValueShape::isPhone) >= SOME))
        || (!HeaderWords.OWN_ID.contains(word)
            && !HeaderWords.SUPPLIER_ID.contains(word)
            && ValueShape.share(values, ValueShape::isInternationalPhone) >= MOST)) {
      return identifier(column, Scheme.PHONE, "contact.phone");
    }
    return null;
  }

  private static Field identifier(Column column, Scheme scheme, String element) {
    return new Field(column.name, Role.IDENTIFIER, scheme.slug(), element);
  }

  private static Field elementOrIgnore(Column column, @Nullable Element element) {
    return element == null
        ? new Field(column.name, Role.IGNORE, null, null)
        : new Field(column.name, Role.ELEMENT, null, element.id());
  }

  private static @Nullable Element element(Column column) {
    return column.named ? HeaderWords.element(column.name).orElse(null) : null;
  }

  /** Letters, digits and marks without blanks, most of them once. */
  private static boolean areIds(List<String> values) {
    return ValueShape.share(values, v -> v.matches("[\\p{L}\\p{N}_.:|-]{1,128}")) >= MOST
        && ValueShape.share(values, v -> v.chars().anyMatch(c -> c >= '0' && c <= '9')) >= MOST
        && values.stream().distinct().count() * 10 >= values.size() * 9L;
  }

  private static boolean mayBeDates(Column column) {
    return column.values.isEmpty() || ValueShape.share(column.values, ValueShape::isDate) >= 0.5;
  }

  private int timeColumn() {
    return surest(HeaderWords.TIME, true);
  }

  /** The column with the surest of the words, -1 when none has one. */
  private int surest(List<String> words, boolean dates) {
    int best = -1;
    int bestWord = words.size();
    for (int i = 0; i < columns.size(); i++) {
      Column column = columns.get(i);
      int word = column.named ? words.indexOf(HeaderWords.lastPart(column.name)) : -1;
      boolean fits =
          dates
              ? ValueShape.share(column.values, ValueShape::isDate) >= 0.8
              : ValueShape.share(column.values, ValueShape::isEmail) < 0.5;
      if (word >= 0 && word < bestWord && fits) {
        best = i;
        bestWord = word;
      }
    }
    return best;
  }
}
