package org.stoplog.ledger.identity;

import org.stoplog.ledger.identity.Normalised.Unusable;

/** Why an identifier is left out. The slugs are stable: reports and the docs name them. */
final class Reason {
  static final Unusable EMPTY = new Unusable("empty");
  static final Unusable TOO_LONG = new Unusable("too-long");

  /** A word or number that stands for nobody: null, undefined, 0, … */
  static final Unusable PLACEHOLDER = new Unusable("placeholder");

  static final Unusable CONTROL_CHARACTER = new Unusable("control-character");

  /** Half a character, or the mark of a failed decoding: two people could look the same. */
  static final Unusable DAMAGED_TEXT = new Unusable("damaged-text");

  static final Unusable NOT_AN_EMAIL = new Unusable("not-an-email");
  static final Unusable SEVERAL_EMAILS = new Unusable("several-emails");
  static final Unusable NOT_A_PHONE = new Unusable("not-a-phone");
  static final Unusable PHONE_NEEDS_COUNTRY = new Unusable("phone-needs-country");
  static final Unusable SHORT_NUMBER = new Unusable("short-number");
  static final Unusable NOT_A_HASH = new Unusable("not-a-hash");

  private Reason() {}
}
