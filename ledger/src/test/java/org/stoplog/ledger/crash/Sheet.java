package org.stoplog.ledger.crash;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.stoplog.catalog.ElementSet;
import org.stoplog.catalog.Elements;
import org.stoplog.ledger.identity.Scheme;
import org.stoplog.ledger.reader.Field;
import org.stoplog.ledger.reader.Format;
import org.stoplog.ledger.reader.Mapping;
import org.stoplog.ledger.reader.Purpose;
import org.stoplog.ledger.reader.Role;

/**
 * A file to import, and what it says in the plainest form.
 *
 * @param asOf the day on which it was true; null for disclosures, whose rows have times
 * @param text the file as it is written; two files of the same text are the same file
 */
record Sheet(
    String name,
    Purpose purpose,
    LocalDate asOf,
    List<PersonRow> people,
    List<RecordRow> records,
    String text) {

  /** A line of a people file; empty texts and nulls are empty cells. */
  record PersonRow(
      String user,
      String email,
      String phone,
      String plan,
      LocalDate since,
      LocalDate until,
      String mergedInto,
      String organisation,
      String guardian) {
    boolean isUsable() {
      return !user.isEmpty() && (since == null || until == null || since.isBefore(until));
    }

    String line() {
      return String.join(
          ",",
          user,
          email,
          phone,
          plan,
          since == null ? "" : since.toString(),
          until == null ? "" : until.toString(),
          mergedInto,
          organisation,
          guardian);
    }
  }

  /** A line of what was sent or is held. */
  record RecordRow(
      String user,
      String email,
      String phone,
      String hash,
      String device,
      String organisation,
      String name,
      String ip,
      Instant at) {
    String line() {
      return String.join(
          ",",
          user,
          email,
          phone,
          hash,
          device,
          organisation,
          name,
          ip,
          at == null ? "" : at.toString());
    }

    /** The row's identifiers in the order of its columns. */
    List<Id> ids(int supplier) {
      List<Id> ids = new ArrayList<>();
      add(ids, Scheme.USER_ID, user, 0);
      add(ids, Scheme.EMAIL, email, 0);
      add(ids, Scheme.PHONE, phone, 0);
      add(ids, Scheme.EMAIL_SHA256, hash, 0);
      add(ids, Scheme.SUPPLIER_ID, device, supplier);
      add(ids, Scheme.ORGANISATION_ID, organisation, 0);
      return ids;
    }

    private static void add(List<Id> ids, Scheme scheme, String value, int supplier) {
      if (!value.isEmpty()) {
        ids.add(Id.of(scheme, value, supplier));
      }
    }

    ElementSet elements() {
      Map<String, String> cells = new TreeMap<>();
      cells.put("contact.email", email);
      cells.put("contact.phone", phone);
      cells.put("contact.email_hashed", hash);
      cells.put("device.user_agent", device);
      cells.put("work.employer", organisation);
      cells.put("person.full_name", name);
      cells.put("device.ip_address", ip);
      cells.values().removeIf(String::isEmpty);
      return Elements.catalogue().setOf(List.copyOf(cells.keySet()));
    }
  }

  /**
   * An identifier; two are one when both parts are equal.
   *
   * @param scheme its code
   * @param subject what is hashed: an e-mail's base is hashed as an e-mail
   */
  record Id(int scheme, String subject) {
    static Id of(Scheme scheme, String value, int supplier) {
      String kind = scheme == Scheme.EMAIL_BASE ? Scheme.EMAIL.slug() : scheme.slug();
      String scope = scheme == Scheme.SUPPLIER_ID ? supplier + "/" : "";
      return new Id(scheme.code(), kind + ":" + scope + value);
    }

    String value() {
      return subject.substring(subject.indexOf(':') + 1);
    }

    /** What follows from it, itself first. */
    List<Id> derived() {
      List<Id> all = new ArrayList<>(List.of(this));
      if (scheme == Scheme.EMAIL.code()) {
        all.add(of(Scheme.EMAIL_BASE, base(value()), 0));
        all.add(of(Scheme.EMAIL_SHA256, hash("SHA-256", value()), 0));
        all.add(of(Scheme.EMAIL_MD5, hash("MD5", value()), 0));
      } else if (scheme == Scheme.PHONE.code()) {
        all.add(of(Scheme.PHONE_SHA256, hash("SHA-256", value()), 0));
        all.add(of(Scheme.PHONE_SHA256, hash("SHA-256", value().substring(1)), 0));
      }
      return all;
    }
  }

  static String base(String email) {
    int plus = email.indexOf('+');
    return plus > 0 ? email.substring(0, plus) + email.substring(email.indexOf('@')) : email;
  }

  static String hash(String algorithm, String text) {
    try {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  static final String PEOPLE_HEADER =
      "user,email,phone,plan,since,until,merged_into,organisation,guardian\n";
  static final String RECORD_HEADER = "user,email,phone,hash,device,organisation,name,ip,at\n";

  static Mapping mapping(Purpose purpose) {
    List<Field> fields =
        purpose == Purpose.PEOPLE
            ? List.of(
                new Field("user", Role.PERSON, null, null),
                new Field("email", Role.IDENTIFIER, "email", null),
                new Field("phone", Role.IDENTIFIER, "phone", null),
                new Field("plan", Role.ATTRIBUTE, "plan", null),
                new Field("since", Role.SINCE, null, null),
                new Field("until", Role.UNTIL, null, null),
                new Field("merged_into", Role.MERGED_INTO, null, null),
                new Field("organisation", Role.ORGANISATION, null, null),
                new Field("guardian", Role.GUARDIAN, null, null))
            : List.of(
                new Field("user", Role.IDENTIFIER, "user-id", null),
                new Field("email", Role.IDENTIFIER, "email", "contact.email"),
                new Field("phone", Role.IDENTIFIER, "phone", "contact.phone"),
                new Field("hash", Role.IDENTIFIER, "email-sha256", "contact.email_hashed"),
                new Field("device", Role.IDENTIFIER, "supplier-id", "device.user_agent"),
                new Field("organisation", Role.IDENTIFIER, "organisation-id", "work.employer"),
                new Field("name", Role.ELEMENT, null, "person.full_name"),
                new Field("ip", Role.ELEMENT, null, "device.ip_address"),
                new Field("at", Role.TIME, null, null));
    return new Mapping(Format.CSV, "UTF-8", ',', true, null, null, null, fields);
  }
}
