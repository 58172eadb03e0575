package org.stoplog.ledger.reader;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a file is read: guessed by the reader, shown, edited, saved and reused. Two files with equal
 * mappings are read alike; its hash is part of a batch's identity.
 *
 * @param format what the file is
 * @param encoding IANA name of the text's encoding, null for binary formats
 * @param separator for CSV, else null
 * @param header whether the first row holds names
 * @param sheet name of the XLSX sheet, null for the first
 * @param dateOrder {@code ymd}, {@code dmy} or {@code mdy}; null when no column needs it
 * @param region ISO 3166 code for telephone numbers in national notation, null when unknown
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
    List<Field> fields) {
  public Mapping {
    fields = List.copyOf(fields);
  }
}
