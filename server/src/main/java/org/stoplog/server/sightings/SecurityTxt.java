package org.stoplog.server.sightings;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.stoplog.server.platform.Times;

/**
 * A security.txt (RFC 9116): whom a company wants to be told of weaknesses. Whoever can change the
 * site can change it: it is no proof of whom to call after a breach.
 *
 * @param contacts in the order in which they are wanted
 * @param expires null when it does not say, or not once
 * @param others fields besides, as they stand there
 * @param isSigned whether it says that it is signed by OpenPGP; the signature is not checked
 */
record SecurityTxt(
    List<String> contacts, @Nullable Instant expires, List<Fact> others, boolean isSigned) {

  /** Where it has to be (RFC 9116, 3). */
  static final String PATH = "/.well-known/security.txt";

  static final int MOST = 64 << 10;

  private static final Duration LONGEST = Duration.ofDays(366);
  private static final int LONGEST_VALUE = 500;
  private static final int MOST_FIELDS = 100;
  private static final Pattern FIELD = Pattern.compile("([A-Za-z][A-Za-z0-9-]{0,40}):[ \t]*(.*)");
  private static final String SIGNED = "-----BEGIN PGP SIGNED MESSAGE-----";
  private static final String SIGNATURE = "-----BEGIN PGP SIGNATURE-----";

  /** Names of fields as the standard writes them, by those in lower case. */
  private static final Map<String, String> NAMES = names();

  SecurityTxt {
    contacts = List.copyOf(contacts);
    others = List.copyOf(others);
  }

  private static Map<String, String> names() {
    Map<String, String> names = new TreeMap<>();
    for (String name :
        List.of(
            "Acknowledgments",
            "Canonical",
            "Contact",
            "Encryption",
            "Expires",
            "Hiring",
            "Policy",
            "Preferred-Languages")) {
      names.put(name.toLowerCase(Locale.ROOT), name);
    }
    return names;
  }

  /**
   * Reads one.
   *
   * @param type media type as the server says it; empty for none
   * @throws LookFailed when it is none
   */
  static SecurityTxt read(byte[] bytes, String type) {
    if (!type.isEmpty() && !type.startsWith("text/plain")) {
      throw new LookFailed(
          "What is there is no security.txt: the server says it is no plain text.");
    }
    String text;
    try {
      text = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new LookFailed("What is there is no security.txt: it is not in UTF-8.", e);
    }
    List<String> contacts = new ArrayList<>();
    List<String> expires = new ArrayList<>();
    List<Fact> others = new ArrayList<>();
    boolean isSigned = false;
    int fields = 0;
    for (String line : text.lines().toList()) {
      if (line.strip().equals(SIGNATURE)) {
        break;
      }
      isSigned |= line.strip().equals(SIGNED);
      Matcher field = FIELD.matcher(line);
      String name = field.matches() ? NAMES.get(field.group(1).toLowerCase(Locale.ROOT)) : null;
      if (name == null) {
        // Comments, and fields that a later standard has: they are ignored (RFC 9116, 2.4).
        continue;
      }
      if (++fields > MOST_FIELDS) {
        throw new LookFailed("It has more than " + MOST_FIELDS + " fields.");
      }
      String value = Plain.line(field.group(2), LONGEST_VALUE);
      switch (name) {
        case "Contact" -> contacts.add(value);
        case "Expires" -> expires.add(value);
        default -> others.add(new Fact(name, value));
      }
    }
    if (fields == 0) {
      throw new LookFailed("What is there is no security.txt: no line of it is a field of one.");
    }
    return new SecurityTxt(
        contacts, expires.size() == 1 ? time(expires.getFirst()) : null, others, isSigned);
  }

  private static @Nullable Instant time(String text) {
    try {
      return OffsetDateTime.parse(text.toUpperCase(Locale.ROOT)).toInstant();
    } catch (DateTimeParseException e) {
      return null;
    }
  }

  /** What is wrong with it by the standard, in words; none when all is well. */
  List<String> faults(Instant now) {
    List<String> faults = new ArrayList<>();
    if (contacts.isEmpty()) {
      faults.add("It has no Contact, which it must have.");
    }
    if (expires == null) {
      faults.add("It does not say once, as a time, when it expires, which it must.");
    } else if (!now.isBefore(expires)) {
      faults.add("It expired at " + Times.second(expires) + ": what it says may be old.");
    } else if (expires.isAfter(now.plus(LONGEST))) {
      faults.add("It expires in more than a year, which it should not.");
    }
    if (contacts.stream().anyMatch(one -> !one.matches("(?i)(https|mailto|tel):.+"))) {
      faults.add("A Contact is no https, mailto or tel address.");
    }
    return faults;
  }
}
