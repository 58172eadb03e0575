package org.stoplog.server.incidents;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A mail with the open questions, before it is sent.
 *
 * @param error why nothing can be sent; null when it can
 * @param route id of the one that it would go by; empty when none is chosen
 * @param isOwnDomain whether the address is of the supplier that was breached
 * @param hash of all that is shown
 */
public record QuestionMailPage(
    String room,
    String incident,
    @Nullable String error,
    List<Route> routes,
    String route,
    String from,
    String to,
    boolean isOwnDomain,
    String subject,
    String text,
    int questions,
    String hash) {
  public QuestionMailPage {
    routes = List.copyOf(routes);
  }

  /** One that may be chosen. */
  public record Route(String id, String name) {}

  /** Names nobody. */
  @Override
  public String toString() {
    return "QuestionMailPage[" + room + "]";
  }
}
