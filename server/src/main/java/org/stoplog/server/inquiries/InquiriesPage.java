package org.stoplog.server.inquiries;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The page on which anybody may ask about an incident, as its members see it.
 *
 * @param isOpen whether the door to the world is open at all
 * @param state none, draft, open or closed
 * @param address where the world finds it; null while it has none
 * @param approval path of the approval that waits; null for none
 * @param asked how many asked within a day
 */
public record InquiriesPage(
    String room,
    String incident,
    String path,
    boolean canWork,
    boolean isOpen,
    String state,
    @Nullable String address,
    @Nullable String approval,
    Map<String, String> typed,
    Map<String, String> errors,
    List<Route> routes,
    String asked,
    List<AlarmsPage.Line> alarms) {
  public InquiriesPage {
    typed = Map.copyOf(typed);
    errors = Map.copyOf(errors);
    routes = List.copyOf(routes);
    alarms = List.copyOf(alarms);
  }

  /** A mail route to choose. */
  public record Route(String id, String name) {}

  public String of(String field) {
    return typed.getOrDefault(field, "");
  }

  /** One line. */
  public String stateWords() {
    return switch (state) {
      case "draft" -> "Not open: the text needs the approval of another person.";
      case "open" -> "Open: anybody may ask, and gets one mail a day at most.";
      case "closed" -> "Closed: nobody is answered.";
      default -> "Nobody can ask yet. Read the text, choose an address for the page, and save it.";
    };
  }
}
