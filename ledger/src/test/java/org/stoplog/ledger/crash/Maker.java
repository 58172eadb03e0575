package org.stoplog.ledger.crash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.stoplog.ledger.crash.Sheet.Id;
import org.stoplog.ledger.crash.Sheet.PersonRow;
import org.stoplog.ledger.crash.Sheet.RecordRow;
import org.stoplog.ledger.identity.Scheme;
import org.stoplog.ledger.reader.Purpose;

/**
 * Makes random files and questions about a few people who are as awkward as they come: shared and
 * recycled mailboxes, tags, strangers who differ by a tag, merged accounts, shared devices.
 */
final class Maker {
  private static final int PEOPLE = 12;
  private static final int CROWD_FROM = 1000;
  private static final int CROWD = 1500;
  private static final LocalDate START = LocalDate.of(2024, 11, 1);
  private static final List<String> PLANS = List.of("pro", "free", "trial");
  private static final List<String> SHARED =
      List.of("family@example.test", "desk@example.test", "info@example.test");

  private final Random random;
  private final Path folder;
  private int made;

  Maker(Random random, Path folder) {
    this.random = random;
    this.folder = folder;
  }

  /** Every identifier that can occur, one a line: scheme, value, supplier, name. */
  static List<String> universe() {
    Set<String> lines = new TreeSet<>();
    List<String> emails = new ArrayList<>(SHARED);
    for (int i = 0; i < PEOPLE + CROWD; i++) {
      int n = i < PEOPLE ? i : CROWD_FROM + i - PEOPLE;
      put(lines, Scheme.USER_ID, "u" + n, 0);
      emails.add(own(n));
      if (i < PEOPLE) {
        List.of("", "+a", "+b", "+shop").forEach(tag -> emails.add(twin(n / 2, tag)));
        emails.add(tagged(n));
        emails.add("pool" + n + "@example.test");
        put(lines, Scheme.PHONE, phone(n), 0);
        put(lines, Scheme.ORGANISATION_ID, "org" + n, 0);
        put(lines, Scheme.SUPPLIER_ID, "d" + n, 1);
        put(lines, Scheme.SUPPLIER_ID, "d" + n, 2);
        for (Id id : Id.of(Scheme.PHONE, phone(n), 0).derived()) {
          put(lines, scheme(id), id.value(), 0);
        }
      }
    }
    for (String email : emails) {
      for (Id id : Id.of(Scheme.EMAIL, email, 0).derived()) {
        put(
            lines,
            id.scheme() == Scheme.EMAIL_BASE.code() ? Scheme.EMAIL : scheme(id),
            id.value(),
            0);
      }
    }
    return List.copyOf(lines);
  }

  private static Scheme scheme(Id id) {
    return Scheme.values()[id.scheme() - 1];
  }

  private static void put(Set<String> lines, Scheme scheme, String value, int supplier) {
    String name = Id.of(scheme, value, supplier).subject();
    lines.add(String.join("\t", scheme.slug(), value, Integer.toString(supplier), name));
  }

  private static String own(int n) {
    return "p" + n + "@example.test";
  }

  private static String tagged(int n) {
    return "p" + n + "+news@example.test";
  }

  /** Two people each have an address of their own that differs by its tag alone. */
  private static String twin(int pair, String tag) {
    return "twin" + pair + tag + "@example.test";
  }

  private static String phone(int n) {
    return "+4930123450" + (10 + n);
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  boolean chance(double share) {
    return random.nextDouble() < share;
  }

  <T> T pick(List<T> things) {
    return things.get(random.nextInt(things.size()));
  }

  private LocalDate day() {
    return START.plusDays(random.nextInt(300));
  }

  private Instant time() {
    // Few days and hours, so that rows of a day are rolled up and windows cut through them.
    return Instant.parse("2024-11-01T00:00:00Z")
        .plusSeconds(86_400L * random.nextInt(12) * 25 + 3_600L * random.nextInt(24));
  }

  /** As somebody typed it: the case of an e-mail does not matter. */
  private String typed(String email) {
    return chance(0.2) ? email.toUpperCase(Locale.ROOT) : email;
  }

  private String email(int n) {
    return switch (random.nextInt(8)) {
      case 0 -> pick(SHARED);
      case 1 -> "pool" + random.nextInt(3) + "@example.test";
      case 2 -> twin(n / 2, n % 2 == 0 ? "+a" : "+b");
      default -> own(n);
    };
  }

  /** A people file: small, or with a crowd that nobody asks about. */
  Sheet people(boolean crowd) {
    List<PersonRow> rows = new ArrayList<>();
    for (int i = 3 + random.nextInt(10); i > 0; i--) {
      int n = random.nextInt(PEOPLE);
      boolean isFirst = rows.stream().noneMatch(row -> row.user().equals("u" + n));
      LocalDate since = chance(0.4) ? day() : null;
      LocalDate until = chance(0.3) ? day() : null;
      rows.add(
          new PersonRow(
              chance(0.05) ? "" : "u" + n,
              chance(0.85) ? email(n) : "",
              chance(0.3) ? phone(chance(0.8) ? n : random.nextInt(PEOPLE)) : "",
              chance(0.8) ? pick(PLANS) : "",
              since,
              until,
              isFirst && chance(0.12) ? "u" + random.nextInt(PEOPLE) : "",
              chance(0.3) ? "org" + random.nextInt(4) : "",
              chance(0.1) ? "u" + random.nextInt(PEOPLE) : ""));
    }
    for (int n = CROWD_FROM; crowd && n < CROWD_FROM + CROWD; n++) {
      rows.add(new PersonRow("u" + n, own(n), "", "", null, null, "", "", ""));
    }
    List<PersonRow> said =
        rows.stream()
            .map(
                row ->
                    row.user().isEmpty()
                        ? new PersonRow("", "", "", row.plan(), null, null, "", "", "")
                        : row)
            .toList();
    String text =
        Sheet.PEOPLE_HEADER
            + said.stream()
                .map(row -> row.line().replace(row.email(), typed(row.email())) + "\n")
                .collect(Collectors.joining());
    return write(new Sheet(name("people"), Purpose.PEOPLE, day(), said, List.of(), text));
  }

  /** A file of what was sent or is held: small, or long about the same few people. */
  Sheet records(Purpose purpose, boolean isLong) {
    List<RecordRow> rows = new ArrayList<>();
    boolean holdings = purpose == Purpose.HOLDINGS;
    for (int i = isLong ? 20_000 : 2 + random.nextInt(14); i > 0; i--) {
      int n = random.nextInt(PEOPLE);
      String email = chance(0.2) ? pick(List.of(tagged(n), twin(n / 2, "+shop"))) : email(n);
      boolean isBad = chance(0.05);
      rows.add(
          new RecordRow(
              !isBad && chance(0.4) ? "u" + n : "",
              !isBad && chance(0.4) ? email : "",
              !isBad && chance(0.1) ? phone(n) : "",
              !isBad && chance(0.1) ? Sheet.hash("SHA-256", email(n)) : "",
              !isBad && chance(0.3) ? "d" + (chance(0.6) ? n : random.nextInt(PEOPLE)) : "",
              !isBad && chance(0.1) ? "org" + random.nextInt(4) : "",
              isBad || chance(0.4) ? "Ann" : "",
              chance(0.3) ? "192.0.2.7" : "",
              holdings || chance(0.03) ? null : time()));
    }
    String text =
        Sheet.RECORD_HEADER
            + rows.stream().map(row -> row.line() + "\n").collect(Collectors.joining());
    LocalDate asOf = holdings ? day() : null;
    return write(
        new Sheet(name(isLong ? "long" : "records"), purpose, asOf, List.of(), rows, text));
  }

  /** A file with nothing in it, or with nothing of use. */
  Sheet useless() {
    String text =
        chance(0.5) ? "" : Sheet.RECORD_HEADER + ",,,,,,Ann,,\n".repeat(1 + random.nextInt(3));
    List<RecordRow> rows =
        text.lines()
            .skip(1)
            .map(line -> new RecordRow("", "", "", "", "", "", "Ann", "", null))
            .toList();
    return write(new Sheet(name("useless"), Purpose.DISCLOSURES, null, List.of(), rows, text));
  }

  private String name(String kind) {
    return kind + made++ + ".csv";
  }

  private Sheet write(Sheet sheet) {
    try {
      Files.writeString(path(sheet), sheet.text());
      return sheet;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  Path path(Sheet sheet) {
    return folder.resolve(sheet.name());
  }

  Asked question() {
    List<Asked.Span> windows = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      Instant from = time();
      windows.add(
          new Asked.Span(
              chance(0.3), from, from.plusSeconds(3_600L * (1 + random.nextInt(2_000)))));
    }
    return new Asked(
        pick(List.of(List.of(1), List.of(2), List.of(1, 2))),
        windows,
        chance(0.3) ? day() : null,
        chance(0.7) ? List.of() : List.of("contact.email", "work.employer"),
        chance(0.8) ? "" : pick(PLANS),
        chance(0.5) ? null : day(),
        chance(0.7) ? "" : pick(PLANS));
  }

  Asked everything() {
    return new Asked(List.of(1, 2), List.of(), null, List.of(), "", null, "");
  }

  /** An identifier to look somebody up by, or to erase them by. */
  Id somebody() {
    int n = random.nextInt(PEOPLE);
    return switch (random.nextInt(4)) {
      case 0 -> Id.of(Scheme.EMAIL, email(n), 0);
      case 1 -> Id.of(Scheme.SUPPLIER_ID, "d" + n, 1);
      default -> Id.of(Scheme.USER_ID, "u" + n, 0);
    };
  }
}
