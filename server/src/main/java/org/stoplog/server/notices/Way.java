package org.stoplog.server.notices;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stoplog.server.mail.MailRoute;
import org.stoplog.server.mail.MailRoutes;
import org.stoplog.server.messages.MessageKind;
import org.stoplog.server.messages.MessageService;

/** How a wave reaches people. */
sealed interface Way {
  /** By mail. @param route its number */
  record Mail(int route) implements Way {}

  /** As letters on paper, which somebody takes as files, prints and posts. */
  record Paper() implements Way {}

  /**
   * By calls to a message service of ours.
   *
   * @param number the service's
   */
  record Message(int number, MessageKind kind) implements Way {}

  /**
   * One that can be chosen.
   *
   * @param word by which a form names it
   * @param drill it tells nobody: a catcher, or letters that are marked as a drill's
   * @param supplier of the register whose it is; null for nobody's
   * @param text for whoever chooses
   */
  record Offered(String word, Way way, boolean drill, @Nullable Integer supplier, String text) {
    static Offered of(MailRoute route) {
      return new Offered(
          Integer.toString(route.id()),
          new Mail(route.id()),
          route.catcher(),
          route.supplier(),
          "Mail: "
              + route.name()
              + ", from "
              + route.from()
              + (route.catcher() ? " (catcher: a drill)" : ""));
    }

    static Offered of(MessageService service) {
      return new Offered(
          "service-" + service.id(),
          new Message(service.id(), service.kind()),
          service.catcher(),
          service.supplier(),
          (service.kind() == MessageKind.SMS ? "SMS: " : "In our app: ")
              + service.name()
              + (service.catcher() ? " (catcher: a drill)" : ""));
    }
  }

  /** On paper, for people and for a drill. */
  static java.util.List<Offered> paper() {
    return java.util.List.of(
        new Offered("paper", new Paper(), false, null, "Paper: letters to print and post"),
        new Offered(
            "paper-drill", new Paper(), true, null, "Paper: letters of a drill, never posted"));
  }

  /** As it is stored. */
  default String channel() {
    return switch (this) {
      case Mail _ -> "mail";
      case Paper _ -> "paper";
      case Message message -> message.kind().word();
    };
  }

  static Way stored(String channel, @Nullable Integer route, @Nullable Integer service) {
    return switch (channel) {
      case "mail" -> new Mail(java.util.Objects.requireNonNull(route));
      case "paper" -> new Paper();
      default ->
          new Message(
              java.util.Objects.requireNonNull(service), MessageKind.of(channel).orElseThrow());
    };
  }

  /** The number of its message service; null for other ways. */
  default @Nullable Integer service() {
    return this instanceof Message(int number, _) ? Integer.valueOf(number) : null;
  }

  /** Its mail route; empty when it was removed, and for other ways. */
  default Optional<MailRoute> route(MailRoutes routes) {
    return this instanceof Mail(int route) ? routes.find(route) : Optional.empty();
  }

  /** Domain of the address that its mails come from; null when there is none. */
  default @Nullable String sender(MailRoutes routes) {
    return route(routes).map(MailRoute::from).map(Letters::domain).orElse(null);
  }
}
