package org.stoplog.sample;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An account of Northgate's. Filled while the world is made, read only after. */
final class Person {
  final int index;
  final String userId;
  final Quirk quirk;
  final String name;
  final Place place;
  final int birthYear;

  /** First day; {@link Span#ALWAYS} for those from before records began. */
  final int created;

  /** First day after the account was closed, or {@link Span#OPEN}. */
  int closed = Span.OPEN;

  final List<Held<Mailbox>> mailboxes = new ArrayList<>(1);
  final List<Held<Phone>> phones = new ArrayList<>(1);
  final List<Held<String>> plans = new ArrayList<>(2);
  final List<Held<Membership>> memberships = new ArrayList<>(1);
  @Nullable Device device;
  @Nullable Person mergedInto;
  @Nullable Person guardian;

  Person(int index, Quirk quirk, String name, Place place, int birthYear, int created) {
    this.index = index;
    this.userId = "u_" + String.format("%06d", index);
    this.quirk = quirk;
    this.name = name;
    this.place = place;
    this.birthYear = birthYear;
    this.created = created;
  }

  /** The account that stands for this one after all merges. */
  Person canonical() {
    Person person = this;
    while (person.mergedInto != null) {
      person = person.mergedInto;
    }
    return person;
  }

  Span life() {
    return new Span(created, closed);
  }

  void has(Mailbox mailbox, Span span) {
    mailboxes.add(new Held<>(mailbox, span));
    mailbox.holders.add(new Holder(this, span));
  }

  void has(Phone phone, Span span) {
    phones.add(new Held<>(phone, span));
    phone.holders().add(new Holder(this, span));
  }

  void has(Device used) {
    device = used;
    used.users().add(this);
  }

  /** The first mailbox held that day. */
  @Nullable Mailbox mailboxOn(int day) {
    return on(mailboxes, day);
  }

  @Nullable Phone phoneOn(int day) {
    return on(phones, day);
  }

  @Nullable Membership membershipOn(int day) {
    return on(memberships, day);
  }

  private static <T> @Nullable T on(List<Held<T>> all, int day) {
    for (Held<T> held : all) {
      if (held.span().has(day)) {
        return held.what();
      }
    }
    return null;
  }
}
