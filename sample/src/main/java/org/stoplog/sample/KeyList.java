package org.stoplog.sample;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/** A list with one column of keys and nothing else. */
final class KeyList implements Table {
  /** What the keys are. */
  enum Kind {
    ORGANISATIONS("keys-organisations.csv", "org_id", Datum.ORGANISATION),
    PHONES("keys-phones.csv", "phone", Datum.PHONE),
    HASHES("keys-email-sha256.csv", "email_sha256", Datum.EMAIL_HASH),
    /** User ids and device ids; the devices are known only to who has the supplier's events. */
    DISTINCT_IDS("keys-distinct-ids.csv", "distinct_id", Datum.USER_ID);

    final String file;
    final Column column;

    Kind(String file, String header, Datum datum) {
      this.file = file;
      this.column = new Column(header, datum);
    }
  }

  private final World world;
  private final Kind kind;

  KeyList(World world, Kind kind) {
    this.world = world;
    this.kind = kind;
  }

  @Override
  public String file() {
    return kind.file;
  }

  @Override
  public List<Column> columns() {
    return List.of(kind.column);
  }

  @Override
  public void rows(Consumer<Row> rows) {
    switch (kind) {
      case ORGANISATIONS -> {
        for (int i = 3; i < world.organisations().size(); i += 12) {
          Organisation organisation = world.organisations().get(i);
          rows.accept(row(new Subject.Customer(organisation), organisation.id()));
        }
      }
      case PHONES -> {
        some(
            (person, random) -> {
              for (Held<Phone> held : person.phones) {
                String number = Messy.spell(held.what(), person, random);
                rows.accept(row(new Subject.Number(held.what()), number));
              }
            });
        for (int i = 0; i < 3; i++) {
          String number = Messy.strangePhone(i);
          rows.accept(row(new Subject.Stranger(number), number));
        }
      }
      case HASHES -> {
        some(
            (person, _) -> {
              for (Held<Mailbox> held : person.mailboxes) {
                String hash = sha256(held.what().canonical());
                rows.accept(row(new Subject.Address(held.what()), hash));
              }
            });
        for (int i = 0; i < 3; i++) {
          String hash = sha256(Messy.stranger(3000 + i));
          rows.accept(row(new Subject.Stranger(hash), hash));
        }
      }
      case DISTINCT_IDS ->
          some(
              (person, random) -> {
                Device device = person.device;
                if (device != null && random.nextBoolean()) {
                  rows.accept(row(new Subject.Machine(device), "$device:" + device.uuid()));
                } else {
                  rows.accept(row(new Subject.Account(person), person.userId));
                }
              });
    }
  }

  private interface Chosen {
    void person(Person person, SplittableRandom random);
  }

  private void some(Chosen chosen) {
    for (Person person : world.people()) {
      SplittableRandom random = world.chance(50 + kind.ordinal(), person.index);
      if (random.nextInt(100) < (person.quirk == Quirk.NONE ? 5 : 40)) {
        chosen.person(person, random);
      }
    }
  }

  private static Row row(Subject subject, String key) {
    return new Row(subject, Subject.UNDATED, null, List.of(key));
  }

  static String sha256(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
