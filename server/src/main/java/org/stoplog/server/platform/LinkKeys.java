package org.stoplog.server.platform;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Locale;

/**
 * Links, codes and message ids that strangers get: made of a key, so that a mail that is sent again
 * has the same bytes, and of links only a hash is kept.
 */
public final class LinkKeys {
  private static final String HMAC = "HmacSHA256";
  private static final int CODE_BYTES = 5;
  private static final int ID_BYTES = 20;

  private LinkKeys() {}

  private static byte[] make(byte[] secret, String label) {
    return Tokens.hmac(HMAC, secret, label.getBytes(US_ASCII));
  }

  /**
   * 256 bits.
   *
   * @param who number of ours, of whom it is for
   * @param generation one more for each new link
   */
  public static String token(byte[] secret, int who, int generation) {
    return Tokens.text(make(secret, "link " + who + " " + generation));
  }

  /** Whether it has the form of one. */
  public static boolean isToken(String text) {
    return text.matches("[A-Za-z0-9_-]{43}");
  }

  /** What is kept of a token. */
  public static byte[] hash(String token) {
    return Tokens.sha256(token);
  }

  /** 40 bits, to be typed: {@code 3F-A0-77-1C-09}. */
  public static String code(byte[] secret, int who, int generation) {
    byte[] code = make(secret, "code " + who + " " + generation);
    return HexFormat.ofDelimiter("-").withUpperCase().formatHex(code, 0, CODE_BYTES);
  }

  /** Whether it was typed, in any case, with or without hyphens and blanks. */
  public static boolean isCode(String typed, String code) {
    String plain = typed.replaceAll("[\\s-]", "").toUpperCase(Locale.ROOT);
    return MessageDigest.isEqual(Tokens.sha256(plain), Tokens.sha256(code.replace("-", "")));
  }

  /**
   * @param label of the mail among those of the key
   * @param from address that sends it
   */
  public static String messageId(byte[] secret, String label, String from) {
    byte[] hash = make(secret, label + " message");
    return "<"
        + HexFormat.of().formatHex(hash, 0, ID_BYTES)
        + "@"
        + java.net.IDN.toASCII(from.substring(from.lastIndexOf('@') + 1))
        + ">";
  }
}
