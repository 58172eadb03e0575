package org.stoplog.server.packs;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.server.platform.Tokens;

/**
 * What stands for people in one pack: 80 bits of a hash of their number with the pack's key.
 * Another pack has others, so two of them cannot be joined.
 */
final class Pseudonyms {
  private static final String SETTING = "stoplog.pack";
  private static final int BYTES = 10;

  private final byte[] secret;

  Pseudonyms(byte[] secret) {
    this.secret = secret.clone();
  }

  String of(long person) {
    ByteBuffer text = ByteBuffer.allocate(secret.length + Long.BYTES);
    text.put(secret).putLong(person);
    return HexFormat.of().formatHex(Tokens.sha256(text.array()), 0, BYTES);
  }

  /** Lets the database sort by them until the transaction ends; the key is in no statement. */
  void lend(JdbcClient jdbc) {
    jdbc.sql("select set_config('" + SETTING + "', :secret, true)")
        .param("secret", HexFormat.of().formatHex(secret))
        .query(String.class)
        .single();
  }

  /** After {@link #lend}. */
  static String order(String person) {
    return "sha256(decode(current_setting('" + SETTING + "'), 'hex') || int8send(" + person + "))";
  }

  @Override
  public String toString() {
    return "Pseudonyms[…]";
  }
}
