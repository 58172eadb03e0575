package org.stoplog.gateway.proxy;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.stoplog.gateway.policy.ForwardSender;

/**
 * What a sender shows that uses the gateway as its proxy: Proxy-Authorization, Basic (RFC 7617).
 */
final class Credentials {
  private static final String BASIC = "basic ";

  private Credentials() {}

  /** Whose they are; null for nobody's. */
  static @Nullable ForwardSender owner(List<ForwardSender> senders, @Nullable String header) {
    if (header == null || !header.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
      return null;
    }
    byte[] hash;
    try {
      hash =
          MessageDigest.getInstance("SHA-256")
              .digest(Base64.getDecoder().decode(header.substring(BASIC.length()).strip()));
    } catch (IllegalArgumentException e) {
      return null;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
    for (ForwardSender sender : senders) {
      if (sender.is(hash)) {
        return sender;
      }
    }
    return null;
  }
}
