package org.stoplog.server.notices;

import java.util.UUID;
import org.stoplog.ledger.Ledger;

/** What only a copy's sender and reader know, for tests. */
public final class Marks {
  private Marks() {}

  /** The mark of the copy with this Message-ID. */
  public static String of(Ledger ledger, UUID wave, String messageId) {
    long code = CopyCode.ofMessageId(messageId).orElseThrow();
    return ledger.inTransaction(
        db -> {
          try (var find =
              db.prepareStatement(
                  """
                  select r.person, w.secret from notice_recipient r join notice_wave w on w.id = r.wave
                  where r.copy_code = ? and r.wave = ?
                  """)) {
            find.setLong(1, code);
            find.setObject(2, wave);
            try (var row = find.executeQuery()) {
              row.next();
              byte[] secret = ledger.stores().keys().unseal(row.getBytes(2), Wave.context(wave));
              return CopyCode.bounceTag(secret, row.getLong(1));
            }
          }
        });
  }

  /** As it stands in the letter. */
  public static String code(String messageId) {
    return CopyCode.text(CopyCode.ofMessageId(messageId).orElseThrow());
  }

  /** Whose copy has this Message-ID. */
  public static long person(Ledger ledger, String messageId) {
    long code = CopyCode.ofMessageId(messageId).orElseThrow();
    return ledger.inTransaction(
        db -> {
          try (var find =
              db.prepareStatement("select person from notice_recipient where copy_code = ?")) {
            find.setLong(1, code);
            try (var row = find.executeQuery()) {
              row.next();
              return row.getLong(1);
            }
          }
        });
  }

  /** Whom an incident's notices did not reach on any way. */
  public static long unreached(Ledger ledger, UUID incident) {
    return ledger.inTransaction(
        db ->
            Unreached.count(
                org.springframework.jdbc.core.simple.JdbcClient.create(
                    new org.springframework.jdbc.datasource.SingleConnectionDataSource(db, true)),
                incident));
  }

  /** Over what became of each person, as it would be computed now. */
  public static String proof(Ledger ledger, UUID wave) {
    return ledger.inTransaction(db -> new Audience(db).proof(wave));
  }
}
