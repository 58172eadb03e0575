package org.stoplog.gateway.decode;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.ElementSet;
import org.stoplog.catalog.Elements;
import org.stoplog.gateway.policy.Action;
import org.stoplog.gateway.policy.ConnectionPolicy;
import org.stoplog.gateway.policy.HashKey;
import org.stoplog.ledger.reader.ValueRules;

/** Makes what suppliers get instead of values, by a connection's rules. Not thread-safe. */
final class Rewriting implements ValueRules {
  /** Nobody can have it: the top level is reserved (RFC 2606). */
  static final String EMAIL = "masked-email@masked.invalid";

  /** One of those that are given to nobody, for films. */
  static final String PHONE = "+12025550100";

  static final String URL = "https://masked.invalid/";
  static final String TEXT = "masked";

  /** What Mixpanel's clients put before ids of devices: read by Mixpanel itself. */
  private static final String DEVICE = "$device:";

  private static final ElementSet COARSE = Elements.catalogue().get("location.coarse").asSet();
  private static final ElementSet PSEUDONYM =
      Elements.catalogue().get("id.pseudonymous_device_or_anon").asSet();
  private static final int EXACT_BITS = 52;
  private static final int LONGEST_EMAIL = 320;
  private static final int LONGEST_PHONE = 32;

  private final ElementSet drop;
  private final ElementSet mask;
  private final ElementSet hash;
  private final ElementSet touched;
  private final @Nullable Mac mac;

  Rewriting(ConnectionPolicy policy) {
    drop = policy.elements(Action.DROP);
    mask = policy.elements(Action.MASK);
    hash = policy.elements(Action.HASH);
    touched = drop.plus(mask).plus(hash).plus(policy.elements(Action.TRUNCATE));
    HashKey key = policy.hashKey();
    mac = key == null ? null : mac(key);
  }

  private static Mac mac(HashKey key) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key.bytes(), "HmacSHA256"));
      return mac;
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public ElementSet touched() {
    return touched;
  }

  @Override
  public Outcome outcome(ElementSet elements, Kind kind, boolean id, String value) {
    if (!elements.and(drop).isEmpty()) {
      return new Outcome(null, ElementSet.NONE);
    }
    if (!elements.and(mask).isEmpty()) {
      return masked(kind, value);
    }
    if (!elements.and(hash).isEmpty()) {
      return kind == Kind.TRUTH ? masked(kind, value) : hashed(kind, id, value);
    }
    String shortened = kind == Kind.TEXT ? IpAddress.shortened(value.strip()) : null;
    return shortened == null ? masked(kind, value) : new Outcome(quoted(shortened), COARSE);
  }

  private static Outcome masked(Kind kind, String value) {
    byte[] json =
        switch (kind) {
          case NUMBER -> "0".getBytes(StandardCharsets.US_ASCII);
          case TRUTH -> "false".getBytes(StandardCharsets.US_ASCII);
          case TEXT -> quoted(mask(value.strip()));
        };
    return new Outcome(json, ElementSet.NONE);
  }

  /** A text of the same form as far as suppliers check it. */
  private static String mask(String value) {
    if (isEmail(value)) {
      return EMAIL;
    }
    if (isPhone(value)) {
      return PHONE;
    }
    if (value.startsWith("http://") || value.startsWith("https://")) {
      return URL;
    }
    String shortened = IpAddress.shortened(value);
    if (shortened != null) {
      return shortened.indexOf(':') < 0 ? "0.0.0.0" : "::";
    }
    return TEXT;
  }

  private Outcome hashed(Kind kind, boolean id, String value) {
    Mac its = mac;
    if (its == null) {
      throw new IllegalStateException("a rule hashes without a key");
    }
    String normal = value.strip();
    String prefix = id && normal.startsWith(DEVICE) ? DEVICE : "";
    normal = normal.substring(prefix.length());
    if (isEmail(normal)) {
      normal = normal.toLowerCase(Locale.ROOT);
    } else if (normal.startsWith("+") && isPhone(normal)) {
      normal = normal.replaceAll("[^+0-9]", "");
    }
    byte[] digest = its.doFinal(normal.getBytes(StandardCharsets.UTF_8));
    byte[] json =
        kind == Kind.NUMBER && !id
            ? Long.toString(number(digest)).getBytes(StandardCharsets.US_ASCII)
            : quoted(prefix + HexFormat.of().formatHex(digest));
    return new Outcome(json, PSEUDONYM);
  }

  /** Small enough that every reader of JSON keeps all its digits. */
  private static long number(byte[] digest) {
    long number = 0;
    for (int i = 0; i < Long.BYTES; i++) {
      number = number << 8 | (digest[i] & 0xff);
    }
    return number >>> (Long.SIZE - EXACT_BITS);
  }

  private static byte[] quoted(String plain) {
    return ('"' + plain + '"').getBytes(StandardCharsets.US_ASCII);
  }

  private static boolean isEmail(String value) {
    int at = value.indexOf('@');
    return at > 0
        && at == value.lastIndexOf('@')
        && value.indexOf('.', at) > 0
        && value.length() <= LONGEST_EMAIL
        && value.chars().allMatch(c -> c > ' ' && "<>,;/\"".indexOf(c) < 0);
  }

  private static boolean isPhone(String value) {
    return value.length() <= LONGEST_PHONE
        && value.startsWith("+")
        && value.length() > 6
        && value.chars().skip(1).allMatch(c -> (c >= '0' && c <= '9') || " -().".indexOf(c) >= 0);
  }
}
