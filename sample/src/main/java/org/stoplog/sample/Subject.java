package org.stoplog.sample;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a line of a supplier's file is about, known because the line was made from it. */
sealed interface Subject {
  /** No day is known. */
  int UNDATED = Integer.MAX_VALUE;

  /** Our own user id: always one person. */
  record Account(Person person) implements Subject {}

  record Address(Mailbox mailbox) implements Subject {}

  record Number(Phone phone) implements Subject {}

  /** A supplier's own id of a device. */
  record Machine(Device device) implements Subject {}

  /** Names an organisation and nobody in it. */
  record Customer(Organisation organisation) implements Subject {}

  /** An identifier that never was anybody's at Northgate. */
  record Stranger(String identifier) implements Subject {}

  /** Nothing to know anybody by: the line is left out. */
  record Nothing() implements Subject {}

  /**
   * Who is behind it.
   *
   * @param grade null when more than one person may be meant, or nobody
   * @param persons canonical; the candidates when the grade is null
   */
  record Behind(@Nullable Grade grade, List<Person> persons) {
    static final Behind NOBODY = new Behind(null, List.of());
  }

  /**
   * @param day UTC day on which the identifier was seen, or {@link #UNDATED}
   * @param linked devices that the supplier's events tie to people
   */
  default Behind on(int day, Set<Device> linked) {
    return switch (this) {
      case Account account -> new Behind(Grade.EXACT, List.of(account.person().canonical()));
      case Address address -> mailbox(address.mailbox(), day);
      case Number number -> held(number.phone().holders(), day);
      case Machine machine -> machine(machine.device(), linked);
      case Customer _, Stranger _, Nothing _ -> Behind.NOBODY;
    };
  }

  private static Behind machine(Device device, Set<Device> linked) {
    if (!linked.contains(device)) {
      return Behind.NOBODY;
    }
    List<Person> users = device.users().stream().map(Person::canonical).distinct().toList();
    return new Behind(users.size() == 1 ? Grade.LINKED : null, users);
  }

  private static Behind mailbox(Mailbox mailbox, int day) {
    if (!mailbox.holders.isEmpty()) {
      return held(mailbox.holders, day);
    }
    List<Holder> family =
        mailbox.family.members.stream().flatMap(member -> member.holders.stream()).toList();
    List<Person> persons = World.holders(family);
    return new Behind(persons.size() == 1 ? Grade.PROBABLE : null, persons);
  }

  private static Behind held(List<Holder> holders, int day) {
    if (day != UNDATED) {
      List<Holder> then = holders.stream().filter(holder -> holder.span().has(day)).toList();
      if (!then.isEmpty()) {
        List<Person> persons = World.holders(then);
        return new Behind(persons.size() == 1 ? Grade.EXACT : Grade.SHARED, persons);
      }
    }
    List<Person> ever = World.holders(holders);
    if (ever.size() == 1) {
      return new Behind(Grade.EXACT, ever);
    }
    boolean together =
        holders.stream().allMatch(a -> holders.stream().allMatch(b -> a.span().overlaps(b.span())));
    return new Behind(together ? Grade.SHARED : null, ever);
  }
}
