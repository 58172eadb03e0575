package org.stoplog.ledger.intake;

import java.time.LocalDate;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.stoplog.ledger.reader.Purpose;
import org.stoplog.ledger.table.LedgerTable;

/**
 * What a batch of records is to be, before its rows are read.
 *
 * @param purpose DISCLOSURES or HOLDINGS
 * @param name of the file without folder, or what stands for one
 * @param supplier id of the supplier that got it or has it
 * @param connection id of the connection that it went over
 * @param defaultDay day (UTC) of rows that name none, null to leave them out
 * @param asOf day (UTC) on which the file was true; for holdings the day of all rows
 * @param region for national telephone numbers, null when unknown
 * @param addsRecipients whether suppliers that a hub's events name are added to the register
 * @param recorded where traffic was recorded, null for a file
 */
public record RecordPlan(
    Purpose purpose,
    String name,
    int supplier,
    int connection,
    @Nullable LocalDate defaultDay,
    LocalDate asOf,
    @Nullable String region,
    boolean addsRecipients,
    @Nullable Recorded recorded) {

  /**
   * Traffic that a gateway recorded.
   *
   * @param group of segments
   * @param possible whether nobody knows that the supplier received it
   */
  public record Recorded(UUID gateway, long group, boolean possible) {}

  String kind() {
    return purpose.name().toLowerCase(Locale.ROOT);
  }

  LedgerTable table() {
    return purpose == Purpose.HOLDINGS ? LedgerTable.HOLDINGS : LedgerTable.DISCLOSURES;
  }
}
