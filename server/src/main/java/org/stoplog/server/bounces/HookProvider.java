package org.stoplog.server.bounces;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Whose calls are understood. */
enum HookProvider {
  SES("Amazon SES"),
  SENDGRID("SendGrid"),
  MAILGUN("Mailgun"),
  POSTMARK("Postmark");

  private final String title;

  HookProvider(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<HookProvider> of(String word) {
    return Arrays.stream(values()).filter(one -> one.word().equals(word)).findFirst();
  }

  HookDecoder decoder() {
    return switch (this) {
      case SES -> new SesDecoder();
      case SENDGRID -> new SendGridDecoder();
      case MAILGUN -> new MailgunDecoder();
      case POSTMARK -> new PostmarkDecoder();
    };
  }

  /** For a page: of a provider, or of mailboxes. */
  static String sourceName(String source) {
    return of(source).map(HookProvider::title).orElse("mailbox");
  }
}
