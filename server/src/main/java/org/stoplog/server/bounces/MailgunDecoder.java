package org.stoplog.server.bounces;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.stoplog.server.notices.CameBack;
import org.stoplog.server.notices.Severity;
import org.stoplog.server.platform.Tokens;

/**
 * Mailgun's webhooks: one event a call. What is signed is a time and a token, not the event: so a
 * token is taken once, and the address of the webhook is a secret, too.
 */
final class MailgunDecoder implements HookDecoder {
  private static final int SHORTEST_KEY = 16;

  @Override
  public @Nullable String wrong(HookSecret secret) {
    return secret.key().strip().length() < SHORTEST_KEY
        ? "Paste the HTTP webhook signing key; it has at least 16 characters."
        : null;
  }

  @Override
  public Verdict read(Call call, HookSecret secret) {
    HookJson all = HookJson.of(call.body());
    HookJson signature = all.at("signature");
    String timestamp = signature.text("timestamp");
    String token = signature.text("token");
    Instant at = HookJson.time(timestamp, false);
    String expected =
        HexFormat.of()
            .formatHex(
                Tokens.hmac(
                    "HmacSHA256",
                    secret.key().strip().getBytes(UTF_8),
                    (timestamp + token).getBytes(UTF_8)));
    boolean isSigned =
        MessageDigest.isEqual(
            expected.getBytes(US_ASCII), signature.text("signature").getBytes(US_ASCII));
    if (at == null || !call.isFresh(at) || token.isEmpty() || !isSigned) {
      return new Verdict.Forged();
    }
    HookJson data = all.at("event-data");
    if (!data.isThere()) {
      return new Verdict.Unreadable();
    }
    HookEvent event = event(data);
    return new Verdict.Events(event == null ? List.of() : List.of(event), token);
  }

  /** Null for what is not kept. */
  private static @Nullable HookEvent event(HookJson data) {
    HookJson status = data.at("delivery-status");
    String said =
        status.text("message").isEmpty() ? status.text("description") : status.text("message");
    String enhanced = status.text("enhanced-code");
    return switch (data.text("event")) {
      case "failed" ->
          data.text("severity").equals("temporary")
              ? event(data, CameBack.Kind.DELAYED, Severity.UNKNOWN, enhanced, said)
              : event(
                  data,
                  CameBack.Kind.BOUNCED,
                  Severity.of(enhanced, status.text("code") + " " + said),
                  enhanced,
                  said);
      case "rejected" ->
          event(
              data,
              CameBack.Kind.BOUNCED,
              Severity.UNKNOWN,
              "",
              "the provider did not send it: " + data.at("reject").text("reason"));
      case "delivered" -> event(data, CameBack.Kind.DELIVERED, Severity.UNKNOWN, enhanced, said);
      case "complained" -> event(data, CameBack.Kind.COMPLAINED, Severity.UNKNOWN, "", "");
      default -> null;
    };
  }

  private static HookEvent event(
      HookJson data, CameBack.Kind kind, Severity severity, String status, String said) {
    return HookEvent.of(
        HookEvent.About.of(
            data.at("message").at("headers").text("message-id"),
            data.at("user-variables").text("stoplog"),
            data.at("envelope").text("sender")),
        kind,
        severity,
        status,
        said,
        data.text("recipient"),
        data.time("timestamp"),
        data.text("id"));
  }
}
