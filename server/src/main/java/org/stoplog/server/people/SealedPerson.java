package org.stoplog.server.people;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.ledger.directory.Contact;
import org.stoplog.ledger.identity.Keyset;
import org.stoplog.server.platform.Tokens;

/**
 * What is kept of one account of a person, as it lies there.
 *
 * @param reference our own id; null once they were erased
 * @param contact how to write to them; null when nothing is kept
 */
record SealedPerson(
    long id, boolean isErased, byte @Nullable [] reference, byte @Nullable [] contact) {
  private static final byte[] REFERENCE = "person".getBytes(StandardCharsets.UTF_8);

  /**
   * A person's account, open: to be shown and nothing else.
   *
   * @param reference our own id, empty when unknown
   */
  record Open(String reference, @Nullable Contact contact) {
    /** Names nobody. */
    @Override
    public String toString() {
      return "Open[…]";
    }
  }

  /** Of all accounts of a look-up, held until the transaction ends; none when it is not there. */
  static List<SealedPerson> of(JdbcClient jdbc, UUID lookUp) {
    return jdbc.sql(
            """
            select p.id, p.erased_at is not null, p.sealed, (
              select c.sealed from person_contact c join batch b on b.id = c.batch
              where c.person = p.id order by b.as_of desc, b.id desc limit 1)
            from person_lookup l join person p on p.id = any (l.people)
            where l.id = :id and l.subject is not null
            order by p.id for share of p
            """)
        .param("id", lookUp)
        .query(
            (row, number) ->
                new SealedPerson(
                    row.getLong(1), row.getBoolean(2), row.getBytes(3), row.getBytes(4)))
        .list();
  }

  /** What exactly would be shown, without showing it. */
  static List<Object> content(List<SealedPerson> accounts) {
    List<Object> content = new ArrayList<>();
    for (SealedPerson account : accounts) {
      TreeMap<String, Object> one = new TreeMap<>();
      one.put("account", account.id);
      one.put("reference", sha256(account.reference));
      one.put("contact", sha256(account.contact));
      content.add(one);
    }
    return content;
  }

  private static String sha256(byte @Nullable [] sealed) {
    return sealed == null ? "none" : HexFormat.of().formatHex(Tokens.sha256(sealed));
  }

  Open open(Keyset keys) {
    return new Open(
        reference == null
            ? ""
            : new String(keys.unseal(reference, REFERENCE), StandardCharsets.UTF_8),
        contact == null ? null : Contact.of(id, keys.unseal(contact, Contact.context(id))));
  }

  @Override
  public String toString() {
    return "SealedPerson[…]";
  }
}
