package org.stoplog.server.notices;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.stoplog.server.contacts.Details;
import org.stoplog.server.mail.MailAddress;
import org.stoplog.server.messages.MessageKind;
import org.stoplog.server.messages.PhoneNumber;
import org.stoplog.server.platform.Hmac;

/** What a copy is addressed to, by its way: a mail address, one on paper, a number, an id. */
final class Destination {
  private static final int FEWEST_LINES = 2;

  private Destination() {}

  /**
   * @param details of whoever reads it; null when nothing is known
   * @return null when there is nothing to write to
   */
  static @Nullable String of(Way way, @Nullable Details details) {
    return switch (way) {
      case Way.Mail _ -> details == null ? null : details.email();
      case Way.Paper _ ->
          details == null || details.postal().isEmpty() ? null : String.join("\n", lines(details));
      case Way.Message message ->
          details == null
              ? null
              : switch (message.kind()) {
                case SMS -> details.phone();
                case IN_APP -> details.id();
                case TEAM -> null;
              };
    };
  }

  /** The name, if it is known, and the address below it. */
  private static List<String> lines(Details details) {
    String name = PlainValue.name(details.name());
    return name == null
        ? details.postal()
        : java.util.stream.Stream.concat(
                java.util.stream.Stream.of(name), details.postal().stream())
            .toList();
  }

  /** Whether anything can be brought to it. */
  static boolean isSound(Way way, String destination) {
    return switch (way) {
      case Way.Mail _ -> MailAddress.isSound(destination);
      case Way.Paper _ -> destination.lines().count() >= FEWEST_LINES;
      case Way.Message message ->
          message.kind() != MessageKind.SMS || PhoneNumber.isSound(destination);
    };
  }

  /** Keyed hash of the domain of a mail address; null for what has none. */
  static @Nullable Long domain(Way way, Hmac key, @Nullable String destination) {
    return way instanceof Way.Mail && destination != null ? Letter.domain(key, destination) : null;
  }
}
