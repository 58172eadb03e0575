package org.stoplog.ledger.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.NewFolder;
import org.stoplog.ledger.Progress;
import org.stoplog.ledger.identity.Scheme;
import org.stoplog.ledger.intake.ImportReport;
import org.stoplog.ledger.intake.ImportRequest;
import org.stoplog.ledger.reader.Mapping;
import org.stoplog.ledger.reader.MappingFile;
import org.stoplog.ledger.reader.Purpose;
import org.stoplog.ledger.store.Backup;

/** The vault keeps how to write to people when it is asked to, and lets go of it at once. */
class ContactsIT {
  private static final String HEADER = "user_id,email,full_name,language\n";

  @TempDir Path temp;
  private Ledger ledger;

  @BeforeEach
  void open() throws IOException {
    Files.setPosixFilePermissions(temp, PosixFilePermissions.fromString("rwx--x--x"));
    NewFolder.into(temp);
    ledger = open("data", "keys");
  }

  private Ledger open(String data, String keys) {
    return Ledger.open(
        new Ledger.Options(
            temp.resolve(data), temp.resolve(keys), null, 256, InstantSource.system()));
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  private ImportReport load(String name, String text, boolean keeps, LocalDate asOf)
      throws IOException {
    return load(name, text.getBytes(StandardCharsets.UTF_8), null, keeps, asOf);
  }

  private ImportReport load(String name, byte[] text, Mapping map, boolean keeps, LocalDate asOf)
      throws IOException {
    return ledger.importFile(
        new ImportRequest(
            Files.write(temp.resolve(name), text),
            Purpose.PEOPLE,
            map,
            0,
            0,
            asOf,
            null,
            null,
            false,
            keeps),
        Progress.NONE);
  }

  private ImportReport keep(String name, String rows, int day) throws IOException {
    return load(name, HEADER + rows, true, LocalDate.of(2026, 1, day));
  }

  private long id(String user) {
    return ids(user).getFirst();
  }

  private List<Long> ids(String... users) {
    return ledger.inTransaction(
        db -> {
          List<Long> ids = new ArrayList<>();
          for (String user : users) {
            UUID ref = People.subject(ledger.stores(), Scheme.USER_ID, user, 0);
            try (var find = db.prepareStatement("select id from person where ref = ?")) {
              find.setObject(1, ref);
              try (var row = find.executeQuery()) {
                row.next();
                ids.add(row.getLong(1));
              }
            }
          }
          return ids;
        });
  }

  private Contact of(String user) {
    long id = id(user);
    return ledger.contacts().of(List.of(id)).get(id);
  }

  private String emailOf(String user) {
    Contact contact = of(user);
    return contact == null ? null : contact.email();
  }

  private long kept() {
    return number("select count(*) from person_contact");
  }

  private long number(String sql) {
    return ledger.inTransaction(
        db -> {
          try (var find = db.prepareStatement(sql);
              var row = find.executeQuery()) {
            row.next();
            return row.getLong(1);
          }
        });
  }

  private void change(String sql) {
    ledger.inTransaction(
        db -> {
          try (var update = db.prepareStatement(sql)) {
            return update.executeUpdate();
          }
        });
  }

  @Test
  void keepsNothingUnlessAsked() throws IOException {
    ImportReport report = load("a.csv", HEADER + "u1,ann@example.org,Ann Ash,en\n", false, null);
    assertThat(report.contacts()).isZero();
    assertThat(kept()).isZero();
    assertThat(of("u1")).isNull();
  }

  @Test
  void keepsAddressNameAndLanguageAsTheCompanyWroteThem() throws IOException {
    ImportReport report =
        keep(
            "a.csv",
            """
            u1,Ann.Ash@Example.ORG,Ann Ash,en-GB
            u2,"Bo Birch <bo@example.org>","Birch, Bo",de
            u3,,Nobody To Write To,en
            u4,not an address,Dee,en
            u5,eve@example.org,,
            """,
            1);
    assertThat(report.rows()).isEqualTo(5);
    assertThat(report.contacts()).isEqualTo(3);
    long ann = id("u1");
    assertThat(of("u1")).isEqualTo(new Contact(ann, "Ann.Ash@Example.ORG", "Ann Ash", "en-GB"));
    assertThat(emailOf("u2")).isEqualTo("bo@example.org");
    assertThat(of("u2").name()).isEqualTo("Birch, Bo");
    assertThat(of("u3")).isNull();
    assertThat(of("u4")).isNull();
    assertThat(of("u5")).isEqualTo(new Contact(id("u5"), "eve@example.org", null, null));
    assertThat(ledger.contacts().of(ids("u1", "u3", "u5"))).containsOnlyKeys(ids("u1", "u5"));
    assertThat(of("u1")).hasToString("Contact[…]");
    assertThat(
            number("select count(*) from audit_entry where detail::text like '%\"contacts\":3%'"))
        .isOne();
  }

  @Test
  void putsANameTogetherAndTakesTheFirstAddressOfARow() throws IOException {
    load(
        "a.csv",
        """
        user_id,first_name,last_name,email,work_email
        u1,Ann,Ash,ann@example.org,ann@work.example
        u2,,Birch,,bo@work.example
        """,
        true,
        null);
    assertThat(of("u1")).isEqualTo(new Contact(id("u1"), "ann@example.org", "Ann Ash", null));
    assertThat(of("u2")).isEqualTo(new Contact(id("u2"), "bo@work.example", "Birch", null));
  }

  @Test
  void aNameThatCannotBeKeptDoesNotCostTheRow() throws IOException {
    byte[] start = (HEADER + "u1,ann@example.org,").getBytes(StandardCharsets.UTF_8);
    byte[] end = ",en\nu2,bo@example.org,Bo\u0007Birch,en\n".getBytes(StandardCharsets.UTF_8);
    byte[] file = new byte[start.length + 100_000 + end.length];
    java.util.Arrays.fill(file, (byte) 'x');
    System.arraycopy(start, 0, file, 0, start.length);
    System.arraycopy(end, 0, file, start.length + 100_000, end.length);
    assertThat(load("a.csv", file, null, true, null).rows()).isEqualTo(2);
    assertThat(of("u1")).isEqualTo(new Contact(id("u1"), "ann@example.org", null, "en"));
    assertThat(of("u2").name()).isEqualTo("Bo Birch");
  }

  @Test
  void theSameFileAgainReplacesWithOrWithoutContacts() throws IOException {
    String file = HEADER + "u1,ann@example.org,Ann Ash,en\n";
    long first = load("a.csv", file, true, null).batch();
    ImportReport without = load("a.csv", file, false, null);
    assertThat(without.replaced()).isEqualTo(first);
    assertThat(kept()).isZero();
    // The mapping remembers the wish.
    Mapping remembered =
        MappingFile.parse("kept", MappingFile.toYaml(without.mapping().withContacts(true)));
    ImportReport again =
        load("a.csv", file.getBytes(StandardCharsets.UTF_8), remembered, false, null);
    assertThat(again.replaced()).isEqualTo(without.batch());
    assertThat(again.mapping().contacts()).isTrue();
    assertThat(emailOf("u1")).isEqualTo("ann@example.org");
    assertThat(kept()).isOne();
  }

  @Test
  void theLatestFileSpeaksAndTakingItBackBringsTheEarlierOneBack() throws IOException {
    keep("old.csv", "u1,ann@old.example,Ann Ash,en\nu2,bo@old.example,Bo,de\n", 1);
    long later = keep("new.csv", "u1,ann@new.example,Ann Oak,fr\n", 9).batch();
    keep("between.csv", "u1,ann@between.example,Ann,en\n", 5);
    assertThat(of("u1")).isEqualTo(new Contact(id("u1"), "ann@new.example", "Ann Oak", "fr"));
    assertThat(emailOf("u2")).isEqualTo("bo@old.example");
    ledger.undo(later, Progress.NONE);
    assertThat(emailOf("u1")).isEqualTo("ann@between.example");
  }

  @Test
  void ofSeveralRowsTheOneThatHoldsLongestCounts() throws IOException {
    load(
        "a.csv",
        """
        user_id,email,since,until
        u1,first@example.org,2020-01-01,2021-01-01
        u1,now@example.org,2022-01-01,
        u1,second@example.org,2021-01-01,2022-01-01
        """,
        true,
        null);
    assertThat(emailOf("u1")).isEqualTo("now@example.org");
    assertThat(kept()).isOne();
  }

  @Test
  void aMergedAccountIsReachedThroughTheOneItEndedIn() throws IOException {
    load(
        "a.csv",
        """
        user_id,email,merged_into
        u1,one@example.org,u2
        u2,,u3
        u3,,
        u4,four@example.org,u5
        u5,five@example.org,
        u6,six@example.org,u7
        u7,seven@example.org,u6
        """,
        true,
        null);
    // Each of a circle stays somebody of their own: nobody is left out.
    Map<Long, Contact> all = ledger.contacts().of(ids("u1", "u2", "u3", "u4", "u5", "u6", "u7"));
    assertThat(all).containsOnlyKeys(ids("u3", "u5", "u6", "u7"));
    assertThat(all.get(id("u3"))).isEqualTo(new Contact(id("u3"), "one@example.org", null, null));
    assertThat(all.get(id("u5")).email()).isEqualTo("five@example.org");
    assertThat(all.get(id("u6")).email()).isEqualTo("six@example.org");
  }

  @Test
  void aLaterMergeHasTheLastWordAndEndsWithItsFile() throws IOException {
    load("a.csv", "user_id,email,merged_into\nu1,one@example.org,u2\nu2,,\nu3,,\n", true, day(1));
    assertThat(emailOf("u2")).isEqualTo("one@example.org");
    long later = load("b.csv", "user_id,email,merged_into\nu1,,u3\n", true, day(2)).batch();
    assertThat(emailOf("u2")).isNull();
    assertThat(emailOf("u3")).isEqualTo("one@example.org");
    ledger.undo(later, Progress.NONE);
    assertThat(emailOf("u2")).isEqualTo("one@example.org");
    assertThat(emailOf("u3")).isNull();
  }

  private static LocalDate day(int day) {
    return LocalDate.of(2026, 1, day);
  }

  @Test
  void anErasureTakesTheContactAtOnceAndItStaysAway() throws IOException {
    String rows = "u1,ann@example.org,Ann Ash,en\nu2,bo@example.org,Bo,de\n";
    keep("a.csv", rows, 1);
    keep("b.csv", rows.replace("Ash", "Oak"), 2);
    long ann = id("u1");
    ledger.forget(Scheme.USER_ID, "u1", Progress.NONE);
    assertThat(ledger.contacts().of(List.of(ann))).isEmpty();
    assertThat(number("select count(*) from person_contact where person = " + ann)).isZero();
    assertThat(emailOf("u2")).isEqualTo("bo@example.org");
    keep("c.csv", rows, 3); // the same bytes as a.csv, which it replaces
    // Nor under another id: the address was hers alone.
    keep("d.csv", "u9,ann@example.org,Ann Ash,en\n", 4);
    assertThat(ledger.contacts().of(List.of(ann, id("u9")))).isEmpty();
    assertThat(kept()).isEqualTo(2);
  }

  @Test
  void aContactOpensForItsPersonOnly() throws IOException {
    keep("a.csv", "u1,ann@example.org,Ann,en\nu2,bo@example.org,Bo,de\n", 1);
    change(
        "update person_contact c set sealed = o.sealed from person_contact o where o.person <> c.person");
    assertThatThrownBy(() -> of("u1"))
        .isInstanceOfSatisfying(
            StoplogException.class, e -> assertThat(e.problem()).isEqualTo(Problem.KEYSET_WRONG))
        .hasMessageNotContainingAny("ann", "bo@");
  }

  @Test
  void aBackupBringsThemBackElsewhereForTheSameKeysetOnly() throws IOException {
    keep("a.csv", "u1,ann@example.org,Ann,en\n", 1);
    long ann = id("u1");
    Path backup = temp.resolve("record.backup");
    Backup.write(ledger.stores().folder(), ledger.stores().database(), backup, Progress.NONE);
    Backup.restore(backup, temp.resolve("elsewhere"), ledger.stores().keys().databasePassword());
    ledger.close();
    Files.createDirectories(temp.resolve("other"));
    open("unrelated", "other").close();
    assertThatThrownBy(() -> open("elsewhere", "other").close())
        .isInstanceOf(StoplogException.class);
    ledger = open("elsewhere", "keys");
    assertThat(ledger.contacts().of(List.of(ann)).get(ann).email()).isEqualTo("ann@example.org");
  }

  @Test
  void aFileThatIsNotOfPeopleHandsNoNamesOver() throws IOException, SQLException {
    Path held = Files.writeString(temp.resolve("held.csv"), "email,name\nann@example.org,Ann\n");
    ImportReport report =
        ledger.importFile(
            new ImportRequest(held, Purpose.HOLDINGS, null, 1, 1, null, null, null, false, true),
            Progress.NONE);
    assertThat(report.mapping().contacts()).isFalse();
    assertThat(kept()).isZero();
  }

  @Test
  void asksForAThousandAtMost() {
    List<Long> many = LongStream.rangeClosed(1, 1_001).boxed().toList();
    assertThatThrownBy(() -> ledger.contacts().of(many))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(ledger.contacts().of(many.subList(0, 1_000))).isEmpty();
    assertThat(ledger.contacts().of(List.of())).isEmpty();
  }
}
