package org.stoplog.server.bounces;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.stoplog.server.notices.CameBack;
import org.stoplog.server.notices.Severity;

/**
 * Postmark's webhooks: one event a call, and no signature. Who calls is known by the secret address
 * and by a user and password that were set there.
 */
final class PostmarkDecoder implements HookDecoder {
  private static final int SHORTEST = 20;

  @Override
  public @Nullable String wrong(HookSecret secret) {
    String key = secret.key().strip();
    return key.length() < SHORTEST || !key.contains(":") || key.indexOf(':') == 0
        ? "User and password, with a colon between them, of at least 20 characters together."
        : null;
  }

  @Override
  public Verdict read(Call call, HookSecret secret) {
    String expected =
        "Basic " + Base64.getEncoder().encodeToString(secret.key().strip().getBytes(UTF_8));
    String given = call.header("Authorization");
    if (given == null || !MessageDigest.isEqual(given.getBytes(UTF_8), expected.getBytes(UTF_8))) {
      return new Verdict.Forged();
    }
    HookJson data = HookJson.of(call.body());
    HookEvent event =
        switch (data.text("RecordType")) {
          case "Bounce" -> bounce(data);
          case "Delivery" ->
              event(
                  data,
                  CameBack.Kind.DELIVERED,
                  Severity.UNKNOWN,
                  data.text("Details"),
                  "DeliveredAt");
          case "SpamComplaint" ->
              event(data, CameBack.Kind.COMPLAINED, Severity.UNKNOWN, "", "BouncedAt");
          default -> null;
        };
    return new Verdict.Events(event == null ? List.of() : List.of(event), null);
  }

  /** By the types that Postmark's API names; null for what says nothing of a copy. */
  private static @Nullable HookEvent bounce(HookJson data) {
    String said = data.text("Details").isEmpty() ? data.text("Description") : data.text("Details");
    return switch (data.text("Type")) {
      case "HardBounce", "BadEmailAddress", "ManuallyDeactivated" ->
          event(data, CameBack.Kind.BOUNCED, Severity.HARD, said, "BouncedAt");
      case "SoftBounce",
          "DnsError",
          "Blocked",
          "SpamNotification",
          "DMARCPolicy",
          "VirusNotification" ->
          event(data, CameBack.Kind.BOUNCED, Severity.SOFT, said, "BouncedAt");
      case "Unknown", "SMTPApiError" ->
          event(data, CameBack.Kind.BOUNCED, Severity.UNKNOWN, said, "BouncedAt");
      case "Transient", "ChallengeVerification" ->
          event(data, CameBack.Kind.DELAYED, Severity.UNKNOWN, said, "BouncedAt");
      case "AutoResponder" -> event(data, CameBack.Kind.REPLIED, Severity.UNKNOWN, "", "BouncedAt");
      case "SpamComplaint" ->
          event(data, CameBack.Kind.COMPLAINED, Severity.UNKNOWN, "", "BouncedAt");
      default -> null;
    };
  }

  private static HookEvent event(
      HookJson data, CameBack.Kind kind, Severity severity, String said, String time) {
    String recipient = data.text("Email").isEmpty() ? data.text("Recipient") : data.text("Email");
    return HookEvent.of(
        HookEvent.About.of("", data.at("Metadata").text("stoplog")),
        kind,
        severity,
        "",
        said,
        recipient,
        data.time(time),
        data.text("RecordType") + " " + data.text("ID") + " " + data.text("MessageID"));
  }
}
