package org.stoplog.ledger.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.Progress;
import org.stoplog.ledger.identity.Scheme;
import org.stoplog.ledger.reader.Purpose;
import org.stoplog.ledger.register.Downstream;
import org.stoplog.ledger.register.Register;
import org.stoplog.ledger.register.RegisterCsv;
import org.stoplog.ledger.register.Supplier;
import org.stoplog.ledger.register.SupplierConnection;

/** What a hub passed on is recorded for those who got it, and for nobody else. */
class FanOutIT {
  private static final String REGISTER =
      """
      supplier,domain,connection
      Hubline,hubline.example,source
      Mailforge,mailforge.example,
      Statwell,statwell.example,
      Quiet,quiet.example,
      """;

  @TempDir static Path temp;

  private static Ledger ledger;
  private static int hub;
  private static int connection;

  @BeforeAll
  static void open() throws IOException {
    Files.setPosixFilePermissions(temp, PosixFilePermissions.fromString("rwx--x--x"));
    ledger =
        Ledger.open(
            new Ledger.Options(
                temp.resolve("data"), temp.resolve("keys"), null, 512, InstantSource.system()));
    Path file = Files.writeString(temp.resolve("suppliers.csv"), REGISTER);
    ledger.inTransaction(db -> new Register(db).importRows(RegisterCsv.read(file)));
    hub = supplier("Hubline");
    connection =
        ledger.inTransaction(db -> new Register(db).getOrCreateConnection(hub, "source").id());
  }

  @AfterAll
  static void close() {
    ledger.close();
  }

  private static int supplier(String name) {
    return ledger.inTransaction(db -> new Register(db).get(name).id());
  }

  private static String event(String user, String day, String integrations) {
    return "{\"type\":\"track\",\"event\":\"x\",\"userId\":\"%s\",\"timestamp\":\"%sT10:00:00Z\"%s}"
        .formatted(user, day, integrations.isEmpty() ? "" : ",\"integrations\":" + integrations);
  }

  private static ImportReport load(boolean addsRecipients, String... events) throws IOException {
    Path file = Files.write(temp.resolve("archive.ndjson"), List.of(events));
    return ledger.importFile(
        new ImportRequest(
            file, Purpose.DISCLOSURES, null, hub, connection, null, null, null, addsRecipients),
        Progress.NONE);
  }

  /** Events of the batch by supplier's name and connection's name. */
  private Map<String, Long> events(long batch) {
    Map<String, Long> events = new TreeMap<>();
    StoredRows.of(ledger, batch)
        .forEach((key, told) -> events.merge(place(key), told.events(), Long::sum));
    return events;
  }

  private String place(StoredRows.Key key) {
    return ledger.inTransaction(
        db -> {
          Register register = new Register(db);
          Supplier supplier =
              register.all().stream()
                  .filter(s -> s.id() == key.supplier())
                  .findFirst()
                  .orElseThrow();
          SupplierConnection its =
              register.connections(supplier.id()).stream()
                  .filter(c -> c.id() == key.connection())
                  .findFirst()
                  .orElseThrow();
          return supplier.name() + " " + its.name();
        });
  }

  @Test
  void recordsForThoseWhoGotIt() throws IOException {
    ImportReport report =
        load(
            false,
            event("u1", "2025-03-01", "{\"All\":false,\"Mailforge\":true}"),
            event("u2", "2025-03-02", "{\"All\":false,\"mailforge\":{\"list\":7}}"),
            event("u3", "2025-03-03", "{\"All\":false,\"Mailforge\":false,\"Quiet\":null}"),
            event("u4", "2025-03-04", "{\"All\":true,\"Quiet\":false}"),
            event("u5", "2025-03-05", ""),
            event("u6", "2025-03-06", "{\"All\":false,\"Segment.io\":true,\"Hubline\":true}"),
            event("u7", "2025-03-07", "{\"statwell.example\":true,\"STATWELL\":true}"),
            event("u8", "2025-03-08", "{\"Adspring\":true,\"Mailforge\":true,\"Adspring \":{}}"));
    assertThat(events(report.batch()))
        .isEqualTo(
            Map.of("Hubline source", 8L, "Mailforge via Hubline", 3L, "Statwell via Hubline", 1L));
    assertThat(report.rows()).isEqualTo(8);
    assertThat(report.passedOn().unsaid()).isEqualTo(4);
    assertThat(report.passedOn().unknown())
        .containsExactly(new PassedOn.Recipient("Adspring", false, 1));
    assertThat(report.passedOn().recipients().getFirst().events()).isEqualTo(3);
    Batch batch =
        ledger.batches().stream().filter(b -> b.id() == report.batch()).findFirst().orElseThrow();
    assertThat(batch.supplier()).isEqualTo(hub);
    assertThat(batch.connection()).isEqualTo(connection);
    SupplierConnection made = via("Mailforge");
    assertThat(made.kind()).isEqualTo(Downstream.KIND);
    assertThat(made.started()).isEqualTo(LocalDate.parse("2025-03-01"));
    // Coverage goes by batches: what a hub's archive names does not cover the way by itself.
    assertThat(ledger.batches()).noneMatch(one -> one.connection() == made.id());
  }

  private SupplierConnection via(String supplier) {
    int id = supplier(supplier);
    return ledger.inTransaction(
        db ->
            new Register(db)
                .connections(id).stream()
                    .filter(c -> c.name().equals("via Hubline"))
                    .findFirst()
                    .orElseThrow());
  }

  @Test
  void takesAllOfItBackWithTheBatch() throws IOException {
    ImportReport report = load(false, event("u9", "2025-03-01", "{\"Mailforge\":true}"));
    assertThat(events(report.batch())).hasSize(2);
    ledger.undo(report.batch(), Progress.NONE);
    assertThat(StoredRows.of(ledger, report.batch())).isEmpty();
  }

  @Test
  void recordsWhomTheRegisterLearnsOfWhenTheFileComesAgain() throws IOException {
    String event = event("u1", "2025-03-01", "{\"Pollgrove\":true}");
    ImportReport before = load(false, event);
    assertThat(events(before.batch())).containsOnlyKeys("Hubline source");
    ledger.inTransaction(db -> new Register(db).getOrCreate("pollgrove"));
    ImportReport after = load(false, event);
    assertThat(after.replaced()).isEqualTo(before.batch());
    assertThat(events(after.batch())).containsOnlyKeys("Hubline source", "pollgrove via Hubline");
    assertThat(StoredRows.of(ledger, before.batch())).isEmpty();
  }

  @Test
  void addsSuppliersOnlyWhenToldTo() throws IOException {
    String event =
        event("u1", "2025-03-01", "{\"Newsbarn\":true,\"mia@example.com\":true,\"=1+1\":true}");
    ImportReport report = load(true, event, event("u2", "2025-02-01", "{\"NEWSBARN\":true}"));
    assertThat(events(report.batch()))
        .isEqualTo(Map.of("Hubline source", 2L, "Newsbarn via Hubline", 2L));
    assertThat(report.passedOn().unnamed()).isEqualTo(1);
    assertThat(report.passedOn().recipients()).hasSize(1);
    assertThat(via("Newsbarn").started()).isEqualTo(LocalDate.parse("2025-02-01"));
  }

  @Test
  void leavesOutErasedPeopleDownstreamToo() throws IOException {
    Path people = Files.writeString(temp.resolve("people.csv"), "id,email\ne1,e1@example.com\n");
    ledger.importFile(
        new ImportRequest(people, Purpose.PEOPLE, null, 0, 0, null, null, null), Progress.NONE);
    ledger.forget(Scheme.USER_ID, "e1", Progress.NONE);
    ImportReport report =
        load(
            false,
            event("e1", "2025-03-01", "{\"Mailforge\":true}"),
            event("u2", "2025-03-02", "{\"Quiet\":true}"));
    assertThat(events(report.batch()))
        .isEqualTo(Map.of("Hubline source", 1L, "Quiet via Hubline", 1L));
    assertThat(report.suppressed()).isEqualTo(1);
  }

  @Test
  void tellsApartOnlySoManyNames() throws IOException {
    String[] events = new String[1500];
    for (int i = 0; i < events.length; i++) {
      events[i] = event("u" + i, "2025-03-01", "{\"Maker" + i + "\":true}");
    }
    PassedOn passedOn = load(false, events).passedOn();
    assertThat(passedOn.recipients()).hasSize(1000);
    assertThat(passedOn.unnamed()).isEqualTo(500);
  }
}
