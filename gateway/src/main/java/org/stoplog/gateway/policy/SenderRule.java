package org.stoplog.gateway.policy;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** Who may send to a connection. */
public sealed interface SenderRule {
  /** Whoever reaches the gateway. */
  record Open() implements SenderRule {
    @Override
    public boolean allows(String secret, Supplier<Set<String>> names) {
      return true;
    }
  }

  /**
   * Whoever has a certificate of an authority that the gateway's settings name.
   *
   * @param name a DNS name, or a URI such as a SPIFFE id, among its subject alternative names (RFC
   *     5280, section 4.2.1.6)
   */
  record Certificate(String name) implements SenderRule {
    private static final Pattern NAME = Pattern.compile("[!-~]{1,253}");

    public Certificate {
      if (!NAME.matcher(name).matches()) {
        throw new IllegalArgumentException(
            "the name in a certificate has up to 253 characters of ASCII, without blanks");
      }
    }

    @Override
    public boolean allows(String secret, Supplier<Set<String>> names) {
      return names.get().contains(name);
    }
  }

  /**
   * Whoever knows a segment of the path.
   *
   * @param sha256 lower-case hex of the segment's UTF-8
   */
  record SecretPath(String sha256) implements SenderRule {
    private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");

    public SecretPath {
      if (!HEX.matcher(sha256).matches()) {
        throw new IllegalArgumentException("a SHA-256 has 64 hex digits in lower case");
      }
    }

    @Override
    public boolean allows(String secret, Supplier<Set<String>> names) {
      try {
        byte[] its =
            MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
        return MessageDigest.isEqual(its, HexFormat.of().parseHex(sha256));
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /**
   * Whether a sender may send.
   *
   * @param secret the segment in its path, empty when there was none
   * @param names in its certificate, which was checked; none when it has none
   */
  boolean allows(String secret, Supplier<Set<String>> names);
}
