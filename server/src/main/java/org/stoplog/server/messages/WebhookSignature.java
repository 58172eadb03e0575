package org.stoplog.server.messages;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Base64;
import org.stoplog.server.platform.Tokens;

/**
 * Signatures as in the Standard Webhooks specification, which libraries in most languages check:
 * HMAC-SHA256 over id, seconds and body with full stops between.
 */
final class WebhookSignature {
  static final String ID = "webhook-id";
  static final String TIME = "webhook-timestamp";
  static final String SIGNATURE = "webhook-signature";
  private static final String PREFIX = "whsec_";

  private WebhookSignature() {}

  /** A secret as it is handed to whoever checks signatures. */
  static String text(byte[] secret) {
    return PREFIX + Base64.getEncoder().encodeToString(secret);
  }

  /**
   * @param seconds since 1970 in UTC
   */
  static String of(byte[] secret, String id, long seconds, byte[] body) {
    ByteArrayOutputStream signed = new ByteArrayOutputStream(body.length + 64);
    signed.writeBytes((id + "." + seconds + ".").getBytes(UTF_8));
    signed.writeBytes(body);
    return "v1,"
        + Base64.getEncoder()
            .encodeToString(Tokens.hmac("HmacSHA256", secret, signed.toByteArray()));
  }
}
