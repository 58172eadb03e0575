package org.stoplog.ledger.exposure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.Progress;
import org.stoplog.ledger.intake.ImportRequest;
import org.stoplog.ledger.reader.Purpose;
import org.stoplog.ledger.register.Register;
import org.stoplog.ledger.register.RegisterCsv;

/**
 * Eleven people with all that makes people hard to tell apart, and suppliers that work for each
 * other in a circle. Small enough to know every answer by heart.
 */
final class SmallCompany implements AutoCloseable {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2025-11-20T12:00:00Z"));

  /*
   * ann led acme until June, then bob; cay and dan share a mailbox; eve had an address that is fay's
   * since May; gus was merged into hal; ivy has a telephone alone; jon was only sent to a supplier
   * that ended; kim was sent nowhere.
   */
  private static final String PEOPLE =
      """
      id,email,phone,plan,org_id,org_role,since,until,merged_into
      ann,ann@example.com,,pro,acme,admin,2020-01-01,2025-06-01,
      ann,ann@example.com,,pro,,,2025-06-01,,
      bob,bob@example.com,,pro,acme,member,2020-01-01,2025-06-01,
      bob,bob@example.com,,pro,acme,admin,2025-06-01,,
      cay,both@example.com,,free,acme,member,2020-01-01,,
      dan,both@example.com,,free,,,2020-01-01,,
      eve,passed@example.com,,free,,,2020-01-01,2025-05-01,
      fay,passed@example.com,,pro,,,2025-05-01,,
      gus,gus@example.com,,free,,,2020-01-01,,hal
      hal,hal@example.com,,free,,,2020-01-01,,
      ivy,,+493023125001,free,,,2020-01-01,,
      jon,jon@example.com,,free,,,2020-01-01,,
      kim,kim@example.com,,pro,,,2020-01-01,,
      """;

  /** Alpha is worked for by Beta, which is by Gamma, which is by Alpha; Papa uses Alpha. */
  private static final String SUPPLIERS =
      """
      supplier,engagement,connection,subprocessor_of,started,ended,elements,population,since,until,deleted
      Alpha,analytics,sdk,Gamma;Papa,2021-01-01,,,,,,
      Beta,storage,disk,Alpha,2021-01-01,,,,,,
      Gamma,backup,tape,Beta,2021-01-01,,,,,,
      Papa,shop,api,,2021-01-01,,contact.email,plan = pro,,,
      Bygone,survey,upload,,2020-01-01,2021-12-31,person.full_name,*,2020-01-01,2022-01-01,2022-03-01
      Faded,survey,upload,,2020-01-01,2021-12-31,person.full_name,plan = pro,2020-01-01,2022-01-01,
      """;

  final Ledger ledger;
  final Path folder;

  SmallCompany(Path folder) throws IOException {
    this.folder = folder;
    // Under root the database runs as another user, who has to get through the folder.
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
    ledger =
        Ledger.open(
            new Ledger.Options(folder.resolve("data"), folder.resolve("keys"), null, 512, CLOCK));
    load("people.csv", Purpose.PEOPLE, null, PEOPLE);
    Path register = Files.writeString(folder.resolve("suppliers.csv"), SUPPLIERS);
    ledger.inTransaction(db -> new Register(db).importRows(RegisterCsv.read(register)));
    events("Alpha", "alpha-2025-03.ndjson", "2025-03-10 ann,passed@example.com,x-nobody");
    events(
        "Alpha",
        "alpha-2025-08.ndjson",
        "2025-08-10 bob,both@example.com,passed@example.com,gus,hal");
    events("Beta", "beta.ndjson", "2025-08-11 ivy,ann");
    events("Gamma", "gamma.ndjson", "2025-08-12 ann");
    events("Papa", "papa.ndjson", "2025-02-01 kim,ann");
    holdings("Papa", "papa-contacts.csv", "email\nfay-is-not@example.com\nhal@example.com\n");
    events("Bygone", "bygone.ndjson", "2021-05-01 jon");
    events("Faded", "faded.ndjson", "2021-05-01 jon");
    holdings("Bygone", "bygone-contacts.csv", "email,last_seen\ndan@example.com,2021-06-01\n");
  }

  /** Mixpanel events of one day; an address is sent as such. */
  long events(String supplier, String name, String dayAndIds) throws IOException {
    String[] parts = dayAndIds.split(" ");
    long time = LocalDate.parse(parts[0]).atTime(9, 0).toEpochSecond(ZoneOffset.UTC);
    StringBuilder text = new StringBuilder();
    for (String id : parts[1].split(",")) {
      text.append(
          "{\"event\":\"x\",\"properties\":{\"time\":%d,\"distinct_id\":\"%s\"}}%n"
              .formatted(time, id));
    }
    return load(name, Purpose.DISCLOSURES, supplier, text.toString());
  }

  long holdings(String supplier, String name, String text) throws IOException {
    return load(name, Purpose.HOLDINGS, supplier, text);
  }

  private long load(String name, Purpose purpose, @Nullable String supplier, String text)
      throws IOException {
    Path file = Files.writeString(folder.resolve(name), text);
    int[] place =
        supplier == null
            ? new int[2]
            : ledger.inTransaction(
                db -> {
                  Register register = new Register(db);
                  int id = register.get(supplier).id();
                  return new int[] {id, register.connections(id).getFirst().id()};
                });
    return ledger
        .importFile(
            new ImportRequest(file, purpose, null, place[0], place[1], null, "DE", null),
            Progress.NONE)
        .batch();
  }

  void file(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  ScopeAnswer answer(String claims) throws IOException {
    return answer(claims, null);
  }

  ScopeAnswer answer(String claims, @Nullable String scenario) throws IOException {
    Path file = Files.writeString(folder.resolve("claims.yaml"), claims);
    return ledger.expose(
        ClaimsFile.load(file),
        scenario,
        new ClaimQuestion.With("DE", null, List.of(), false),
        Progress.NONE);
  }

  /** The list that is written, each line of it a row by column. */
  Map<String, Map<String, String>> list(ScopeAnswer answer) throws IOException {
    Path out = folder.resolve("out");
    ledger.export(answer.exposure(), out, Progress.NONE);
    return rows(out.resolve("affected.csv"));
  }

  /** Rows by their first column. */
  static Map<String, Map<String, String>> rows(Path csv) throws IOException {
    List<String> lines = Files.readAllLines(csv);
    String[] header = lines.getFirst().split(",", -1);
    Map<String, Map<String, String>> rows = new TreeMap<>();
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(",", -1);
      Map<String, String> row = new TreeMap<>();
      for (int i = 0; i < cells.length; i++) {
        row.put(header[i], cells[i]);
      }
      rows.put(cells[0], row);
    }
    return rows;
  }

  /** "person grade" of everybody on the list, in the order of the names. */
  List<String> grades(ScopeAnswer answer) throws IOException {
    return list(answer).entrySet().stream()
        .map(row -> row.getKey() + " " + row.getValue().get("grade"))
        .toList();
  }

  @Override
  public void close() {
    ledger.close();
  }
}
