package org.stoplog.server.bounces;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.stoplog.server.notices.CameBack;
import org.stoplog.server.notices.Severity;

/** SendGrid's Event Webhook: a list of events, signed by ECDSA over time and body. */
final class SendGridDecoder implements HookDecoder {
  static final String SIGNATURE = "X-Twilio-Email-Event-Webhook-Signature";
  static final String TIMESTAMP = "X-Twilio-Email-Event-Webhook-Timestamp";
  private static final int MOST_EVENTS = 10_000;
  private static final int CURVE_BITS = 256;

  @Override
  public @Nullable String wrong(HookSecret secret) {
    return key(secret.key()) == null
        ? "Paste the verification key of the signed Event Webhook: one line of base64."
        : null;
  }

  private static @Nullable PublicKey key(String text) {
    try {
      byte[] bytes = Base64.getDecoder().decode(text.strip());
      PublicKey key = KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(bytes));
      return key instanceof ECPublicKey curve
              && curve.getParams().getOrder().bitLength() == CURVE_BITS
          ? key
          : null;
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return null;
    }
  }

  @Override
  public Verdict read(Call call, HookSecret secret) {
    String signature = call.header(SIGNATURE);
    String timestamp = call.header(TIMESTAMP);
    PublicKey key = key(secret.key());
    if (signature == null || timestamp == null || key == null) {
      return new Verdict.Forged();
    }
    Instant at = HookJson.time(timestamp, false);
    if (at == null || !call.isFresh(at) || !isSigned(key, timestamp, call.body(), signature)) {
      return new Verdict.Forged();
    }
    HookJson all = HookJson.of(call.body());
    if (!all.isList()) {
      return new Verdict.Unreadable();
    }
    List<HookEvent> events = new ArrayList<>();
    for (HookJson one : all.all(MOST_EVENTS)) {
      HookEvent event = event(one);
      if (event != null) {
        events.add(event);
      }
    }
    return new Verdict.Events(events, signature);
  }

  static boolean isSigned(PublicKey key, String timestamp, byte[] body, String signature) {
    try {
      Signature check = Signature.getInstance("SHA256withECDSA");
      check.initVerify(key);
      check.update(timestamp.getBytes(UTF_8));
      check.update(body);
      return check.verify(Base64.getDecoder().decode(signature));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return false;
    }
  }

  /** Null for what is not kept, such as opens and clicks. */
  private static @Nullable HookEvent event(HookJson one) {
    String reason = one.text("reason").isEmpty() ? one.text("response") : one.text("reason");
    String status = one.text("status");
    return switch (one.text("event")) {
      case "bounce" ->
          event(
              one,
              CameBack.Kind.BOUNCED,
              // Refused for what it is or where it comes from: the address may be good.
              one.text("type").equals("blocked") ? Severity.SOFT : Severity.of(status, reason),
              reason);
      case "dropped" ->
          event(
              one,
              CameBack.Kind.BOUNCED,
              reason.equals("Bounced Address") || reason.equals("Invalid")
                  ? Severity.HARD
                  : Severity.UNKNOWN,
              "the provider did not send it: " + reason);
      case "deferred" -> event(one, CameBack.Kind.DELAYED, Severity.UNKNOWN, reason);
      case "delivered" -> event(one, CameBack.Kind.DELIVERED, Severity.UNKNOWN, reason);
      case "spamreport" -> event(one, CameBack.Kind.COMPLAINED, Severity.UNKNOWN, "");
      default -> null;
    };
  }

  private static HookEvent event(HookJson one, CameBack.Kind kind, Severity severity, String said) {
    return HookEvent.of(
        HookEvent.About.of(one.text("smtp-id"), one.text("stoplog")),
        kind,
        severity,
        one.text("status"),
        said,
        one.text("email"),
        one.time("timestamp"),
        one.text("sg_event_id"));
  }
}
