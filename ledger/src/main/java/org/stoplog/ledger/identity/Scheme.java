package org.stoplog.ledger.identity;

import java.util.Locale;

/**
 * The kind of an identifier. The code is stored and part of every subject: it never changes.
 *
 * <p>{@link #EMAIL_BASE} is the only one that gives a probable match; all others are exact.
 */
public enum Scheme {
  /** E-mail address: trimmed, IDN to ASCII, lower case. */
  EMAIL(1),
  /**
   * E-mail without plus-tag (and without dots where the provider ignores them): a probable match.
   */
  EMAIL_BASE(2),
  /** Telephone number in E.164. */
  PHONE(3),
  /** The company's own user id. */
  USER_ID(4),
  /**
   * The company's own organisation, tenant or workspace id. Names an organisation, not a person.
   */
  ORGANISATION_ID(5),
  /** Lower-case hex SHA-256 of a normalised e-mail address. */
  EMAIL_SHA256(6),
  /** Lower-case hex MD5 of a normalised e-mail address. */
  EMAIL_MD5(7),
  /** Lower-case hex SHA-256 of an E.164 number. */
  PHONE_SHA256(8),
  /** An id that a supplier gave (device, anonymous, contact id); always within one supplier. */
  SUPPLIER_ID(9);

  private final int code;

  Scheme(int code) {
    this.code = code;
  }

  public int code() {
    return code;
  }

  /**
   * @throws IllegalArgumentException for a code that no scheme has
   */
  public static Scheme ofCode(int code) {
    for (Scheme scheme : values()) {
      if (scheme.code == code) {
        return scheme;
      }
    }
    throw new IllegalArgumentException("no scheme has the code " + code);
  }

  /** Name in files and on the command line, for example {@code email-base}. */
  public String slug() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
