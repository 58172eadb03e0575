package org.stoplog.ledger.reader;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.stoplog.ledger.reader.MailOutline.Fault;

/**
 * What the DKIM signatures of a mail claim (RFC 6376, 8301 and 8463), whether its body is the one
 * they were made for, and the digest of its head that a key is held against. The key is the
 * network's; whoever has it needs to read nothing of the mail any more.
 */
final class MailSignatures {
  static final String HEADER = "dkim-signature";

  /** More are counted and not looked at. */
  static final int MOST = 10;

  private static final String LABEL = "[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?";

  /** Labels of a name in the DNS, at least two. */
  static final String DOMAIN = "(?=.{3,253}$)" + LABEL + "(\\." + LABEL + ")+";

  private static final int LONGEST = 20_000;
  private static final int LONGEST_NAME = 253;
  private static final String BASE64 = "[A-Za-z0-9+/]+={0,2}";
  private static final String SELECTOR = "(?=.{1,200}$)" + LABEL + "(\\." + LABEL + ")*";

  private final Path mail;
  private final MailHead head;
  private final Map<Way, byte[]> bodies = new EnumMap<>(Way.class);

  private MailSignatures(Path mail, MailHead head) {
    this.mail = mail;
    this.head = head;
  }

  /** How white space counts. */
  private enum Way {
    SIMPLE,
    RELAXED
  }

  static List<MailOutline.Signature> of(Path mail, MailHead head) throws IOException {
    MailSignatures all = new MailSignatures(mail, head);
    List<MailOutline.Signature> signatures = new ArrayList<>();
    for (int i = 0; i < head.fields().size() && signatures.size() < MOST; i++) {
      if (head.fields().get(i).name().equals(HEADER)) {
        signatures.add(all.one(i));
      }
    }
    return signatures;
  }

  private MailOutline.Signature one(int place) throws IOException {
    Map<String, String> tags = tags(head.fields().get(place));
    Fault fault = fault(tags);
    String domain = tags.getOrDefault("d", "").toLowerCase(Locale.ROOT);
    return new MailOutline.Signature(
        MailParts.cleaned(domain, LONGEST_NAME),
        MailParts.cleaned(tags.getOrDefault("s", ""), LONGEST_NAME),
        body(tags),
        fault == null ? signed(place, tags, domain) : null,
        fault);
  }

  /** Empty when they are no tags, or one stands twice (RFC 6376, 3.2). */
  private static Map<String, String> tags(MailHead.Field field) {
    Map<String, String> tags = new HashMap<>();
    if (field.raw().length() > LONGEST) {
      return Map.of();
    }
    for (String tag : field.value().split(";", -1)) {
      String[] parts = tag.split("=", 2);
      String name = parts[0].strip();
      if (parts.length == 2 && name.matches("[A-Za-z][A-Za-z0-9_]*")) {
        if (tags.put(name, parts[1].replaceAll("\\s", "")) != null) {
          return Map.of();
        }
      } else if (!tag.isBlank()) {
        return Map.of();
      }
    }
    return tags;
  }

  private @Nullable Fault fault(Map<String, String> tags) {
    if (head.isCut()) {
      return Fault.TOO_LONG;
    }
    String algorithm = tags.getOrDefault("a", "");
    if (!isSound(tags)) {
      return Fault.BROKEN;
    }
    if (algorithm.endsWith("-sha1")) {
      return Fault.SHA1;
    }
    boolean isKnown =
        (algorithm.equals("rsa-sha256") || algorithm.equals("ed25519-sha256"))
            && ways(tags) != null
            && Arrays.asList(tags.getOrDefault("q", "dns/txt").split(":", -1)).contains("dns/txt");
    if (!isKnown) {
      return Fault.UNKNOWN_WAY;
    }
    if (tags.containsKey("l")) {
      return Fault.PART_OF_BODY;
    }
    List<String> names = names(tags);
    if (!names.contains("from")) {
      return Fault.SENDER_NOT_SIGNED;
    }
    for (String name : new String[] {"from", "subject"}) {
      long signed = names.stream().filter(name::equals).count();
      if (signed > 0 && head.of(name).size() > signed) {
        return Fault.HEADER_ADDED;
      }
    }
    return null;
  }

  /** What the standard asks for, and no more than it allows. */
  private static boolean isSound(Map<String, String> tags) {
    String domain = tags.getOrDefault("d", "").toLowerCase(Locale.ROOT);
    String identity = identity(tags, domain);
    String at = tags.getOrDefault("t", "0");
    String until = tags.getOrDefault("x", "999999999999");
    return tags.getOrDefault("v", "").equals("1")
        && domain.matches(DOMAIN)
        && tags.getOrDefault("s", "").matches(SELECTOR)
        && tags.getOrDefault("b", "").matches(BASE64)
        && tags.getOrDefault("bh", "").matches(BASE64)
        && tags.containsKey("h")
        && (identity.equals(domain) || identity.endsWith("." + domain))
        && at.matches("[0-9]{1,12}")
        && until.matches("[0-9]{1,12}")
        && Long.parseLong(at) < Long.parseLong(until);
  }

  private static String identity(Map<String, String> tags, String domain) {
    String identity = tags.getOrDefault("i", "@" + domain).toLowerCase(Locale.ROOT);
    int at = identity.lastIndexOf('@');
    return at < 0 ? "" : identity.substring(at + 1);
  }

  /** Of the head and of the body; null when one is not known. */
  private static @Nullable List<Way> ways(Map<String, String> tags) {
    String[] said = tags.getOrDefault("c", "simple/simple").split("/", 2);
    Way head = way(said[0]);
    Way body = way(said.length == 2 ? said[1] : "simple");
    return head == null || body == null ? null : List.of(head, body);
  }

  private static @Nullable Way way(String said) {
    return switch (said) {
      case "simple" -> Way.SIMPLE;
      case "relaxed" -> Way.RELAXED;
      default -> null;
    };
  }

  private static List<String> names(Map<String, String> tags) {
    return Arrays.stream(tags.getOrDefault("h", "").split(":", -1))
        .map(name -> name.strip().toLowerCase(Locale.ROOT))
        .toList();
  }

  private MailOutline.Signed signed(int own, Map<String, String> tags, String domain) {
    List<Way> ways = ways(tags);
    return new MailOutline.Signed(
        tags.getOrDefault("a", ""),
        HexFormat.of().formatHex(digest(own, names(tags), ways == null ? null : ways.getFirst())),
        tags.getOrDefault("b", ""),
        identity(tags, domain),
        tags.containsKey("t") ? Long.valueOf(tags.get("t")) : null,
        tags.containsKey("x") ? Long.valueOf(tags.get("x")) : null);
  }

  /** Of the named headers, each time the next one from below, and of the signature itself. */
  private byte[] digest(int own, List<String> names, @Nullable Way way) {
    Map<String, Deque<MailHead.Field>> left = new HashMap<>();
    for (int i = 0; i < head.fields().size(); i++) {
      MailHead.Field field = head.fields().get(i);
      if (i != own) {
        left.computeIfAbsent(field.name(), name -> new ArrayDeque<>()).addFirst(field);
      }
    }
    MessageDigest digest = sha256();
    for (String name : names) {
      MailHead.Field field = left.getOrDefault(name, new ArrayDeque<>()).pollFirst();
      if (field != null) {
        digest.update(bytes(canonical(field.raw(), way) + "\r\n"));
      }
    }
    digest.update(bytes(canonical(withoutValue(head.fields().get(own).raw()), way)));
    return digest.digest();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** RFC 6376, 3.4.1 and 3.4.2. */
  private static String canonical(String raw, @Nullable Way way) {
    if (way != Way.RELAXED) {
      return raw;
    }
    int colon = raw.indexOf(':');
    String value = MailHead.unfolded(raw.substring(colon + 1)).replaceAll("[ \t]+", " ");
    return raw.substring(0, colon).strip().toLowerCase(Locale.ROOT)
        + ":"
        + value.replaceAll("^ | $", "");
  }

  /** With an empty b=, and nothing else changed (RFC 6376, 3.5). */
  private static String withoutValue(String raw) {
    int from = raw.indexOf(':') + 1;
    StringBuilder kept = new StringBuilder(raw.substring(0, from));
    String[] tags = raw.substring(from).split(";", -1);
    for (int i = 0; i < tags.length; i++) {
      int equals = tags[i].indexOf('=');
      boolean isValue = equals >= 0 && tags[i].substring(0, equals).strip().equals("b");
      kept.append(i == 0 ? "" : ";").append(isValue ? tags[i].substring(0, equals + 1) : tags[i]);
    }
    return kept.toString();
  }

  private MailOutline.BodyHash body(Map<String, String> tags) throws IOException {
    List<Way> ways = ways(tags);
    boolean isKnown =
        tags.getOrDefault("a", "").endsWith("-sha256")
            && !tags.containsKey("l")
            && tags.containsKey("bh");
    if (ways == null || !isKnown) {
      return MailOutline.BodyHash.UNKNOWN;
    }
    byte[] said;
    try {
      said = Base64.getDecoder().decode(tags.get("bh"));
    } catch (IllegalArgumentException e) {
      return MailOutline.BodyHash.UNKNOWN;
    }
    Way way = ways.getLast();
    byte[] found = bodies.get(way);
    if (found == null) {
      found = hash(mail, way == Way.RELAXED);
      bodies.put(way, found);
    }
    return MessageDigest.isEqual(said, found)
        ? MailOutline.BodyHash.FITS
        : MailOutline.BodyHash.DIFFERS;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** Of the body in its canonical form (RFC 6376, 3.4.3 and 3.4.4). */
  private static byte[] hash(Path mail, boolean isRelaxed) throws IOException {
    MessageDigest digest = sha256();
    try (InputStream in = new BufferedInputStream(Files.newInputStream(mail), 1 << 16)) {
      skipHeader(in);
      Canonical canonical = new Canonical(digest, isRelaxed);
      for (int c = in.read(); c >= 0; c = in.read()) {
        canonical.take(c);
      }
      canonical.end();
    }
    return digest.digest();
  }

  private static void skipHeader(InputStream in) throws IOException {
    boolean isLineEmpty = true;
    for (int c = in.read(); c >= 0; c = in.read()) {
      if (c == '\n') {
        if (isLineEmpty) {
          return;
        }
        isLineEmpty = true;
      } else if (c != '\r') {
        isLineEmpty = false;
      }
    }
  }

  /** Byte by byte: spaces and empty lines wait until it is known whether something follows. */
  private static final class Canonical {
    private final MessageDigest digest;
    private final boolean isRelaxed;
    private long emptyLines;
    private long spaces;
    private boolean isLineEmpty = true;
    private boolean hasReturn;
    private boolean hasContent;

    Canonical(MessageDigest digest, boolean isRelaxed) {
      this.digest = digest;
      this.isRelaxed = isRelaxed;
    }

    void take(int c) {
      if (hasReturn && c != '\n') {
        content('\r');
      }
      hasReturn = c == '\r';
      if (hasReturn) {
        return;
      }
      if (c == '\n') {
        line();
      } else if (isRelaxed && (c == ' ' || c == '\t')) {
        spaces++;
      } else {
        content(c);
      }
    }

    private void content(int c) {
      for (; emptyLines > 0; emptyLines--) {
        newLine();
      }
      if (spaces > 0) {
        digest.update((byte) ' ');
        spaces = 0;
      }
      digest.update((byte) c);
      isLineEmpty = false;
      hasContent = true;
    }

    private void line() {
      spaces = 0;
      if (isLineEmpty) {
        emptyLines++;
      } else {
        newLine();
      }
      isLineEmpty = true;
    }

    private void newLine() {
      digest.update((byte) '\r');
      digest.update((byte) '\n');
    }

    /** Empty lines at the end do not count; of nothing at all "simple" makes one line end. */
    void end() {
      if (hasReturn) {
        content('\r');
      }
      if (!isLineEmpty || (!hasContent && !isRelaxed)) {
        newLine();
      }
    }
  }
}
