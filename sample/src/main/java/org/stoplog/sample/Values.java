package org.stoplog.sample;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Every personal value of the sample, to look for where none may be. May hold a value twice. None
 * is shorter than six bytes in UTF-8.
 */
public final class Values {
  private final World world;

  public Values(World world) {
    this.world = world;
  }

  /** One after the other, not held in memory. */
  public Stream<String> all() {
    Stream<String> organisations =
        world.organisations().stream()
            .flatMap(organisation -> Stream.of(organisation.id(), organisation.name()));
    Stream<String> devices =
        world.devices().stream().flatMap(device -> Stream.of(device.uuid(), device.anonymousId()));
    Stream<String> strangers =
        IntStream.of(0, 2, 1000, 1001, 1002, 1003, 1004, 2000, 3000).mapToObj(Messy::stranger);
    return Stream.of(world.people().stream().flatMap(Values::of), organisations, devices, strangers)
        .flatMap(values -> values);
  }

  private static Stream<String> of(Person person) {
    Stream<String> addresses =
        person.mailboxes.stream()
            .map(Held::what)
            .flatMap(mailbox -> Stream.of(mailbox, atSupplier(person, mailbox)))
            .flatMap(Values::spellings);
    Stream<String> phones =
        person.phones.stream()
            .map(Held::what)
            .flatMap(phone -> Arrays.stream(Phone.Notation.values()).map(phone::spelled));
    return Stream.concat(Stream.of(person.userId, person.name), Stream.concat(addresses, phones));
  }

  private static Mailbox atSupplier(Person person, Mailbox mailbox) {
    return Messy.mistaken(person, mailbox, new SplittableRandom(person.index));
  }

  private static Stream<String> spellings(Mailbox mailbox) {
    return Arrays.stream(Mailbox.Spelling.values())
        .map(spelling -> mailbox.spelled(spelling).strip())
        .distinct();
  }
}
