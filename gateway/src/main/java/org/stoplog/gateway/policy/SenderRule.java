package org.stoplog.gateway.policy;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** Who may send to a connection. */
public sealed interface SenderRule {
  /** Whoever reaches the gateway. */
  record Open() implements SenderRule {
    @Override
    public boolean allows(String secret) {
      return true;
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
    public boolean allows(String secret) {
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
   * Whether a sender with this segment in its path may send.
   *
   * @param secret empty when there was none
   */
  boolean allows(String secret);
}
