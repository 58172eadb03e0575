package org.stoplog.server.sightings;

import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * What a certificate says (RFC 5280).
 *
 * @param key SHA-256 of the public key with its algorithm, as hex
 * @param whole SHA-256 of all of it, as hex
 * @param fits whether it is for the name that was asked for (RFC 6125)
 */
record CertificateFacts(
    String issuer,
    String subject,
    List<String> names,
    Instant from,
    Instant until,
    String key,
    String whole,
    boolean fits,
    boolean isTrusted) {
  static final Duration SOON = Duration.ofDays(14);

  private static final String ISSUER = "Issuer: ";
  private static final String KEY = "Key (SHA-256): ";
  private static final String TRUSTED = "Trusted here: ";
  private static final int LONGEST = 300;
  private static final int MOST_NAMES = 100;
  private static final int DNS_NAME = 2;
  private static final int IP_ADDRESS = 7;

  CertificateFacts {
    names = List.copyOf(names);
  }

  /**
   * Reads one.
   *
   * @param host in lower case and ASCII
   * @throws LookFailed when it cannot be read
   */
  static CertificateFacts of(X509Certificate one, String host, boolean isTrusted) {
    try {
      Set<String> names = new TreeSet<>();
      Collection<List<?>> alternatives = one.getSubjectAlternativeNames();
      for (List<?> name : alternatives == null ? List.<List<?>>of() : alternatives) {
        if (name.get(0) instanceof Integer kind
            && (kind == DNS_NAME || kind == IP_ADDRESS)
            && name.get(1) instanceof String text) {
          names.add(Plain.line(text, LONGEST).toLowerCase(java.util.Locale.ROOT));
        }
      }
      return new CertificateFacts(
          Plain.line(one.getIssuerX500Principal().getName(), LONGEST),
          Plain.line(one.getSubjectX500Principal().getName(), LONGEST),
          List.copyOf(names),
          one.getNotBefore().toInstant(),
          one.getNotAfter().toInstant(),
          Seen.sha256(one.getPublicKey().getEncoded()),
          Seen.sha256(one.getEncoded()),
          names.stream().anyMatch(name -> fits(name, host)),
          isTrusted);
    } catch (CertificateParsingException | CertificateEncodingException e) {
      throw new LookFailed("Its certificate cannot be read.", e);
    }
  }

  /** A star stands for one label at the front (RFC 6125, 6.4.3). */
  static boolean fits(String name, String host) {
    if (!name.startsWith("*.")) {
      return name.equals(host);
    }
    int dot = host.indexOf('.');
    return dot > 0 && host.substring(dot).equals(name.substring(1));
  }

  private List<String> lines() {
    return List.of(
        ISSUER + issuer,
        "Subject: " + subject,
        "Names: "
            + (names.isEmpty()
                ? "none"
                : names.stream().limit(MOST_NAMES).collect(Collectors.joining(", "))
                    + (names.size() > MOST_NAMES ? " and more" : "")),
        "Holds from: " + from,
        "Holds until: " + until,
        KEY + key,
        "Certificate (SHA-256): " + whole,
        TRUSTED + (isTrusted ? "yes" : "no"),
        "Is for this name: " + (fits ? "yes" : "no"));
  }

  /** What of it should be looked at, by what was seen before. */
  Seen look(Lookout one, Before before, Instant now) {
    List<Found> found = new ArrayList<>();
    String whose =
        before.name(one.facts().supplier()) + ": the certificate of " + one.facts().target();
    if (!now.isBefore(until)) {
      found.add(found(one, "ends", "over " + until, whose + " has ended", true));
    } else if (!now.isBefore(until.minus(SOON))) {
      found.add(
          found(
              one,
              "ends",
              "soon " + until,
              whose + " ends on " + until.atZone(ZoneOffset.UTC).toLocalDate(),
              false));
    }
    if (!fits) {
      found.add(found(one, "name", whole, whose + " is for other names", true));
    }
    if (before.last() != null) {
      compare(one, before, whose, found);
    }
    return Seen.of(
        lines(),
        "issued by " + issuer + ", until " + until + (isTrusted ? "" : "; not trusted here"),
        found);
  }

  private void compare(Lookout one, Before before, String whose, List<Found> found) {
    List<String> last = before.lines();
    boolean isOtherIssuer = !last.contains(ISSUER + issuer);
    boolean isOtherKey = !last.contains(KEY + key);
    boolean isKnown =
        before.seen().stream().anyMatch(seen -> seen.lines().toList().contains(ISSUER + issuer));
    String change = UUID.randomUUID().toString();
    if (isOtherIssuer) {
      String title =
          isOtherKey && !isKnown
              ? whose + " has another key, by an issuer that was never seen there"
              : whose + " has another issuer";
      List<String> lines = new ArrayList<>(Difference.of(last, lines()).lines());
      found.add(
          new Found(
              one.facts().supplier(),
              one.id() + ":issuer",
              change,
              title,
              lines,
              isOtherKey && !isKnown));
    }
    if (!isTrusted && last.contains(TRUSTED + "yes")) {
      found.add(found(one, "trust", whole, whose + " is trusted here no more", true));
    }
  }

  private Found found(Lookout one, String what, String version, String title, boolean isGrave) {
    return new Found(
        one.facts().supplier(), one.id() + ":" + what, version, title, lines(), isGrave);
  }
}
