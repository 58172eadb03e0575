package org.stoplog.server.bounces;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.stoplog.server.notices.CameBack;
import org.stoplog.server.notices.Severity;

/**
 * Amazon SES by a topic of SNS. A message is signed by SNS; the certificate is the one that was set
 * here, and never fetched from where the message says. Only the newer kind of signature is taken
 * (SignatureVersion 2), since the older uses SHA-1.
 */
final class SesDecoder implements HookDecoder {
  private static final List<String> OF_A_MESSAGE =
      List.of("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type");
  private static final List<String> OF_A_CONFIRMATION =
      List.of("Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type");
  private static final Set<String> TYPES =
      Set.of("Notification", "SubscriptionConfirmation", "UnsubscribeConfirmation");
  private static final Pattern CONFIRMS =
      Pattern.compile(
          "https://sns\\.[a-z0-9-]{1,30}\\.amazonaws\\.com(\\.cn)?/\\?[\\x21-\\x7e]{1,1500}");
  private static final int MOST_RECIPIENTS = 50;
  private static final int MOST_HEADERS = 200;
  private static final int SHORTEST_KEY = 2_048;

  @Override
  public @Nullable String wrong(HookSecret secret) {
    if (!secret.topic().matches("arn:aws[a-z-]{0,10}:sns:[a-z0-9-]{1,30}:[0-9]{12}:\\S{1,256}")) {
      return "A topic looks like arn:aws:sns:eu-west-1:123456789012:name.";
    }
    return certificates(secret.key()).isEmpty()
        ? "Paste the certificate of SNS as PEM, with an RSA key of at least 2 048 bits."
        : null;
  }

  private static List<X509Certificate> certificates(String pem) {
    List<X509Certificate> found = new ArrayList<>();
    try {
      CertificateFactory.getInstance("X.509")
          .generateCertificates(new ByteArrayInputStream(pem.getBytes(US_ASCII)))
          .forEach(
              one -> {
                if (one instanceof X509Certificate certificate && isStrong(certificate)) {
                  found.add(certificate);
                }
              });
    } catch (CertificateException e) {
      return List.of();
    }
    return found;
  }

  private static boolean isStrong(X509Certificate certificate) {
    return certificate.getPublicKey() instanceof java.security.interfaces.RSAPublicKey key
        && key.getModulus().bitLength() >= SHORTEST_KEY;
  }

  @Override
  public Verdict read(Call call, HookSecret secret) {
    HookJson sns = HookJson.of(call.body());
    String type = sns.text("Type");
    boolean isMessage = type.equals("Notification");
    Instant at = sns.time("Timestamp");
    boolean isOurs =
        TYPES.contains(type)
            && sns.text("TopicArn").equals(secret.topic())
            && sns.text("SignatureVersion").equals("2")
            && at != null
            && call.isFresh(at)
            && isSigned(sns, isMessage ? OF_A_MESSAGE : OF_A_CONFIRMATION, secret, call.now());
    if (!isOurs) {
      return new Verdict.Forged();
    }
    if (type.equals("SubscriptionConfirmation")) {
      String address = sns.text("SubscribeURL");
      return CONFIRMS.matcher(address).matches()
          ? new Verdict.Confirm(address)
          : new Verdict.Unreadable();
    }
    if (!isMessage) {
      return new Verdict.Events(List.of(), sns.text("MessageId"));
    }
    try {
      return new Verdict.Events(events(HookJson.of(sns.text("Message"))), sns.text("MessageId"));
    } catch (NotReadable e) {
      // "Successfully validated SNS topic …" is no JSON, and nothing to read either.
      return new Verdict.Events(List.of(), sns.text("MessageId"));
    }
  }

  private static boolean isSigned(
      HookJson sns, List<String> fields, HookSecret secret, Instant now) {
    StringBuilder text = new StringBuilder();
    for (String field : fields) {
      // The subject alone may be missing; then its name is not signed either.
      if (!field.equals("Subject") || sns.at(field).isThere()) {
        text.append(field).append('\n').append(sns.text(field)).append('\n');
      }
    }
    byte[] signed = text.toString().getBytes(UTF_8);
    byte[] signature;
    try {
      signature = Base64.getDecoder().decode(sns.text("Signature"));
    } catch (IllegalArgumentException e) {
      return false;
    }
    return certificates(secret.key()).stream()
        .anyMatch(certificate -> isBy(certificate, now, signed, signature));
  }

  private static boolean isBy(
      X509Certificate certificate, Instant now, byte[] signed, byte[] signature) {
    try {
      certificate.checkValidity(Date.from(now));
      Signature check = Signature.getInstance("SHA256withRSA");
      check.initVerify(certificate.getPublicKey());
      check.update(signed);
      return check.verify(signature);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static List<HookEvent> events(HookJson message) {
    String type =
        message.text("eventType").isEmpty()
            ? message.text("notificationType")
            : message.text("eventType");
    HookEvent.About about = about(message.at("mail"));
    return switch (type) {
      case "Bounce" -> bounce(about, message.at("bounce"));
      case "Complaint" -> {
        HookJson complaint = message.at("complaint");
        yield List.of(
            HookEvent.of(
                about,
                CameBack.Kind.COMPLAINED,
                Severity.UNKNOWN,
                "",
                complaint.text("complaintFeedbackType"),
                "",
                complaint.time("timestamp"),
                complaint.text("feedbackId")));
      }
      case "Delivery" -> {
        HookJson delivery = message.at("delivery");
        yield List.of(
            HookEvent.of(
                about,
                CameBack.Kind.DELIVERED,
                Severity.UNKNOWN,
                "",
                delivery.text("smtpResponse"),
                delivery.at("recipients").first(),
                delivery.time("timestamp"),
                "delivery " + delivery.text("timestamp")));
      }
      case "DeliveryDelay" -> delay(about, message.at("deliveryDelay"));
      case "Reject" ->
          List.of(refused(about, message.at("reject").text("reason"), message.at("mail")));
      case "Rendering Failure" ->
          List.of(refused(about, message.at("failure").text("errorMessage"), message.at("mail")));
      default -> List.of();
    };
  }

  private static HookEvent refused(HookEvent.About about, String why, HookJson mail) {
    return HookEvent.of(
        about,
        CameBack.Kind.BOUNCED,
        Severity.UNKNOWN,
        "",
        "the provider did not send it: " + why,
        mail.at("destination").first(),
        mail.time("timestamp"),
        "reject");
  }

  private static List<HookEvent> bounce(HookEvent.About about, HookJson bounce) {
    String type = bounce.text("bounceType");
    Severity severity =
        type.equals("Permanent")
            ? Severity.HARD
            : type.equals("Transient") ? Severity.SOFT : Severity.UNKNOWN;
    return bounce.at("bouncedRecipients").all(MOST_RECIPIENTS).stream()
        .limit(1)
        .map(
            one ->
                HookEvent.of(
                    about,
                    CameBack.Kind.BOUNCED,
                    severity,
                    one.text("status"),
                    one.text("diagnosticCode").isEmpty()
                        ? bounce.text("bounceSubType")
                        : one.text("diagnosticCode").replaceFirst("^smtp; ?", ""),
                    one.text("emailAddress"),
                    bounce.time("timestamp"),
                    bounce.text("feedbackId")))
        .toList();
  }

  private static List<HookEvent> delay(HookEvent.About about, HookJson delay) {
    return delay.at("delayedRecipients").all(MOST_RECIPIENTS).stream()
        .limit(1)
        .map(
            one ->
                HookEvent.of(
                    about,
                    CameBack.Kind.DELAYED,
                    Severity.UNKNOWN,
                    one.text("status"),
                    delay.text("delayType") + " " + one.text("diagnosticCode"),
                    one.text("emailAddress"),
                    delay.time("timestamp"),
                    "delay " + delay.text("timestamp")))
        .toList();
  }

  /** By the return path, a tag, or the Message-ID of what we gave to SES, which changes it. */
  private static HookEvent.About about(HookJson mail) {
    String id = mail.at("commonHeaders").text("messageId");
    String header = "";
    for (HookJson one : mail.at("headers").all(MOST_HEADERS)) {
      if (one.text("name").equalsIgnoreCase("Message-ID") && id.isEmpty()) {
        id = one.text("value");
      } else if (one.text("name").equalsIgnoreCase("X-Stoplog-Copy")) {
        header = one.text("value");
      }
    }
    return HookEvent.About.of(
        id, mail.at("tags").at("stoplog").first(), mail.text("source"), header);
  }
}
