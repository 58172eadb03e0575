package org.stoplog.ledger.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stoplog.catalog.ElementSet;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.Progress;
import org.stoplog.ledger.exposure.Coverages;
import org.stoplog.ledger.exposure.Exposure;
import org.stoplog.ledger.exposure.Question;
import org.stoplog.ledger.exposure.Windows;
import org.stoplog.ledger.identity.Keyset;
import org.stoplog.ledger.identity.Scheme;
import org.stoplog.ledger.intake.ImportRequest;
import org.stoplog.ledger.intake.StoredRows;
import org.stoplog.ledger.journal.ClosedSegment;
import org.stoplog.ledger.journal.Gap;
import org.stoplog.ledger.journal.Result;
import org.stoplog.ledger.journal.Ticket;
import org.stoplog.ledger.reader.Purpose;
import org.stoplog.ledger.register.Coverage;
import org.stoplog.ledger.register.Register;
import org.stoplog.ledger.traffic.Segment.State;

/** Segments on the server: what is kept, what is refused, and what they become. */
class TrafficIT {
  @TempDir static Path temp;

  private static Ledger ledger;
  private static Instant now = Instant.parse("2026-03-10T12:00:00Z");
  private static int made;

  private final UUID gateway = UUID.randomUUID();
  private int supplier;
  private int connection;

  @BeforeAll
  static void open() throws IOException {
    Files.setPosixFilePermissions(temp, PosixFilePermissions.fromString("rwx--x--x"));
    ledger =
        Ledger.open(
            new Ledger.Options(temp.resolve("data"), temp.resolve("keys"), null, 256, () -> now));
    Path people =
        Files.writeString(
            temp.resolve("people.csv"), "id,email\nann,a@example.com\nbob,b@x.test\n");
    ledger.importFile(
        new ImportRequest(people, Purpose.PEOPLE, null, 0, 0, null, null, null), Progress.NONE);
  }

  @AfterAll
  static void close() {
    ledger.close();
  }

  @BeforeEach
  void register() {
    made++;
    ledger.inTransaction(
        db -> {
          Register register = new Register(db);
          supplier = register.getOrCreate("Supplier " + made).id();
          connection = register.getOrCreateConnection(supplier, "one").id();
          return connection;
        });
  }

  private ClosedSegment write(UUID of, Consumer<Sending> content) {
    return write(of, ledger.stores().keys().sealingPublicKey(), content);
  }

  private static ClosedSegment write(UUID of, byte[] key, Consumer<Sending> content) {
    try (Sending sending = new Sending(temp.resolve(of.toString()), of, key, () -> now)) {
      content.accept(sending);
      return sending.end().getLast();
    }
  }

  private static Receipt keep(UUID of, ClosedSegment segment) {
    try (InputStream in = Files.newInputStream(segment.file())) {
      return ledger.traffic().segments().keep(of, segment.number(), segment.sha256(), in);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static List<Long> recordAll(UUID of) {
    List<Long> batches = new ArrayList<>();
    boolean more = true;
    while (more) {
      Recorded recorded = record(of);
      batches.addAll(recorded.batches());
      more = recorded.more();
    }
    return batches;
  }

  private static Recorded record(UUID of) {
    return ledger.traffic().recorder().record(of, Sending.MAPPINGS, Progress.NONE);
  }

  private List<Long> recorded(Consumer<Sending> content) {
    assertThat(keep(gateway, write(gateway, content))).isEqualTo(new Receipt.Kept(false));
    return recordAll(gateway);
  }

  private static State state(UUID of, long number) {
    return ledger.traffic().segments().find(of, number).orElseThrow().state();
  }

  private static long count(String sql) {
    return ledger.inTransaction(
        db -> {
          try (Statement find = db.createStatement();
              ResultSet row = find.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
          }
        });
  }

  private Exposure expose() {
    return ledger.expose(
        new Question(
            "all",
            List.of(supplier),
            Map.of(),
            new Windows(List.of()),
            ElementSet.NONE,
            List.of(),
            null,
            List.of(),
            List.of()),
        Progress.NONE);
  }

  private Coverage coverage() {
    return ledger.inTransaction(db -> Coverages.of(db, supplier, LocalDate.of(2026, 3, 31)));
  }

  private Coverage.State state(String month) {
    return coverage().cells().stream()
        .filter(cell -> cell.month().equals(YearMonth.parse(month)))
        .findFirst()
        .orElseThrow()
        .state();
  }

  @Test
  void keepsASegmentOnceAndRefusesWhatIsNotIt() throws IOException {
    ClosedSegment segment = write(gateway, s -> s.user(connection, "ann", false, Result.DELIVERED));
    byte[] bytes = Files.readAllBytes(segment.file());
    Segments segments = ledger.traffic().segments();
    assertThat(segments.keep(gateway, 1, "0".repeat(64), new ByteArrayInputStream(bytes)))
        .isEqualTo(new Receipt.Refused(Receipt.Why.NOT_AS_SAID));
    assertThat(segments.keep(gateway, 2, segment.sha256(), new ByteArrayInputStream(bytes)))
        .isEqualTo(new Receipt.Refused(Receipt.Why.OF_ANOTHER));
    assertThat(
            segments.keep(UUID.randomUUID(), 1, segment.sha256(), new ByteArrayInputStream(bytes)))
        .isEqualTo(new Receipt.Refused(Receipt.Why.OF_ANOTHER));
    assertThat(segments.keep(gateway, 2 << 20, segment.sha256(), new ByteArrayInputStream(bytes)))
        .isEqualTo(new Receipt.Refused(Receipt.Why.TOO_FAR));
    byte[] text = "no segment".getBytes(StandardCharsets.US_ASCII);
    String hash = SegmentFiles.sha256(Files.write(temp.resolve("text"), text));
    assertThat(segments.keep(gateway, 1, hash, new ByteArrayInputStream(text)))
        .isEqualTo(new Receipt.Refused(Receipt.Why.NO_SEGMENT));
    assertThat(segments.find(gateway, 1)).isEmpty();

    assertThat(keep(gateway, segment)).isEqualTo(new Receipt.Kept(false));
    assertThat(keep(gateway, segment)).isEqualTo(new Receipt.Kept(true));
    long before = count("select count(*) from audit_entry where act = 'segment.refused'");
    for (int i = 0; i < 3; i++) {
      assertThat(segments.keep(gateway, 1, hash, new ByteArrayInputStream(text)))
          .isEqualTo(new Receipt.Refused(Receipt.Why.OTHER_CONTENT));
    }
    assertThat(count("select count(*) from audit_entry where act = 'segment.refused'") - before)
        .as("said once")
        .isEqualTo(1);
    assertThat(recordAll(gateway)).hasSize(1);
    assertThat(keep(gateway, segment)).isEqualTo(new Receipt.Kept(true));
    assertThat(record(gateway).more()).isFalse();
    assertThat(state(gateway, 1)).isEqualTo(State.DONE);
    assertThat(ledger.stores().folder().segments().resolve(gateway.toString())).isEmptyDirectory();
  }

  @Test
  void toldApartIsWhatWasDeliveredPossiblyReceivedAndStopped() {
    recorded(
        s -> {
          s.user(connection, "ann", false, Result.DELIVERED);
          s.user(connection, "bob", false, null);
          s.user(connection, "ann", false, Result.UNKNOWN);
          s.user(connection, "carl", false, Result.REFUSED);
          s.user(connection, "dora", false, Result.NOT_SENT);
        });
    Exposure exposure = expose();
    assertThat(exposure.summary().seen()).isEqualTo(2);
    assertThat(exposure.summary().seenPossible()).as("Bob only").isEqualTo(1);
    assertThat(exposure.summary().subjects()).as("neither Carl nor Dora").isZero();
    String day = " from traffic_day where connection = " + connection;
    assertThat(count("select delivered" + day)).isEqualTo(1);
    assertThat(count("select possible" + day)).isEqualTo(2);
    assertThat(count("select refused" + day)).isEqualTo(1);
    assertThat(count("select unsent" + day)).isEqualTo(1);
    assertThat(count("select extract(epoch from refused_last)" + day))
        .isEqualTo(now.getEpochSecond());
    assertThat(state("2026-03")).isEqualTo(Coverage.State.RECORDED);
    assertThat(coverage().complete()).isTrue();
  }

  @Test
  void attemptsAreToldByHostAndApplication() throws IOException {
    ledger
        .stores()
        .database()
        .transaction(
            db -> {
              try (Statement insert = db.createStatement()) {
                insert.execute(
                    """
                    insert into traffic_attempt
                    select '%s', %d, '2026-03-10', n || '.example', 'crm', 1, '%s', '%s'
                    from generate_series(1, 999) n
                    """
                        .formatted(gateway, connection, now, now));
              }
              return true;
            });
    List<Long> batches =
        recorded(
            s -> {
              s.attempt(connection, "api.example", "crm");
              s.attempt(connection, "api.example", "crm");
              s.attempt(connection, "one.too.many.example", "crm");
              s.attempt(connection, "7.example", "crm");
              s.attempt(0, "shadow.example", "mail er");
            });
    assertThat(batches).as("no disclosure").isEmpty();
    String of = " from traffic_attempt where gateway = '" + gateway + "' and connection = ";
    assertThat(count("select refused" + of + connection + " and host = 'api.example'"))
        .isEqualTo(2);
    assertThat(count("select refused" + of + connection + " and host = '7.example'")).isEqualTo(2);
    assertThat(count("select refused" + of + connection + " and app = '(others)'")).isEqualTo(1);
    assertThat(count("select refused" + of + "0 and host = 'shadow.example'")).isEqualTo(1);
    assertThat(count("select refused from traffic_day where connection = " + connection))
        .isEqualTo(4);
    assertThat(count("select count(*) from traffic_day where connection = 0")).isZero();
  }

  @Test
  void whatTwoGatewaysNumberAlikeStaysApart() {
    UUID other = UUID.randomUUID();
    recorded(s -> s.user(connection, "ann", false, Result.DELIVERED));
    assertThat(keep(other, write(other, s -> s.user(connection, "ann", false, Result.DELIVERED))))
        .isEqualTo(new Receipt.Kept(false));
    assertThat(recordAll(other)).hasSize(1);
    assertThat(
            count(
                "select sum(rows) from batch where status = 'live' and connection = " + connection))
        .isEqualTo(2);
  }

  @Test
  void aBatchThatWasTakenBackStaysOutWhenItsGroupGoesOn() {
    keep(
        gateway,
        write(
            gateway,
            s -> {
              s.user(connection, "ann", false, Result.DELIVERED);
              s.user(connection, "ann", false, Result.UNKNOWN);
            }));
    int[] calls = new int[1];
    Mappings failing =
        number -> {
          // Once when the segment is checked, then once for each batch.
          if (++calls[0] > 2) {
            throw new IllegalStateException("cut off");
          }
          return Sending.MAPPINGS.of(number);
        };
    try {
      ledger.traffic().recorder().record(gateway, failing, Progress.NONE);
      throw new AssertionError("was not cut off");
    } catch (IllegalStateException e) {
      assertThat(e).hasMessage("cut off");
    }
    assertThat(state(gateway, 1)).isEqualTo(State.PLANNED);
    long batch = count("select id from batch where connection = " + connection);
    ledger.undo(batch, Progress.NONE);
    assertThat(StoredRows.of(ledger, batch)).isEmpty();
    assertThat(recordAll(gateway)).as("the other part alone").hasSize(1);
    assertThat(expose().summary().seen()).isEqualTo(1);
    assertThat(expose().summary().seenPossible()).isEqualTo(1);
  }

  @Test
  void whoeverWasErasedDoesNotComeBack() throws IOException {
    Path people = Files.writeString(temp.resolve("zoe.csv"), "id,email\nzoe,zoe@example.com\n");
    ledger.importFile(
        new ImportRequest(people, Purpose.PEOPLE, null, 0, 0, null, null, null), Progress.NONE);
    recorded(s -> s.user(connection, "zoe", false, Result.DELIVERED));
    assertThat(expose().summary().seen()).isEqualTo(1);
    ledger.forget(Scheme.USER_ID, "zoe", Progress.NONE);
    List<Long> batches =
        recorded(
            s -> {
              s.user(connection, "zoe", false, Result.DELIVERED);
              s.email(connection, "zoe@example.com", Result.DELIVERED);
              s.nobody(connection, Result.DELIVERED);
            });
    assertThat(expose().summary().seen()).isZero();
    assertThat(expose().summary().subjects()).isZero();
    assertThat(count("select suppressed from batch where id = " + batches.getFirst())).isEqualTo(2);
    assertThat(count("select left_out from batch where id = " + batches.getFirst())).isEqualTo(1);
  }

  @Test
  void setsAsideWhatCannotBeReadAndGoesOn() throws IOException {
    byte[] frames = {9};
    keep(
        gateway,
        write(gateway, s -> s.record(connection, 77, null, new byte[] {3, 0, 0, 0, 0}, null)));
    keep(gateway, write(gateway, s -> s.user(connection, "ann", false, Result.DELIVERED)));
    keep(gateway, write(gateway, s -> s.user(999_999, "ann", false, Result.DELIVERED)));
    ClosedSegment altered = write(gateway, s -> s.user(connection, "bob", false, Result.DELIVERED));
    keep(gateway, altered);
    Path kept = ledger.stores().folder().segments().resolve(gateway + "/0000000004.seg");
    byte[] bytes = Files.readAllBytes(kept);
    bytes[bytes.length / 2] ^= 1;
    Files.write(kept, bytes);
    keep(
        gateway,
        write(
            gateway, s -> s.record(connection, Sending.MIXPANEL, null, frames, Result.DELIVERED)));
    Recorded recorded = record(gateway);
    assertThat(recorded.segments()).isEqualTo(2);
    assertThat(recorded.unreadable()).isEqualTo(3);
    assertThat(ledger.traffic().segments().waiting(gateway))
        .extracting(Segment::number, Segment::state, Segment::why)
        .containsExactly(
            org.assertj.core.api.Assertions.tuple(1L, State.UNREADABLE, "mapping-unknown"),
            org.assertj.core.api.Assertions.tuple(3L, State.UNREADABLE, "connection-unknown"),
            org.assertj.core.api.Assertions.tuple(4L, State.UNREADABLE, "file-changed"));
    assertThat(
            count(
                "select count(*) from audit_entry where act = 'segment.unreadable'"
                    + " and detail like '%"
                    + gateway
                    + "%'"))
        .isEqualTo(3);
    assertThat(expose().summary().seen()).isEqualTo(1);
    assertThat(count("select opaque from traffic_day where connection = " + connection))
        .as("the record that is none")
        .isEqualTo(1);
    assertThat(state("2026-03")).isEqualTo(Coverage.State.PARTIAL);
    assertThat(coverage().complete()).isFalse();
    assertThat(coverage().summary()).endsWith("0 of 1 connections dark, 1 recorded with holes");

    // A newer version knows the mapping, and the file is there again.
    Files.write(kept, Files.readAllBytes(altered.file()));
    assertThat(ledger.traffic().segments().tryAgain(null, gateway, 4)).isTrue();
    assertThat(ledger.traffic().segments().tryAgain(null, gateway, 1)).isTrue();
    assertThat(ledger.traffic().segments().tryAgain(null, gateway, 2)).isFalse();
    Mappings newer = number -> Sending.MAPPINGS.of(number == 77 ? Sending.MIXPANEL : number);
    assertThat(ledger.traffic().recorder().record(gateway, newer, Progress.NONE).segments())
        .isEqualTo(2);
    assertThat(expose().summary().seen()).isEqualTo(2);
  }

  @Test
  void setsAsideWhatIsSealedToAnotherKeyset() {
    try (Keyset other = Keyset.openOrCreate(temp.resolve("other-keys"), null)) {
      ClosedSegment segment =
          write(
              gateway,
              other.sealingPublicKey(),
              s -> s.user(connection, "ann", false, Result.DELIVERED));
      assertThat(keep(gateway, segment)).isEqualTo(new Receipt.Kept(false));
    }
    assertThat(recorded(s -> s.user(connection, "bob", false, Result.DELIVERED))).hasSize(1);
    assertThat(ledger.traffic().segments().find(gateway, 1).orElseThrow().why())
        .isEqualTo("keyset-wrong");
  }

  @Test
  void keepsTheBeginningOfASegmentWhoseEndIsDamaged() throws IOException {
    ClosedSegment whole =
        write(
            gateway,
            s -> {
              s.user(connection, "ann", false, Result.DELIVERED);
              s.user(connection, "bob", false, Result.DELIVERED);
            });
    byte[] bytes = Files.readAllBytes(whole.file());
    byte[] longer = Arrays.copyOf(bytes, bytes.length + 100);
    Path file = Files.write(temp.resolve("longer"), longer);
    assertThat(keep(gateway, new ClosedSegment(1, file, longer.length, SegmentFiles.sha256(file))))
        .isEqualTo(new Receipt.Kept(false));
    assertThat(recordAll(gateway)).hasSize(1);
    assertThat(expose().summary().seen()).isEqualTo(2);
    assertThat(state(gateway, 1)).isEqualTo(State.UNREADABLE);
    assertThat(ledger.traffic().segments().tryAgain(null, gateway, 1))
        .as("part of it is in the tables")
        .isFalse();
    assertThat(state("2026-03")).isEqualTo(Coverage.State.PARTIAL);
  }

  @Test
  void waitsForAMissingSegmentAndThenSaysIt() {
    ClosedSegment first = write(gateway, s -> s.user(connection, "ann", false, Result.DELIVERED));
    ClosedSegment second = write(gateway, s -> s.user(connection, "bob", false, Result.DELIVERED));
    ClosedSegment third = write(gateway, s -> s.user(connection, "ann", false, Result.DELIVERED));
    keep(gateway, third);
    keep(gateway, first);
    assertThat(record(gateway).segments()).isEqualTo(1);
    assertThat(record(gateway)).isEqualTo(new Recorded(0, List.of(), 0, 0, false));
    now = now.plus(Recorder.PATIENCE).plusSeconds(1);
    Recorded recorded = record(gateway);
    assertThat(recorded.missing()).isEqualTo(1);
    assertThat(recorded.segments()).isEqualTo(1);
    assertThat(state("2026-03")).isEqualTo(Coverage.State.PARTIAL);
    keep(gateway, second);
    assertThat(recordAll(gateway)).hasSize(1);
    assertThat(state("2026-03")).isEqualTo(Coverage.State.RECORDED);
    assertThat(ledger.traffic().segments().waiting(gateway)).isEmpty();
    assertThat(expose().summary().seen()).isEqualTo(2);
  }

  @Test
  void aMonthOfWhichNobodyCouldReadAnythingIsDark() {
    List<Long> batches =
        recorded(
            s -> {
              s.opaque(connection, Result.DELIVERED);
              s.opaque(connection, Result.DELIVERED);
            });
    assertThat(count("select left_out from batch where id = " + batches.getFirst())).isEqualTo(2);
    assertThat(state("2026-03")).isEqualTo(Coverage.State.DARK);
    recorded(
        s -> {
          s.user(connection, "ann", false, Result.DELIVERED);
          s.opaque(connection, Result.REFUSED);
        });
    assertThat(state("2026-03")).isEqualTo(Coverage.State.PARTIAL);
  }

  @Test
  void countsStreamsAndGapsOnce() {
    Ticket[] stream = new Ticket[1];
    ClosedSegment[] first = new ClosedSegment[1];
    Gap gap = new Gap(now.toEpochMilli() - 9, now.toEpochMilli(), connection, 3);
    ClosedSegment second;
    Path folder = temp.resolve(gateway.toString());
    byte[] key = ledger.stores().keys().sealingPublicKey();
    try (Sending sending = new Sending(folder, gateway, key, () -> now)) {
      stream[0] = sending.open(connection);
      sending.journal().gap(gap);
      sending.journal().gap(gap);
      sending.journal().end(stream[0], now.toEpochMilli(), 77);
      sending.user(connection, "ann", false, Result.DELIVERED);
      first[0] = sending.end().getLast();
    }
    second = write(gateway, s -> s.journal().gap(gap));
    keep(gateway, first[0]);
    keep(gateway, second);
    recordAll(gateway);
    String of = " where connection = " + connection;
    assertThat(count("select count(*) from traffic_gap" + of)).isEqualTo(1);
    assertThat(count("select requests from traffic_gap" + of)).isEqualTo(3);
    assertThat(count("select bytes from traffic_stream" + of)).isEqualTo(77);
    assertThat(count("select streams from traffic_day" + of)).isEqualTo(1);
    assertThat(state("2026-03")).isEqualTo(Coverage.State.PARTIAL);
  }
}
