package org.stoplog.server.organisations;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.HexFormat;
import java.util.Locale;
import org.stoplog.server.platform.Tokens;

/**
 * Links, codes and message ids of a round: made of its key, so that a mail that is sent again has
 * the same bytes, and of links only a hash is kept.
 */
final class Links {
  /** Of the path that the world calls. */
  static final String PATH = "/organisations/";

  private static final String HMAC = "HmacSHA256";
  private static final int CODE_BYTES = 5;
  private static final int ID_BYTES = 20;

  private Links() {}

  private static byte[] make(byte[] secret, String label) {
    return Tokens.hmac(HMAC, secret, label.getBytes(US_ASCII));
  }

  /** 256 bits. */
  static String token(byte[] secret, int organisation, int generation) {
    return Tokens.text(make(secret, "link " + organisation + " " + generation));
  }

  /** What is kept of a token. */
  static byte[] hash(String token) {
    return Tokens.sha256(token);
  }

  /** 40 bits, to be typed: {@code 3F-A0-77-1C-09}. */
  static String code(byte[] secret, int organisation, int generation) {
    byte[] code = make(secret, "code " + organisation + " " + generation);
    return HexFormat.ofDelimiter("-").withUpperCase().formatHex(code, 0, CODE_BYTES);
  }

  /** Whether it was typed, in any case, with or without hyphens and blanks. */
  static boolean isCode(String typed, String code) {
    String plain = typed.replaceAll("[\\s-]", "").toUpperCase(Locale.ROOT);
    return java.security.MessageDigest.isEqual(
        Tokens.sha256(plain), Tokens.sha256(code.replace("-", "")));
  }

  static String messageId(byte[] secret, Mail mail, int generation, String from) {
    byte[] hash =
        make(secret, mail.kind() + " " + mail.organisation() + " " + generation + " message");
    return "<"
        + HexFormat.of().formatHex(hash, 0, ID_BYTES)
        + "@"
        + java.net.IDN.toASCII(from.substring(from.lastIndexOf('@') + 1))
        + ">";
  }

  /**
   * One mail of an organisation.
   *
   * @param kind link or code
   */
  record Mail(int organisation, String kind, int attempts) {}
}
