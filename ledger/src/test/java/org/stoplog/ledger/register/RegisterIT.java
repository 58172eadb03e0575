package org.stoplog.ledger.register;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.ByteArrayOutputStream;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.Savepoint;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.store.DataFolder;
import org.stoplog.ledger.store.Database;

/** On real PostgreSQL; every test's transaction is rolled back. */
class RegisterIT {
  private static final String HEADER =
      String.join(",", Column.headers().subList(0, Column.DELETED.ordinal() + 1)) + "\n";
  private static final String FILE =
      HEADER
          + "Mapplanet,mapplanet.example,analytics,see what is"
          + " used,controller,Ann,web,sdk,2020-01-01,2023-04-30,,contact.email;person.full_name,plan"
          + " = pro,2020-01-01,,\n"
          + "Mapplanet,mapplanet.example,analytics,see what is used,controller,Ann,server,server"
          + " key,2021-01-01,2024-01-31,,contact.phone,*,,2023-01-01,\n"
          + "Mapplanet,,support,,processor,,,,2022-02-02,,,person.full_name,,,,\n"
          + "Cloudhouse,,,,,,,,,,mapplanet,,,,,2025-06-01\n"
          + "Diskfarm,,,,,,box,,,,Cloudhouse;Mapplanet,,,,,\n";

  @TempDir static Path temp;

  private static DataFolder folder;
  private static Database database;

  @TempDir Path files;
  private Connection db;
  private Register register;

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
  }

  @AfterEach
  void rollBack() throws Exception {
    db.rollback();
    db.close();
  }

  @Test
  void importsSuppliersEngagementsConnectionsAndGrants() throws Exception {
    ImportResult result = importText(FILE);

    assertThat(result).isEqualTo(new ImportResult(5, 3, 2, 3, 3, 0));
    Supplier mapplanet = register.find(" MAPPLANET ").orElseThrow();
    assertThat(mapplanet.domain()).isEqualTo("mapplanet.example");
    assertThat(mapplanet.started()).isEqualTo(LocalDate.of(2020, 1, 1));
    assertThat(mapplanet.ended()).isEqualTo(LocalDate.of(2024, 1, 31));
    assertThat(register.find("Cloudhouse").orElseThrow().deleted())
        .isEqualTo(LocalDate.of(2025, 6, 1));
    assertThat(register.engagements(mapplanet.id()))
        .extracting(Engagement::name, Engagement::role, Engagement::started)
        .containsExactly(
            tuple("analytics", Engagement.Role.CONTROLLER, null),
            tuple("support", Engagement.Role.PROCESSOR, LocalDate.of(2022, 2, 2)));
    assertThat(register.connections(mapplanet.id()))
        .extracting(SupplierConnection::name, SupplierConnection::kind)
        .containsExactly(tuple("server", "server key"), tuple("web", "sdk"));
    List<Grant> grants = register.grants(mapplanet.id());
    assertThat(grants)
        .extracting(Grant::elements)
        .containsExactly(
            List.of("person.full_name", "contact.email"),
            List.of("contact.phone"),
            List.of("person.full_name"));
    assertThat(grants.getFirst().population()).isEqualTo(Predicate.parse("plan = pro"));
    assertThat(grants.get(1).population()).isNull();
    assertThat(grants.get(1).until()).isEqualTo(LocalDate.of(2023, 1, 1));
  }

  @Test
  void importingAgainChangesNothing() throws Exception {
    importText(FILE);
    String before = exported();

    assertThat(importText(FILE)).isEqualTo(new ImportResult(5, 0, 0, 0, 0, 0));
    assertThat(exported()).isEqualTo(before);
  }

  @Test
  void keepsDomainsContactsAndScopesAsTheyWere() throws Exception {
    importText(
        """
        supplier,domain,domains,security_contact,contact_verified,contact_tested,connection,scopes
        Mapplanet,mapplanet.example,Cdn.Mapplanet.example;mp.example,security@mapplanet.example,called back,2025-10-01,web,files.read;mail.send
        Mapplanet,,,,,,web,profile
        Diskfarm,,,,,,,
        """);
    String before = exported();
    assertThat(before).contains("cdn.mapplanet.example;mp.example", "files.read;mail.send;profile");
    assertThat(register.domains())
        .containsOnlyKeys("mapplanet.example", "cdn.mapplanet.example", "mp.example");
    db.rollback();
    importText(before);
    assertThat(exported()).isEqualTo(before);
    importText("supplier,domains\nMapplanet,\nDiskfarm,mp.example\n");
    assertThat(register.domains()).containsOnlyKeys("mapplanet.example", "mp.example");
    assertThatThrownBy(() -> importText("supplier,domains\nMapplanet,mp.example;x.example\n"))
        .hasMessageContaining("another supplier's");
    importText("supplier,security_contact\nMapplanet,\n");
    assertThat(exported()).doesNotContain("security@").contains("called back");
  }

  @Test
  void itsExportImportsToTheSameInAnotherRegister() throws Exception {
    importText(FILE);
    String before = exported();
    db.rollback();

    importText(before);

    assertThat(exported()).isEqualTo(before);
  }

  @Test
  void everyFormatBringsTheSameToAnEmptyRegister() throws Exception {
    for (String odd : RegisterWorkbookIT.ODD) {
      RegisterEdit edit = RegisterEdit.begin(db);
      Map<Column, String> cells = new EnumMap<>(Column.class);
      for (Column column :
          List.of(Column.SUPPLIER, Column.PURPOSE, Column.CONNECTION, Column.SCOPES)) {
        cells.put(column, odd);
      }
      cells.put(Column.ENGAGEMENT, "use");
      cells.put(Column.ELEMENTS, "contact.email;person.full_name");
      cells.put(Column.POPULATION, "(plan = pro)\nor plan = '=1+1'");
      assertThat(edit.apply(new Row(1, cells))).as(odd).isEmpty();
    }
    importText(FILE);
    List<Row> rows = register.export();
    Map<RegisterFormat, byte[]> before = new EnumMap<>(RegisterFormat.class);
    for (RegisterFormat format : RegisterFormat.values()) {
      before.put(format, exported(format));
    }
    RegisterFile file = new RegisterFile(files.resolve("work"));
    for (RegisterFormat format : RegisterFormat.values()) {
      db.rollback();
      assertThat(register.all()).isEmpty();

      register.importRows(file.read(before.get(format), "any name"));

      assertThat(register.export()).as(format.ending()).isEqualTo(rows);
      assertThat(exported(RegisterFormat.CSV)).isEqualTo(before.get(RegisterFormat.CSV));
      assertThat(exported(RegisterFormat.JSON)).isEqualTo(before.get(RegisterFormat.JSON));
      assertThat(file.read(exported(RegisterFormat.XLSX), "again"))
          .isEqualTo(file.read(before.get(RegisterFormat.XLSX), "again"));
    }
  }

  private byte[] exported(RegisterFormat format) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    RegisterFile.write(format, out, register.export());
    return out.toByteArray();
  }

  @Test
  void aCorrectedFileReplacesAndEmptiesButAMissingColumnLeavesAlone() throws Exception {
    importText(FILE);
    int connection = register.connections(id("Mapplanet")).getLast().id();

    ImportResult result =
        importText(
            "supplier,engagement,connection,ended,elements\n"
                + "MapPlanet,Analytics,WEB,,contact.phone\n");

    assertThat(result).isEqualTo(new ImportResult(1, 0, 0, 0, 1, 2));
    Supplier mapplanet = register.find("mapplanet").orElseThrow();
    assertThat(mapplanet.domain()).isEqualTo("mapplanet.example");
    assertThat(mapplanet.ended()).isNull();
    SupplierConnection web = register.connections(mapplanet.id()).getLast();
    assertThat(web.id()).isEqualTo(connection);
    assertThat(web.ended()).isNull();
    assertThat(web.started()).isEqualTo(LocalDate.of(2020, 1, 1));
    assertThat(register.grants(mapplanet.id())).hasSize(2);
  }

  @Test
  void refusesRowsThatContradictEachOtherAndWritesNothing() throws Exception {
    assertThatThrownBy(
            () ->
                importText(
                    "supplier,engagement,connection,domain,started,subprocessor_of\n"
                        + "A,x,web,a.example,2020-01-01,\n"
                        + "a,y,WEB,b.example,2020-01-02,\n"
                        + "B,,,,,Nobody\n"))
        .isInstanceOfSatisfying(
            StoplogException.class,
            e -> assertThat(e.problem()).isEqualTo(Problem.REGISTER_INVALID))
        .hasMessageContaining("line 3, column domain: line 2 says otherwise")
        .hasMessageContaining("line 3, column started: line 2 says otherwise")
        .hasMessageContaining("line 3, column connection: serves another engagement")
        .hasMessageContaining("line 4, column subprocessor_of: names a supplier that is neither");
    assertThat(register.all()).isEmpty();
  }

  @Test
  void followsChainsOfSubProcessorsBothWaysAndAroundCircles() throws Exception {
    importText("supplier,subprocessor_of\nA,C\nB,A\nC,B\nD,C\nE,\n");

    // A works for C, B for A, and C for B: a circle. D works for C.
    assertThat(reached("B"))
        .containsExactly("B ITSELF B", "C BELOW B>C", "A BELOW B>C>A", "D BELOW B>C>D");
    assertThat(reached("D"))
        .containsExactly("D ITSELF D", "C ABOVE C>D", "B ABOVE B>C>D", "A ABOVE A>B>C>D");
    assertThat(reached("E")).containsExactly("E ITSELF E");
  }

  @Test
  void aMergedSupplierIsReachedByABreachOfTheLaterOne() throws Exception {
    // X works for Z and was merged into Y, as W was into X; V works for X.
    importText(
        """
        supplier,subprocessor_of,merged_into
        W,,X
        X,Z,Y
        Y,,
        Z,,
        V,X,
        """);

    assertThat(reached("Y"))
        .containsExactly(
            "Y ITSELF Y",
            "X BELOW Y>X (merged into Y)",
            "V BELOW Y>X (merged into Y)>V",
            "W BELOW Y>X (merged into Y)>W (merged into X)",
            "Z ABOVE Z>X (merged into Y)>Y");
    // Whoever asks for it without those that work for it has the company all the same.
    assertThat(new Chains(db).company(register.get("Y")))
        .extracting(one -> one.supplier().name())
        .containsExactly("Y", "X", "W");
    // Who names the earlier one may mean the later: possibly.
    assertThat(reached("X"))
        .contains("W BELOW X (merged into Y)>W (merged into X)", "Y ABOVE Y>X (merged into Y)");
    // What is behind is counted once, for the one that is left.
    Chains chains = new Chains(db);
    assertThat(chains.usersOf(register.get("Y")))
        .extracting(one -> one.supplier().name())
        .containsExactly("Z");
    assertThat(chains.usersOf(register.get("X"))).isEmpty();

    // A merger is taken back by emptying the cell, and nothing was moved.
    importText("supplier,merged_into\nX,\nW,\n");
    assertThat(reached("Y")).containsExactly("Y ITSELF Y");
    assertThat(reached("Z")).containsExactly("Z ITSELF Z", "X BELOW Z>X", "V BELOW Z>X>V");
  }

  @Test
  void mergersDoNotGoInCirclesOrNowhere() throws Exception {
    importText("supplier,merged_into\nA,B\nB,C\nC,\n");
    String before = exported();
    for (String[] wrong :
        new String[][] {
          {"C,A", "line 2, column merged_into: leads in a circle"},
          {"C, c ", "line 2, column merged_into: a supplier is not merged into itself"},
          {"C,Nobody", "line 2, column merged_into: names a supplier that is neither"},
          {"C,A;B", "line 2, column merged_into: names a supplier that is neither"},
          {"C,=A", "line 2, column merged_into: "}
        }) {
      Savepoint there = db.setSavepoint();
      assertThatThrownBy(() -> importText("supplier,merged_into\n" + wrong[0] + "\n"))
          .isInstanceOfSatisfying(
              StoplogException.class,
              e -> assertThat(e.problem()).isEqualTo(Problem.REGISTER_INVALID))
          .hasMessageContaining(wrong[1]);
      db.rollback(there);
      assertThat(exported()).isEqualTo(before);
    }
    // The other way around in one file: who stands earlier comes later.
    importText("supplier,merged_into\nA,\nB,A\nC,B\n");
    assertThat(exported()).contains("C,", ",B\r\n").isNotEqualTo(before);
    assertThat(
            RegisterEdit.begin(db)
                .apply(new Row(1, Map.of(Column.SUPPLIER, "A", Column.MERGED_INTO, "C"))))
        .extracting(Fault::column)
        .containsExactly(Column.MERGED_INTO);
  }

  @Test
  void makesASupplierAndAConnectionOnce() throws Exception {
    Supplier supplier = register.getOrCreate("Ünlü  Cloud");

    assertThat(register.getOrCreate("ÜNLÜ cloud")).isEqualTo(supplier);
    assertThat(register.getOrCreateConnection(supplier.id(), "Web"))
        .isEqualTo(register.getOrCreateConnection(supplier.id(), "web "));
    assertThat(register.all()).hasSize(1);
    assertThatThrownBy(() -> register.getOrCreate("=x")).isInstanceOf(StoplogException.class);
    assertThatThrownBy(() -> register.get("nobody"))
        .isInstanceOfSatisfying(
            StoplogException.class,
            e -> assertThat(e.problem()).isEqualTo(Problem.SUPPLIER_UNKNOWN));
  }

  @Test
  void takesNamesThatLookLikeSqlAsNames() throws Exception {
    Supplier supplier = register.getOrCreate("x' or '1' = '1' --");

    assertThat(register.all()).containsExactly(supplier);
    assertThatThrownBy(() -> register.getOrCreate("x'; drop table supplier; --"))
        .isInstanceOf(StoplogException.class)
        .hasMessageContaining("semicolon");
    assertThat(register.all()).containsExactly(supplier);
  }

  private ImportResult importText(String text) throws Exception {
    return register.importRows(
        RegisterCsv.read(Files.writeString(files.resolve("suppliers.csv"), text)));
  }

  private String exported() throws Exception {
    StringWriter out = new StringWriter();
    RegisterCsv.write(out, register.export());
    return out.toString();
  }

  private int id(String name) throws Exception {
    return register.get(name).id();
  }

  private List<String> reached(String name) throws Exception {
    return new Chains(db)
        .of(register.get(name)).stream()
            .map(
                one -> one.supplier().name() + " " + one.way() + " " + String.join(">", one.path()))
            .toList();
  }
}
