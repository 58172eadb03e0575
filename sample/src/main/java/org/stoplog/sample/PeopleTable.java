package org.stoplog.sample;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.stoplog.sample.Mailbox.Spelling;

/**
 * The directory as of the first letter: one row for each stretch of time in which nothing about the
 * person changed, and one more for each further address held then.
 */
final class PeopleTable implements Table {
  private static final List<Column> COLUMNS =
      Stream.of(
              "id",
              "email",
              "phone",
              "name",
              "country",
              "language",
              "plan",
              "status",
              "org_id",
              "org_role",
              "since",
              "until",
              "merged_into",
              "guardian",
              "birth_year")
          .map(Column::of)
          .toList();

  private final World world;

  PeopleTable(World world) {
    this.world = world;
  }

  @Override
  public String file() {
    return SampleFiles.PEOPLE;
  }

  @Override
  public List<Column> columns() {
    return COLUMNS;
  }

  @Override
  public void rows(Consumer<Row> rows) {
    for (Person person : world.people()) {
      String phone = spelledPhone(person);
      TreeSet<Integer> changes = changes(person);
      for (int from : changes) {
        Integer next = changes.higher(from);
        int to = next == null ? Span.OPEN : next;
        List<Mailbox> mailboxes =
            person.mailboxes.stream()
                .filter(held -> held.span().has(from))
                .map(Held::what)
                .toList();
        rows.accept(
            row(person, phone, from, to, mailboxes.isEmpty() ? null : mailboxes.getFirst()));
        for (int i = 1; i < mailboxes.size(); i++) {
          rows.accept(row(person, phone, from, to, mailboxes.get(i)));
        }
      }
    }
  }

  private Row row(Person person, String phone, int from, int to, @Nullable Mailbox mailbox) {
    Membership membership = person.membershipOn(from);
    boolean open = person.life().has(from);
    String status = open ? "active" : person.mergedInto == null ? "closed" : "merged";
    String plan =
        person.plans.stream()
            .filter(held -> held.span().has(from))
            .map(Held::what)
            .findFirst()
            .orElse("");
    List<String> cells = new ArrayList<>(COLUMNS.size());
    cells.add(person.userId);
    cells.add(mailbox == null ? "" : spelled(person, mailbox));
    cells.add(person.phoneOn(from) == null ? "" : phone);
    cells.add(person.name);
    cells.add(person.place.name());
    cells.add(person.place.language);
    cells.add(plan);
    cells.add(status);
    cells.add(membership == null ? "" : membership.organisation().id());
    cells.add(membership == null ? "" : membership.role());
    cells.add(Span.text(from));
    cells.add(Span.text(to));
    cells.add(person.mergedInto == null ? "" : person.mergedInto.userId);
    cells.add(person.guardian == null ? "" : person.guardian.userId);
    cells.add(Integer.toString(person.birthYear));
    return new Row(new Subject.Account(person), Subject.UNDATED, null, cells);
  }

  /** Days on which something about the person changed; the first is that of the account. */
  private static TreeSet<Integer> changes(Person person) {
    TreeSet<Integer> days = new TreeSet<>();
    Stream.of(person.mailboxes, person.phones, person.plans, person.memberships)
        .flatMap(List::stream)
        .map(Held::span)
        .forEach(
            span -> {
              days.add(span.from());
              days.add(span.to());
            });
    days.add(person.created);
    days.add(person.closed);
    days.remove(Span.OPEN);
    return days;
  }

  static String spelled(Person person, Mailbox mailbox) {
    return switch (person.quirk) {
      case MESSY_DIRECTORY -> " " + mailbox.spelled(Spelling.UPPER_CASE) + "  ";
      case UNICODE_LOCAL_DECOMPOSED -> mailbox.spelled(Spelling.DECOMPOSED);
      case IDN_CYRILLIC -> mailbox.spelled(Spelling.OTHER_DOMAIN);
      default -> mailbox.plain();
    };
  }

  private String spelledPhone(Person person) {
    if (person.phones.isEmpty()) {
      return "";
    }
    SplittableRandom random = world.chance(1, person.index);
    return Messy.spell(person.phones.getFirst().what(), person, random);
  }
}
