package org.stoplog.ledger.identity;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gives every identifier the one spelling under which it is matched, by the rules of
 * docs/reference/identifiers.md. The same text gives the same result for ever: any change of a
 * result is a new {@link #VERSION}. Thread-safe; no input makes it throw.
 */
public final class Normaliser {
  /** Stored with what was normalised, so that it can be normalised again after a change. */
  public static final int VERSION = 1;

  private static final int LONGEST_INPUT = 4096;
  private static final char UNIT_SEPARATOR = '\u001F';

  private Normaliser() {}

  /**
   * @param scheme what the text is said to be
   * @param raw as it was found
   * @param region ISO 3166 code for telephone numbers in national notation, null when unknown
   */
  public static Normalised normalise(Scheme scheme, String raw, @Nullable String region) {
    if (raw.length() > LONGEST_INPUT) {
      return Reason.TOO_LONG;
    }
    return switch (scheme) {
      case EMAIL -> EmailAddress.normalise(raw);
      case EMAIL_BASE ->
          switch (EmailAddress.normalise(raw)) {
            case Normalised.Value(String exact) -> new Normalised.Value(EmailAddress.base(exact));
            case Normalised.Unusable unusable -> unusable;
          };
      case PHONE -> PhoneNumber.normalise(raw, region);
      case USER_ID, ORGANISATION_ID, SUPPLIER_ID -> PlainId.normalise(raw);
      case EMAIL_SHA256, PHONE_SHA256 -> HashValue.normalise(raw, 32);
      case EMAIL_MD5 -> HashValue.normalise(raw, 16);
    };
  }

  /**
   * The fast path for plain ASCII bytes: exactly what {@link #normalise} gives, or no answer.
   *
   * @param out takes the normalised UTF-8; at least {@code length} bytes from {@code outFrom}; may
   *     be {@code in} at the same place
   * @return number of bytes written, or -1: then {@link #normalise} must be asked, and {@code out}
   *     holds nothing of use
   */
  public static int normaliseAscii(
      Scheme scheme, byte[] in, int from, int length, byte[] out, int outFrom) {
    return switch (scheme) {
      case EMAIL -> AsciiIdentifier.email(in, from, length, out, outFrom);
      case USER_ID, ORGANISATION_ID, SUPPLIER_ID ->
          AsciiIdentifier.plainId(in, from, length, out, outFrom);
      case EMAIL_SHA256, PHONE_SHA256 -> AsciiIdentifier.hash(in, from, length, 32, out, outFrom);
      case EMAIL_MD5 -> AsciiIdentifier.hash(in, from, length, 16, out, outFrom);
      case PHONE -> AsciiIdentifier.phone(in, from, length, out, outFrom);
      case EMAIL_BASE -> AsciiIdentifier.UNDECIDED;
    };
  }

  /**
   * All identifiers under which the bearer of this one may be known, itself first.
   *
   * @param normalised result of {@link #normalise}
   */
  public static List<Derived> derive(Scheme scheme, String normalised) {
    List<Derived> all = new ArrayList<>(6);
    all.add(new Derived(scheme, normalised));
    switch (scheme) {
      case EMAIL -> {
        all.add(new Derived(Scheme.EMAIL_BASE, EmailAddress.base(normalised)));
        addHash(all, Scheme.EMAIL_SHA256, HashValue.sha256(normalised));
        addHash(all, Scheme.EMAIL_SHA256, HashValue.sha256(EmailAddress.dotless(normalised)));
        addHash(all, Scheme.EMAIL_MD5, HashValue.md5(normalised));
        // A supplier hashes what it was given, and people write bücher.example, not xn--….
        String unicode = EmailAddress.unicode(normalised);
        addHash(all, Scheme.EMAIL_SHA256, HashValue.sha256(unicode));
        addHash(all, Scheme.EMAIL_MD5, HashValue.md5(unicode));
      }
      case PHONE -> {
        addHash(all, Scheme.PHONE_SHA256, HashValue.sha256(normalised));
        addHash(all, Scheme.PHONE_SHA256, HashValue.sha256(normalised.substring(1)));
      }
      case EMAIL_BASE,
          USER_ID,
          ORGANISATION_ID,
          SUPPLIER_ID,
          EMAIL_SHA256,
          EMAIL_MD5,
          PHONE_SHA256 -> {}
    }
    return List.copyOf(all);
  }

  /**
   * A supplier's own id as it is hashed: two suppliers' ids are never the same identifier.
   *
   * @param normalised of scheme SUPPLIER_ID
   */
  public static String supplierScoped(long supplierId, String normalised) {
    return Long.toString(supplierId) + UNIT_SEPARATOR + normalised;
  }

  private static void addHash(List<Derived> all, Scheme scheme, String hash) {
    Derived derived = new Derived(scheme, hash);
    if (!all.contains(derived)) {
      all.add(derived);
    }
  }
}
