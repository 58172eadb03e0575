package org.stoplog.ledger.reader;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the tickets of an export are read. Fields are columns of separated text, or paths of JSON:
 * keys with dots between them, {@code []} for each item of a list.
 *
 * @param format what was found, in words of ours
 * @param id field with the ticket's id; null when there is none, and for text files, which are
 *     called by their names
 * @param person field that says whose ticket it is; null when none does
 * @param scheme kind of identifier in it: {@code email}, {@code phone} or {@code user-id}
 * @param region ISO 3166 code for national telephone numbers in it; null when unknown
 * @param time field with the time of the ticket; null when there is none
 * @param texts fields that people wrote; all others that are text are searched as well
 * @param fields all that the first tickets have
 */
public record TicketPlan(
    String format,
    @Nullable String id,
    @Nullable String person,
    String scheme,
    @Nullable String region,
    @Nullable String time,
    List<String> texts,
    List<String> fields) {
  public TicketPlan {
    texts = List.copyOf(texts);
    fields = List.copyOf(fields);
  }

  /** The same way of reading has the same version: lower-case hex SHA-256. */
  public String version() {
    String all =
        String.join(
            "\u001f",
            String.valueOf(id),
            String.valueOf(person),
            scheme,
            String.valueOf(region),
            String.valueOf(time),
            String.join("\u001e", texts));
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(all.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
