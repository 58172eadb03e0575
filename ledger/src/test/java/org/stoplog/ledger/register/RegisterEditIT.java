package org.stoplog.ledger.register;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stoplog.ledger.register.RegisterEdit.Thing;
import org.stoplog.ledger.store.DataFolder;
import org.stoplog.ledger.store.Database;

/** On real PostgreSQL; every test's transaction is rolled back. */
class RegisterEditIT {
  private static final String FILE =
      """
      supplier,domain,domains,engagement,connection,kind,elements,population,legal_basis,retention,place
      Mapplanet,mapplanet.example,mp.example,analytics,web,sdk,contact.email,plan = pro,consent,13 months,EU
      Diskfarm,,df.example,,,,,,,,
      """;

  @TempDir static Path temp;

  private static DataFolder folder;
  private static Database database;

  private Connection db;
  private Register register;
  private RegisterEdit edit;

  @BeforeAll
  static void startPostgres() throws Exception {
    // The database's own user passes through it when the tests run as root.
    Files.setPosixFilePermissions(temp, PosixFilePermissions.fromString("rwx--x--x"));
    folder = DataFolder.open(temp.resolve("data"));
    database = Database.start(folder, "secret");
  }

  @AfterAll
  static void stopPostgres() {
    database.close();
    folder.close();
  }

  @BeforeEach
  void begin() throws Exception {
    db = database.connect();
    db.setAutoCommit(false);
    register = new Register(db);
    register.importRows(RegisterCsv.rows(FILE, "f"));
    edit = RegisterEdit.begin(db);
  }

  @AfterEach
  void rollBack() throws Exception {
    db.rollback();
    db.close();
  }

  private static Row row(Object... cells) {
    Map<Column, String> map = new EnumMap<>(Column.class);
    for (int i = 0; i < cells.length; i += 2) {
      map.put((Column) cells[i], (String) cells[i + 1]);
    }
    return new Row(1, map);
  }

  private String exported() throws Exception {
    StringWriter out = new StringWriter();
    RegisterCsv.write(out, register.export());
    return out.toString();
  }

  private int id(String name) throws Exception {
    return register.get(name).id();
  }

  private String stamp(Thing thing, int id) throws Exception {
    return RegisterEdit.stamp(db, thing, id).orElseThrow();
  }

  @Test
  void changesWhatTheRowSaysAndLeavesTheRestAlone() throws Exception {
    String before = exported();

    assertThat(edit.apply(row(Column.SUPPLIER, "Mapplanet", Column.DELETED, "2025-06-01")))
        .isEmpty();

    assertThat(register.get("Mapplanet").deleted()).isEqualTo("2025-06-01");
    edit.apply(row(Column.SUPPLIER, "Mapplanet", Column.DELETED, ""));
    assertThat(exported()).isEqualTo(before);
  }

  @Test
  void namesEachFaultWithItsColumnAndWritesNothing() throws Exception {
    String before = exported();

    assertThat(
            edit.apply(
                row(
                    Column.SUPPLIER,
                    "Mapplanet",
                    Column.DOMAIN,
                    "no domain",
                    Column.CONTACT_TESTED,
                    "yesterday")))
        .extracting(Fault::column)
        .containsExactly(Column.DOMAIN, Column.CONTACT_TESTED);
    assertThat(
            edit.apply(row(Column.SUPPLIER, "Mapplanet", Column.DOMAINS, "x.example;df.example")))
        .extracting(Fault::column, Fault::what)
        .containsExactly(tuple(Column.DOMAINS, "has a domain that is another supplier's"));
    assertThat(edit.apply(row(Column.SUPPLIER, "Mapplanet", Column.SUBPROCESSOR_OF, "Nobody")))
        .extracting(Fault::column)
        .containsExactly(Column.SUBPROCESSOR_OF);
    assertThat(exported()).isEqualTo(before);
  }

  @Test
  void refusesNamesThatRunOrTurnOrDoNotEnd() throws Exception {
    for (String hostile :
        List.of("=cmd()", "@x", "a\nb", "a\u202Eb", "\u2066a", "x".repeat(10_000), " ")) {
      assertThat(edit.rename(Thing.SUPPLIER, id("Mapplanet"), hostile)).as(hostile).isNotNull();
      assertThat(
              edit.apply(
                  row(Column.SUPPLIER, "Mapplanet", Column.OWNER, hostile, Column.ENGAGEMENT, "e")))
          .as(hostile)
          .hasSize(1);
    }
  }

  @Test
  void renamesAThingButNotToTheNameOfAnother() throws Exception {
    int id = id("Mapplanet");

    assertThat(edit.rename(Thing.SUPPLIER, id, "DISKFARM "))
        .isEqualTo("is the name of another one");
    assertThat(edit.rename(Thing.SUPPLIER, id, "MapPlanet")).isNull();
    assertThat(edit.rename(Thing.CONNECTION, register.connections(id).getFirst().id(), "tag"))
        .isNull();

    assertThat(register.get(id).name()).isEqualTo("MapPlanet");
    assertThat(register.connections(id))
        .extracting(SupplierConnection::name)
        .containsExactly("tag");
  }

  @Test
  void aStampTellsEveryChangeOfItsThing() throws Exception {
    int id = id("Mapplanet");
    int connection = register.connections(id).getFirst().id();
    String supplier = stamp(Thing.SUPPLIER, id);
    String web = stamp(Thing.CONNECTION, connection);

    edit.apply(row(Column.SUPPLIER, "Mapplanet", Column.CONNECTION, "web", Column.KIND, "tag"));
    assertThat(stamp(Thing.SUPPLIER, id)).isEqualTo(supplier);
    assertThat(stamp(Thing.CONNECTION, connection)).isNotEqualTo(web);
    edit.apply(row(Column.SUPPLIER, "Mapplanet", Column.DOMAINS, "other.example"));
    assertThat(stamp(Thing.SUPPLIER, id)).isNotEqualTo(supplier);
    assertThat(RegisterEdit.stamp(db, Thing.GRANT, 0)).isEmpty();
  }

  @Test
  void savesAGrantWithItsTerms() throws Exception {
    int id = id("Mapplanet");
    Grant old = register.grants(id).getFirst();
    Row changed =
        row(
            Column.SUPPLIER,
            "Mapplanet",
            Column.ELEMENTS,
            "contact.phone;contact.email",
            Column.POPULATION,
            "plan = free",
            Column.PLACE,
            "US");

    assertThat(edit.grant(old.engagement(), old.id(), changed)).isEmpty();
    Grant now = register.grants(id).getFirst();
    assertThat(now.id()).isEqualTo(old.id());
    assertThat(now.elements()).containsExactly("contact.email", "contact.phone");
    assertThat(now.terms()).isEqualTo(new Grant.Terms(null, null, "US"));
    assertThat(edit.grant(old.engagement(), null, changed)).isEmpty();
    assertThat(register.grants(id)).hasSize(2);
    assertThat(
            edit.grant(
                old.engagement(),
                null,
                row(Column.SUPPLIER, "Mapplanet", Column.POPULATION, "plan = = pro")))
        .extracting(Fault::column)
        .contains(Column.POPULATION, Column.ELEMENTS);
    edit.removeGrant(old.id());
    assertThat(register.grants(id)).hasSize(1);
  }

  @Test
  void termsComeBackWithTheExportAndStayWhereAFileDoesNotSayThem() throws Exception {
    String before = exported();
    Grant grant = register.grants(id("Mapplanet")).getFirst();
    assertThat(grant.terms()).isEqualTo(new Grant.Terms("consent", "13 months", "EU"));

    ImportResult again = register.importRows(RegisterCsv.rows(before, "f"));
    register.importRows(
        List.of(
            row(
                Column.SUPPLIER,
                "Mapplanet",
                Column.ENGAGEMENT,
                "analytics",
                Column.ELEMENTS,
                "contact.email",
                Column.POPULATION,
                "plan = pro")));

    assertThat(again.grants() + again.removedGrants()).isZero();
    assertThat(register.grants(id("Mapplanet"))).containsExactly(grant);
    assertThat(exported()).isEqualTo(before);
  }
}
