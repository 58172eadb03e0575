package org.stoplog.ledger.intake;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.stoplog.ledger.identity.Normalised;
import org.stoplog.ledger.identity.Normaliser;
import org.stoplog.ledger.identity.Scheme;
import org.stoplog.ledger.identity.SubjectHasher;

/**
 * From raw bytes to a subject, without garbage for plain input. The result of the last call stays
 * in the fields until the next. Not thread-safe.
 */
public final class SubjectMaker {
  private static final byte[] GMAIL = "@gmail.com".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] GOOGLEMAIL = "@googlemail.com".getBytes(StandardCharsets.US_ASCII);

  private final SubjectHasher hasher;
  private final @Nullable String region;
  private final byte[] scope;
  private byte[] text = new byte[1024];
  private final long[] pair = new long[2];

  /** First 64 bits of the subject. */
  public long high;

  /** Last 64 bits of the subject. */
  public long low;

  /**
   * The subject of an e-mail's base form; equal to high and low when the e-mail is its own base.
   */
  public long baseHigh;

  public long baseLow;

  /** Length of the normalised identifier in {@link #text}. */
  private int length;

  /**
   * @param region ISO 3166 code for national telephone numbers, null when unknown
   * @param supplier id of the supplier whose own ids these are, 0 when there are none
   */
  public SubjectMaker(SubjectHasher hasher, @Nullable String region, long supplier) {
    this.hasher = hasher;
    this.region = region;
    this.scope = Normaliser.supplierScoped(supplier, "").getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Makes the subject of a raw identifier.
   *
   * @return null when it worked, else the reason why it names nobody
   */
  public @Nullable String make(Scheme scheme, byte[] bytes, int from, int count) {
    if (text.length < count + scope.length) {
      text = new byte[(count + scope.length) * 2];
    }
    int start = scheme == Scheme.SUPPLIER_ID ? scope.length : 0;
    length = Normaliser.normaliseAscii(scheme, bytes, from, count, text, start);
    if (length < 0) {
      String raw = new String(bytes, from, count, StandardCharsets.UTF_8);
      switch (Normaliser.normalise(scheme, raw, region)) {
        case Normalised.Unusable(var reason) -> {
          return reason;
        }
        case Normalised.Value(var value) -> {
          byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
          if (text.length < utf8.length + start) {
            text = new byte[(utf8.length + start) * 2];
          }
          System.arraycopy(utf8, 0, text, start, utf8.length);
          length = utf8.length;
        }
      }
    }
    if (start > 0) {
      System.arraycopy(scope, 0, text, 0, start);
      length += start;
    }
    hasher.hash(hashed(scheme), text, 0, length, pair);
    high = pair[0];
    low = pair[1];
    baseHigh = high;
    baseLow = low;
    if (scheme == Scheme.EMAIL && mayHaveBase()) {
      base();
    }
    return null;
  }

  /** The normalised identifier of the last call. */
  public String normalised() {
    return new String(text, 0, length, StandardCharsets.UTF_8);
  }

  /** Makes the subject of a text that is normalised already. */
  public void makeNormalised(Scheme scheme, String normalised) {
    byte[] utf8 = normalised.getBytes(StandardCharsets.UTF_8);
    hasher.hash(hashed(scheme), utf8, 0, utf8.length, pair);
    high = pair[0];
    low = pair[1];
    baseHigh = high;
    baseLow = low;
  }

  /**
   * The base of an e-mail is hashed as an e-mail: most are their own base, and so cost one hash,
   * and the base of one person's address can be compared with the address of another.
   */
  private static Scheme hashed(Scheme scheme) {
    return scheme == Scheme.EMAIL_BASE ? Scheme.EMAIL : scheme;
  }

  private boolean mayHaveBase() {
    for (int i = 0; i < length; i++) {
      if (text[i] == '+') {
        return true;
      }
    }
    return endsWith(GMAIL) || endsWith(GOOGLEMAIL);
  }

  private boolean endsWith(byte[] tail) {
    int from = length - tail.length;
    if (from < 0) {
      return false;
    }
    for (int i = 0; i < tail.length; i++) {
      if (text[from + i] != tail[i]) {
        return false;
      }
    }
    return true;
  }

  private void base() {
    if (Normaliser.normalise(Scheme.EMAIL_BASE, normalised(), null)
        instanceof Normalised.Value(var base)) {
      byte[] utf8 = base.getBytes(StandardCharsets.UTF_8);
      hasher.hash(Scheme.EMAIL, utf8, 0, utf8.length, pair);
      baseHigh = pair[0];
      baseLow = pair[1];
    }
  }
}
