package org.stoplog.server.accounts;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Tokens;
import org.stoplog.server.platform.Transactions;

/**
 * What a passkey signs, or goes to a provider and back: made for one browser and one purpose, good
 * once and for a few minutes. One that nobody answers leaves nothing behind, so strangers can ask
 * for as many as they like. A restart of the server voids those that are out.
 */
final class Challenges {
  static final Duration LIFE = Duration.ofMinutes(5);

  private static final int NONCE = 16;
  private static final int MAC = 32;
  private static final int SIZE = NONCE + Long.BYTES + MAC;

  private final Transactions transactions;
  private final ServerClock clock;
  private final byte[] key = Tokens.random();

  Challenges(Transactions transactions, ServerClock clock) {
    this.transactions = transactions;
    this.clock = clock;
  }

  /** What somebody is about to do with a passkey. */
  enum Purpose {
    ADD,
    SIGN_IN,
    PROVE,
    /** To go to the provider and back. */
    PROVIDER,
    /** The mark that somebody came back from there just now. */
    PROVED
  }

  /**
   * What a challenge is for.
   *
   * @param browser key of the browser that asks
   * @param about what in particular: an approval with its content, the name of a new passkey
   */
  record Use(Purpose purpose, byte[] browser, String about) {}

  byte[] make(Use use) {
    long end = clock.realNow().plus(LIFE).toEpochMilli();
    ByteBuffer made = ByteBuffer.allocate(SIZE).put(Tokens.random(NONCE)).putLong(end);
    return made.put(mac(made.array(), use)).array();
  }

  private byte[] mac(byte[] challenge, Use use) {
    byte[] what =
        (use.purpose() + "\n" + Tokens.text(Tokens.sha256(use.browser())) + "\n" + use.about())
            .getBytes(UTF_8);
    ByteBuffer message = ByteBuffer.allocate(NONCE + Long.BYTES + what.length);
    message.put(challenge, 0, NONCE + Long.BYTES).put(what);
    return Tokens.hmac("HmacSHA256", key, message.array());
  }

  /** Of a text of a stranger; of no length when it is none. */
  static byte[] bytes(String text) {
    try {
      return Base64.getUrlDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }

  /** When one was made that was taken. */
  static Instant madeAt(byte[] challenge) {
    return Instant.ofEpochMilli(ByteBuffer.wrap(challenge).getLong(NONCE)).minus(LIFE);
  }

  /** Uses it up. @return false when it is not ours, not for this, too old, or used before */
  boolean take(byte[] challenge, Use use) {
    if (challenge.length != SIZE) {
      return false;
    }
    byte[] mac = new byte[MAC];
    ByteBuffer.wrap(challenge, NONCE + Long.BYTES, MAC).get(mac);
    Instant end = Instant.ofEpochMilli(ByteBuffer.wrap(challenge).getLong(NONCE));
    Instant now = clock.realNow();
    if (!MessageDigest.isEqual(mac, mac(challenge, use))
        || !now.isBefore(end)
        || now.isBefore(end.minus(LIFE).minus(Sessions.CORRECTION))) {
      return false;
    }
    return transactions.run(
        jdbc -> {
          jdbc.sql("delete from passing.challenge where expires_at < :old")
              .param("old", Accounts.at(now.minus(LIFE)))
              .update();
          return jdbc.sql(
                      """
                      insert into passing.challenge (hash, expires_at) values (:hash, :end)
                      on conflict do nothing
                      """)
                  .param("hash", Tokens.sha256(challenge))
                  .param("end", Accounts.at(end))
                  .update()
              == 1;
        });
  }
}
