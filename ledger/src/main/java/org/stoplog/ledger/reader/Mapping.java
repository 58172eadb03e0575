package org.stoplog.ledger.reader;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a file is read: guessed by the reader, shown, edited, saved and reused. Two files with equal
 * mappings are read alike; its hash, but for {@code contacts}, is part of a batch's identity.
 *
 * @param format what the file is
 * @param encoding IANA name of the text's encoding, null for binary formats
 * @param separator for CSV, else null
 * @param header whether the first row holds names
 * @param sheet name of the XLSX sheet, null for the first
 * @param dateOrder {@code ymd}, {@code dmy} or {@code mdy}; null when no column needs it
 * @param region ISO 3166 code for telephone numbers in national notation, null when unknown
 * @param contacts whether the import keeps how to write to people: their address, name and language
 * @param fields one for each column, in the file's order (events: the paths that are looked for)
 */
public record Mapping(
    Format format,
    @Nullable String encoding,
    @Nullable Character separator,
    boolean header,
    @Nullable String sheet,
    @Nullable String dateOrder,
    @Nullable String region,
    boolean contacts,
    List<Field> fields) {
  /** Elements whose values make a contact, beside the address itself. */
  private static final Set<String> OF_CONTACTS =
      Set.of("person.full_name", "person.first_name", "person.last_name", "person.language");

  public Mapping {
    fields = List.copyOf(fields);
  }

  /** Keeps no contacts. */
  public Mapping(
      Format format,
      @Nullable String encoding,
      @Nullable Character separator,
      boolean header,
      @Nullable String sheet,
      @Nullable String dateOrder,
      @Nullable String region,
      List<Field> fields) {
    this(format, encoding, separator, header, sheet, dateOrder, region, false, fields);
  }

  /** The same, keeping contacts or not. */
  public Mapping withContacts(boolean kept) {
    return kept == contacts
        ? this
        : new Mapping(format, encoding, separator, header, sheet, dateOrder, region, kept, fields);
  }

  /** Whether a field's value is needed for a contact only. */
  boolean isOfContacts(Field field) {
    String element = field.element();
    return contacts
        && field.role() == Role.ELEMENT
        && element != null
        && OF_CONTACTS.contains(element);
  }
}
