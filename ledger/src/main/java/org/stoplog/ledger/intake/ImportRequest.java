package org.stoplog.ledger.intake;

import java.nio.file.Path;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.stoplog.ledger.reader.Mapping;
import org.stoplog.ledger.reader.Purpose;

/**
 * One file to import.
 *
 * @param file the file
 * @param purpose PEOPLE, DISCLOSURES or HOLDINGS
 * @param mapping how to read it, null to guess
 * @param supplier id of the supplier that it is about, 0 for people
 * @param connection id of the connection it went over, 0 for people
 * @param asOf the day on which the file was true: people and holdings; null for today
 * @param region for national telephone numbers, null when unknown
 * @param password of an encrypted ZIP, null for none
 * @param addsRecipients whether suppliers that a hub's events name, and the register does not have,
 *     are added to the register, so that what they were sent is recorded
 * @param keepsContacts whether to keep, of a people file, each person's address, name and language,
 *     also when the mapping does not say so
 */
public record ImportRequest(
    Path file,
    Purpose purpose,
    @Nullable Mapping mapping,
    int supplier,
    int connection,
    @Nullable LocalDate asOf,
    @Nullable String region,
    char @Nullable [] password,
    boolean addsRecipients,
    boolean keepsContacts) {

  /** Keeps no contacts unless the mapping says so. */
  public ImportRequest(
      Path file,
      Purpose purpose,
      @Nullable Mapping mapping,
      int supplier,
      int connection,
      @Nullable LocalDate asOf,
      @Nullable String region,
      char @Nullable [] password,
      boolean addsRecipients) {
    this(
        file,
        purpose,
        mapping,
        supplier,
        connection,
        asOf,
        region,
        password,
        addsRecipients,
        false);
  }

  /** Adds no suppliers to the register. */
  public ImportRequest(
      Path file,
      Purpose purpose,
      @Nullable Mapping mapping,
      int supplier,
      int connection,
      @Nullable LocalDate asOf,
      @Nullable String region,
      char @Nullable [] password) {
    this(file, purpose, mapping, supplier, connection, asOf, region, password, false);
  }

  /** The same with another password. */
  public ImportRequest withPassword(char @Nullable [] other) {
    return new ImportRequest(
        file,
        purpose,
        mapping,
        supplier,
        connection,
        asOf,
        region,
        other,
        addsRecipients,
        keepsContacts);
  }
}
