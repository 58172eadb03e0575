package org.stoplog.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.Progress;
import org.stoplog.ledger.intake.ImportRequest;
import org.stoplog.ledger.reader.Purpose;
import org.stoplog.ledger.register.Register;
import org.stoplog.ledger.register.RegisterCsv;

/** Fourteen people and two suppliers, so that every number of a page is known by heart. */
final class SmallCompany {
  static final int PEOPLE = 14;

  private SmallCompany() {}

  /** All but the last were sent to Mapplanet, three of them in October. */
  static void load(Ledger ledger, Path folder) throws IOException {
    StringBuilder people = new StringBuilder("id,email,country\n");
    StringBuilder events = new StringBuilder();
    for (int i = 0; i < PEOPLE; i++) {
      people.append("p%d,person%d@example.com,%s%n".formatted(i, i, i < 4 ? "DE" : "FR"));
      if (i < PEOPLE - 1) {
        long time = i < 3 ? 1_759_309_200L : 1_762_592_400L; // 1 October, 8 November 2025
        events.append(
            "{\"event\":\"x\",\"properties\":{\"time\":%d,\"distinct_id\":\"p%d\",\"$email\":\"person%d@example.com\"}}%n"
                .formatted(time, i, i));
      }
    }
    Path register =
        Files.writeString(
            folder.resolve("suppliers.csv"),
            """
            supplier,engagement,connection,started,elements,population
            Mapplanet,analytics,sdk,2025-01-01,contact.email,*
            Helpdesk One,support,portal,2025-01-01,,
            """);
    ledger.inTransaction(db -> new Register(db).importRows(RegisterCsv.read(register)));
    importFile(ledger, folder.resolve("people.csv"), people.toString(), Purpose.PEOPLE, null);
    importFile(
        ledger,
        folder.resolve("events.ndjson"),
        events.toString(),
        Purpose.DISCLOSURES,
        "Mapplanet");
  }

  private static void importFile(
      Ledger ledger, Path file, String text, Purpose purpose, String supplier) throws IOException {
    Files.writeString(file, text);
    int[] place =
        supplier == null
            ? new int[2]
            : ledger.inTransaction(
                db -> {
                  Register register = new Register(db);
                  int id = register.get(supplier).id();
                  return new int[] {id, register.connections(id).getFirst().id()};
                });
    ledger.importFile(
        new ImportRequest(file, purpose, null, place[0], place[1], null, "DE", null),
        Progress.NONE);
  }
}
